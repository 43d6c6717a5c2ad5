// All pairs of actors: colour and sign tell the stance, a bar the hostility of the row towards the
// column, a corner what the row believes of it, a dot what is true.

function render({ model, el }) {
  const looks = parsed(model, "looks");
  const frame = node("div", "sim-grid-frame");
  const said = node("div", "sim-said");
  said.setAttribute("aria-live", "polite");
  let cast = [];
  let ties = new Map(); // "row column" -> {button, key}
  let laid = "";
  let at = null; // pair that the keyboard is on
  let pointed = null; // pair that is pointed at
  el.classList.add("sim-relations");
  el.append(
    node("div", "sim-relations-head", null, node("strong", "", "What all are to each other"), node("span", "", "Read along a row: what its actor holds of the one above. Click a field for history and causes.")),
    frame, said, legend(),
  );

  function colour(look) {
    return dark(el) ? look.fill_dark : look.fill;
  }

  function legend() {
    const keys = looks.map((look) => node("span", "", null, paint(node("div", "sim-tie"), look, 0, 0, false), document.createTextNode(look.label)));
    const plain = looks[2];
    const tie = (hostility, belief, deal) => paint(node("div", "sim-tie"), { ...plain, sign: "" }, hostility, belief, deal);
    keys.push(
      node("span", "", null, tie(0.7, 0, false), document.createTextNode("bar: hostility")),
      node("span", "", null, tie(0, 1, false), document.createTextNode("corner: suspects a secret deal")),
      node("span", "", null, tie(0, 0, true), document.createTextNode("dot: there is one")),
    );
    const key = node("div", "sim-tie-key", null, ...keys);
    key.setAttribute("role", "note");
    return key;
  }

  /** Draws one field. */
  function paint(field, look, hostility, belief, deal) {
    field.style.setProperty("--stance", `var(--stance-${looks.indexOf(looks.find((each) => each.label === look.label))})`);
    field.style.setProperty("--hostility", hostility.toFixed(3));
    field.style.setProperty("--belief", belief < 0.1 ? "0" : (0.3 + 0.7 * belief).toFixed(3));
    field.classList.toggle("sim-tie-strong", look.label === "War" || look.label === "Allies");
    field.classList.toggle("sim-tie-bright", look.label === "Allies");
    field.replaceChildren(node("b", "", look.sign), ...(deal ? [node("i")] : []));
    return field;
  }

  function tint() {
    looks.forEach((look, i) => el.style.setProperty(`--stance-${i}`, colour(look)));
  }

  function lay() {
    const { rows } = model.get("table");
    cast = parsed(model, "cast") || [];
    const text = rows.join() + cast.length;
    if (text === laid) return;
    laid = text;
    ties = new Map();
    const head = node("tr", "", null, node("th", "sim-corner", null, node("div", "sim-axes", null, node("div", "", "row: who holds it"), node("div", "", "column: of whom"))));
    const begins = (i) => i > 0 && cast[rows[i]].type !== cast[rows[i - 1]].type;
    rows.forEach((b, j) => head.append(named(b, j, begins(j) ? "sim-gap-left" : "", "col")));
    const body = rows.map((a, i) => {
      const line = node("tr", "", null, named(a, i, begins(i) ? "sim-gap" : "", "row"));
      rows.forEach((b, j) => {
        const classes = [begins(i) ? "sim-gap" : "", begins(j) ? "sim-gap-left" : ""].join(" ");
        line.append(node("td", classes, null, a === b ? node("div", "sim-self") : field(a, b, i, j)));
      });
      return line;
    });
    const grid = node("table", "sim-grid", null, node("thead", "", null, head), node("tbody", "", null, ...body));
    grid.setAttribute("aria-label", "What each actor, in a row, holds of each other, in a column");
    frame.replaceChildren(grid);
    el.tabIndex = -1;
    size();
  }

  function named(row, i, classes, scope) {
    const sign = node("i");
    sign.style.background = dark(el) ? cast[row].fill_dark : cast[row].fill;
    const label = node("span", "", shortened(cast[row].label, scope === "row" ? 25 : 19));
    const head = node("th", classes, null, node("div", "", null, ...(scope === "row" ? [label, sign] : [sign, label])));
    head.scope = scope;
    head.title = `${cast[row].label}: ${cast[row].type.toLowerCase()}`;
    head.dataset[scope] = String(row);
    return head;
  }

  /** The beginning and the end of what is too long: those born in a run differ at the end. */
  function shortened(text, most) {
    const room = window.innerWidth < 700 ? 15 : most;
    return text.length <= room ? text : `${text.slice(0, room - 9)}…${text.slice(-8)}`;
  }

  function field(a, b, i, j) {
    const button = node("button", "sim-tie");
    button.type = "button";
    button.dataset.pair = `${a} ${b}`;
    button.tabIndex = ties.size ? -1 : 0;
    button.addEventListener("click", () => {
      const chosen = model.get("pair");
      model.set("pair", chosen[0] === a && chosen[1] === b ? [] : [a, b]);
      model.save_changes();
      choose();
      reveal(".sim-pair-card");
    });
    button.addEventListener("pointerenter", () => {
      pointed = [a, b];
      tell();
    });
    button.addEventListener("pointerleave", () => {
      pointed = null;
      tell();
    });
    button.addEventListener("focus", () => {
      if (!button.matches(":focus-visible")) return;
      at = [a, b];
      tell();
    });
    button.addEventListener("blur", () => { at = null; });
    button.addEventListener("keydown", (event) => walk(event, i, j));
    ties.set(`${a} ${b}`, { button, key: "" });
    return button;
  }

  const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  function walk(event, i, j) {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    const { rows } = model.get("table");
    let [x, y] = [i + step[0], j + step[1]];
    if (x === y) [x, y] = [x + step[0], y + step[1]];
    const next = ties.get(`${rows[x]} ${rows[y]}`);
    if (!next) return;
    event.currentTarget.tabIndex = -1;
    next.button.tabIndex = 0;
    next.button.focus();
  }

  /** Fields as large as the window allows, so that the table needs no scrolling where it can. */
  function size() {
    const count = model.get("table").rows.length;
    const narrow = window.innerWidth < 700, wide = window.innerWidth >= 1000;
    const label = narrow ? 112 : 184, gaps = 5 * 7;
    const across = wide ? window.innerWidth * 0.56 : window.innerWidth - 60;
    const room = [(across - label - gaps) / count - 2];
    if (wide) room.push((frame.clientHeight - 148 - gaps) / count - 2);
    el.style.setProperty("--size", `${Math.max(21, Math.min(90, Math.floor(Math.min(...room))))}px`);
    el.style.setProperty("--label", `${label}px`);
  }

  function facts(a, b) {
    const held = model.get("table");
    const i = held.rows.indexOf(a), j = held.rows.indexOf(b), n = held.rows.length;
    const at = i * n + j;
    return {
      look: looks[bytes(held.stance)[at]],
      since: new Int32Array(bytes(held.since).slice().buffer)[at],
      hostility: bytes(held.hostility)[at] / 255,
      belief: bytes(held.belief)[at] / 255,
      deal: bytes(held.deal)[at] === 1,
    };
  }

  function sentence(a, b) {
    const { look, since, hostility, belief, deal } = facts(a, b);
    const [one, other] = [cast[a].label, cast[b].label];
    const when = since > 0 ? `since ${dateText(dateOf(model.get("start"), since))}` : "from the start";
    const parts = [`${one} and ${other}: ${look.words} ${when}.`, `${one} is hostile to ${other} by ${Math.round(hostility * 100)} of 100.`];
    if (belief >= 0.1 || deal) {
      parts.push(`It ${sureness(belief)} that ${other} has a secret deal with its enemies; ${deal ? "there is one" : "there is none"}.`);
    }
    return parts.join(" ");
  }

  function tell() {
    const [a, b] = pointed || at || [];
    const there = a !== undefined && ties.has(`${a} ${b}`);
    said.replaceChildren(there ? document.createTextNode(sentence(a, b)) : node("span", "sim-hint", "Point at a field and it is told in words here. Arrow keys walk over the table, Enter chooses."));
    frame.querySelectorAll(".sim-lit").forEach((head) => head.classList.remove("sim-lit"));
    if (!there) return;
    frame.querySelector(`th[data-row="${a}"]`).classList.add("sim-lit");
    frame.querySelector(`th[data-col="${b}"]`).classList.add("sim-lit");
  }

  function fill() {
    const held = model.get("table");
    const [stance, hostility, belief, deal] = ["stance", "hostility", "belief", "deal"].map((name) => bytes(held[name]));
    const n = held.rows.length;
    held.rows.forEach((a, i) => held.rows.forEach((b, j) => {
      const tie = ties.get(`${a} ${b}`);
      if (!tie) return;
      const k = i * n + j;
      const key = `${stance[k]} ${hostility[k]} ${belief[k]} ${deal[k]}`;
      if (key === tie.key) return;
      tie.key = key;
      paint(tie.button, looks[stance[k]], hostility[k] / 255, belief[k] / 255, deal[k] === 1);
      tie.button.setAttribute("aria-label", sentence(a, b));
    }));
  }

  function choose() {
    const chosen = model.get("pair").join(" ");
    for (const [key, { button }] of ties) {
      button.classList.toggle("sim-tie-chosen", key === chosen);
      button.setAttribute("aria-pressed", String(key === chosen));
    }
  }

  function draw() {
    if (!el.isConnected) return;
    lay();
    fill();
    choose();
    tell();
  }

  const redraw = onceAFrame(draw);
  const resize = new ResizeObserver(onceAFrame(size));
  resize.observe(frame);
  model.on("change:table change:cast", redraw);
  model.on("change:pair", choose);
  const unwatch = onTheme(() => { tint(); laid = ""; redraw(); });
  requestAnimationFrame(() => { tint(); draw(); });
  return () => {
    resize.disconnect();
    unwatch();
    model.off("change:table change:cast", redraw);
    model.off("change:pair", choose);
  };
}

export default { render };
