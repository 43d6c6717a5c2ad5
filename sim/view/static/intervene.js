// Intervening: what to do, to whom, where and how much; below it all that was done or is planned.

function render({ model, el }) {
  let kinds = parsed(model, "kinds") || [];
  let chosen = kinds.length ? kinds[0].name : "";
  let written = {}; // by path, kept when another kind is chosen
  let faults = new Map(); // path -> element

  const close = node("button", "sim-back", "← Close");
  close.type = "button";
  const what = node("select", "sim-select sim-wide");
  what.setAttribute("aria-label", "What to do");
  const about = node("p", "sim-soft");
  const form = node("div", "sim-blanks");
  const when = node("p", "sim-when");
  const act = node("button", "sim-do");
  act.type = "button";
  const said = node("p", "sim-said");
  said.setAttribute("aria-live", "polite");
  const stray = node("div", "sim-faults");
  const list = node("ol", "sim-deeds");
  el.classList.add("sim-intervene");
  el.append(
    node("div", "sim-series-head", null, node("strong", "", "Intervene"), close),
    what, about, form, stray, when, act, said, node("h3", "", "Interventions of this run"), list,
  );

  function kind() {
    return kinds.find((each) => each.name === chosen);
  }

  function offer() {
    kinds = parsed(model, "kinds") || [];
    what.replaceChildren(...kinds.map(({ name, label }) => option(name, label)));
    if (!kind() && kinds.length) chosen = kinds[0].name;
    what.value = chosen;
    lay();
  }

  function option(value, label) {
    const made = node("option", "", label);
    made.value = value;
    return made;
  }

  function lay() {
    const { about: words, blanks } = kind();
    about.textContent = words;
    faults = new Map();
    const first = [], more = [];
    for (const blank of blanks) {
      (blank.required || blank.form === "place" || blanks.length <= 3 ? first : more).push(row(blank));
    }
    form.replaceChildren(...first);
    if (more.length) form.append(node("details", "sim-more-blanks", null, node("summary", "", "More"), ...more));
    complain();
  }

  function row(blank) {
    const fault = node("div", "sim-fault");
    faults.set(blank.path, fault);
    const facts = [blank.told, blank.unit].filter(Boolean).join(" ");
    const label = node("label", "", null, node("span", "sim-blank-label", blank.label), entry(blank),
      node("small", "", [blank.about, facts].filter(Boolean).join(" ")));
    const made = node("div", "sim-blank", null, label, fault);
    made.dataset.path = blank.path;
    return made;
  }

  function entry(blank) {
    if (blank.form === "shares") return shares(blank);
    const made = blank.form === "number" ? node("input", "sim-entry") : node("select", "sim-select sim-wide");
    if (blank.form === "number") {
      made.inputMode = "decimal";
      made.autocomplete = "off";
    } else {
      made.append(...blank.options.map(([value, label]) => option(value, label)));
      if (blank.options.some(([, , of]) => of)) only(made, blank);
    }
    const known = written[blank.path] ?? blank.value;
    const fits = blank.form === "number" || blank.options.some(([value]) => value === known);
    made.value = fits ? known : blank.options[blank.path === "between.1" ? 1 : 0]?.[0] ?? "";
    made.addEventListener("change", () => {
      written[blank.path] = made.value;
      if (blank.path === "actor") lay();
    });
    made.addEventListener("input", () => { written[blank.path] = made.value; });
    written[blank.path] = made.value;
    return made;
  }

  /** Offer only what belongs to the actor chosen. */
  function only(made, blank) {
    const actor = written.actor;
    made.replaceChildren(...blank.options.filter(([value, , of]) => !of || of === actor).map(([value, label]) => option(value, label)));
  }

  function shares(blank) {
    const given = written[blank.path] ?? {};
    written[blank.path] = given;
    return node("span", "sim-shares", null, ...blank.options.map(([value, label]) => {
      const share = node("input", "sim-entry");
      share.inputMode = "decimal";
      share.placeholder = "as now";
      share.value = given[value] ?? "";
      share.setAttribute("aria-label", `${blank.label}: ${label}`);
      share.addEventListener("input", () => { given[value] = share.value; });
      return node("span", "", null, node("span", "", label), share);
    }));
  }

  function complain() {
    const problems = model.get("problems");
    faults.forEach((fault) => { fault.textContent = ""; });
    const lost = [];
    for (const [path, message] of Object.entries(problems)) {
      const place = [...faults.keys()].find((each) => each === path || path.startsWith(`${each}.`) || each.startsWith(`${path}.`));
      if (!place) lost.push(node("p", "", message));
      else {
        faults.get(place).textContent = message;
        faults.get(place).closest("details")?.setAttribute("open", "");
      }
    }
    stray.replaceChildren(...lost);
  }

  function tell() {
    when.textContent = model.get("when");
    act.textContent = model.get("act") || "Do it";
    act.disabled = !model.get("act");
  }

  function enlist() {
    const deeds = parsed(model, "deeds") || [];
    list.replaceChildren(...deeds.map(([week, date, words, byHand]) => {
      const go = node("button", "sim-deed-date", date);
      go.type = "button";
      go.addEventListener("click", () => {
        model.set("week", week);
        model.save_changes();
      });
      const mine = byHand ? " sim-deed-mine" : "";
      return node("li", `sim-deed${mine}`, null, node("i", "", byHand ? "▼" : "▲"), go, node("span", "", words));
    }));
    if (!deeds.length) list.append(node("li", "sim-soft", "None so far."));
  }

  what.addEventListener("change", () => {
    chosen = what.value;
    lay();
  });
  act.addEventListener("click", () => {
    const values = Object.fromEntries(kind().blanks.map(({ path }) => [path, written[path] ?? ""]));
    model.set("asked", { kind: chosen, values, at: Date.now() });
    model.save_changes();
  });
  close.addEventListener("click", () => {
    model.set("closed", model.get("closed") + 1);
    model.save_changes();
  });
  const hear = () => { said.textContent = model.get("said"); };
  const wires = {
    "change:kinds": offer, "change:when": tell, "change:act": tell, "change:deeds": enlist,
    "change:problems": complain, "change:said": hear,
  };
  Object.entries(wires).forEach(([name, does]) => model.on(name, does));
  offer();
  tell();
  hear();
  enlist();
  return () => Object.entries(wires).forEach(([name, does]) => model.off(name, does));
}

export default { render };
