// One pair: what each holds of the other, the parts of it, and what happened between them.

const MOST = 12;
const SIGNS = { war: "✖", peace: "○", pact: "◆", offer: "◇", accusation: "!", leader: "✝", split: "◐", defection: "→" };

function render({ model, el }) {
  const kept = keeping();
  const sides = node("div", "sim-pair-sides");
  const body = node("div", "sim-views");
  const moments = node("section", "sim-moments");
  el.classList.add("sim-pair-told");
  el.append(
    node("div", "sim-pair-head", null, sides, node("div", "sim-pair-acts", null, button("⇄ Turn round", "turned"), button("Their events", "followed"), button("← All pairs", "closed"))),
    body, moments,
  );

  function button(text, trait, label) {
    const found = node("button", "sim-back", text);
    found.type = "button";
    if (label) found.setAttribute("aria-label", label);
    found.addEventListener("click", () => {
      model.set(trait, model.get(trait) + 1);
      model.save_changes();
    });
    return found;
  }

  function side(member) {
    const sign = node("i");
    sign.style.background = dark(el) ? member.fill_dark : member.fill;
    return node("span", "sim-side", null, sign, node("b", "", member.label));
  }

  function signed(amount) {
    return Math.abs(amount) < 0.05 ? "0" : `${amount > 0 ? "+" : "−"}${Math.abs(amount).toFixed(1)}`;
  }

  function percent(share) {
    return `${Math.round(share * 100)} %`;
  }

  /** Parts of a sum: bars to the right raise it, bars to the left lower it. */
  function parts(name, list, whole, first) {
    const most = Math.max(1, ...list.map(([, amount]) => Math.abs(amount)));
    const rows = list.filter(([, amount]) => Math.abs(amount) >= 0.05).map(([label, amount, fill, fill_dark]) => {
      const bar = node("i");
      bar.style.background = dark(el) ? fill_dark : fill;
      bar.style.width = `${50 * Math.abs(amount) / most}%`;
      bar.style[amount > 0 ? "left" : "right"] = "50%";
      const row = node("div", "sim-part", null, node("span", "", label), node("div", "sim-part-bar", null, bar), node("b", "", signed(amount)));
      row.dataset.amount = String(amount);
      return row;
    });
    if (!rows.length) rows.push(node("p", "sim-rest", "nothing so far"));
    const all = node("div", "sim-part sim-part-sum", null, node("span", "", whole), node("div"), node("b", "", signed((first || 0) + list.reduce((sum, [, amount]) => sum + amount, 0))));
    const found = node("div", "sim-parts", null, ...rows, all);
    found.dataset.parts = name;
    return found;
  }

  function view(view, one, other) {
    const meter = node("div", "sim-meter", null, node("i"));
    meter.firstChild.style.width = `${100 * view.hostility}%`;
    const title = node("h3", "", null, side(one), node("span", "sim-against", "towards"), side(other));
    const found = node("section", "sim-view", null, title, node("div", "sim-level", null, node("span", "", "Hostility"), meter, node("b", "", percent(view.hostility))), node("p", "", view.words));
    if (view.causes.length) {
      found.append(parts("causes", view.causes, `sum, which draws hostility towards ${percent(view.called)}`));
    }
    if (view.suspects) {
      const right = (view.belief >= 0.5) === view.deal;
      const truth = node("strong", right ? "sim-right" : "sim-wrong", view.deal ? "There is one." : "There is none.");
      found.append(node("p", "sim-belief", null, document.createTextNode(`${one.label} ${sureness(view.belief)} that ${other.label} has a secret deal with its enemies. `), truth));
      if (view.reasons.some(([, amount]) => Math.abs(amount) >= 0.05)) {
        const since = dateText(dateOf(model.get("start"), view.doubting));
        found.append(node("p", "sim-rest", `What moved this belief since it was last at its lowest, ${since}:`), parts("reasons", view.reasons, `log-odds, from ${signed(view.before)} then`, view.before));
      }
    }
    return found;
  }

  function recall(list) {
    const parts = [kept.get("title", () => node("h3", "", "What happened between them"))];
    for (const [week, kind, words] of list.slice(-MOST).reverse()) parts.push(kept.get(`${week} ${words}`, () => moment(week, kind, words)));
    const rest = kept.get("rest", () => node("p", "sim-rest"));
    rest.textContent = list.length > MOST ? `and ${list.length - MOST} earlier` : list.length ? "" : "Nothing so far but what the charts show.";
    arrange(moments, [...parts, rest]);
    kept.sweep();
  }

  function moment(week, kind, words) {
    const date = dateText(dateOf(model.get("start"), week));
    const found = node("button", `sim-moment sim-mark-${kind}`, null, node("b", "", SIGNS[kind] || "·"), node("time", "", date), node("span", "", words));
    found.type = "button";
    found.title = "Look at this week";
    found.addEventListener("click", () => {
      model.set("asked", week);
      model.save_changes();
    });
    return found;
  }

  function draw() {
    const told = parsed(model, "told");
    if (!told.sides) return;
    const [one, other] = told.sides;
    sides.replaceChildren(side(one), node("span", "sim-against", "and"), side(other), node("span", "sim-note", told.relation));
    const views = told.views.map((each, way) => view(each, ...(way ? [other, one] : [one, other])));
    if (!views.length) views.push(node("p", "sim-rest", "Choose a week in which both exist to see what they hold of each other."));
    body.replaceChildren(...views);
    recall(told.moments);
  }

  const redraw = onceAFrame(draw);
  model.on("change:told", redraw);
  const unwatch = onTheme(redraw);
  requestAnimationFrame(draw);
  return () => {
    unwatch();
    model.off("change:told", redraw);
  };
}

export default { render };
