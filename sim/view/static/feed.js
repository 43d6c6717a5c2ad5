// The feed: what happened and what outlets make of it, week by week, the newest first.

const SORTS = {
  fight: "⚔", strike: "✶", civilians: "●", war: "✖", deal: "◆", accusation: "!", leader: "✝", group: "◐", invented: "?",
};

function render({ model, el }) {
  const kept = keeping();
  let cast = [];
  const sifting = node("div", "sim-sift");
  const kinds = node("div", "sim-kinds");
  kinds.setAttribute("role", "group");
  kinds.setAttribute("aria-label", "Kinds of events");
  const list = node("div", "sim-feed-list");
  list.setAttribute("role", "feed");
  list.setAttribute("aria-label", "What happened, the newest first");
  el.classList.add("sim-feed");
  el.append(sifting, kinds, list);

  function set(name, value) {
    model.set(name, value);
    model.save_changes();
  }

  function sift(change) {
    model.set("most", 60);
    set("sift", { ...model.get("sift"), ...change });
  }

  // ---- what to show -----------------------------------------------------------------------
  function choice(name, label, first, options) {
    const select = node("select", "sim-select");
    select.dataset.sift = name;
    select.setAttribute("aria-label", label);
    for (const [value, text] of [["", first], ...options]) {
      const option = node("option", "", text);
      option.value = value;
      option.disabled = value === "pinned" && model.get("pinned") < 0 && model.get("sift").place !== "pinned";
      select.append(option);
    }
    select.value = model.get("sift")[name];
    select.addEventListener("change", () => sift({ [name]: select.value }));
    return select;
  }

  function offer() {
    const asked = model.get("sift");
    const actors = parsed(model, "actors") || [];
    const parts = [
      node("strong", "", "What happened"), choice("one", "One side", "anybody", actors), node("span", "sim-against", "and"),
      choice("other", "The other side", "anybody", actors), choice("place", "Place", "anywhere", parsed(model, "places") || []),
    ];
    if (asked.one || asked.other || asked.place || asked.kinds.length) {
      const all = node("button", "sim-back", "Show all");
      all.type = "button";
      all.addEventListener("click", () => sift({ one: "", other: "", place: "", kinds: [] }));
      parts.push(all);
    }
    sifting.replaceChildren(...parts);
    kinds.replaceChildren(...(parsed(model, "kinds") || []).map(([kind, label]) => {
      const on = asked.kinds.includes(kind);
      const button = node("button", "", null, node("span", `sim-sort sim-sort-${kind}`, SORTS[kind]), document.createTextNode(label));
      button.type = "button";
      button.dataset.kind = kind;
      button.setAttribute("aria-pressed", String(on));
      button.addEventListener("click", () => sift({ kinds: on ? asked.kinds.filter((each) => each !== kind) : [...asked.kinds, kind] }));
      return button;
    }));
  }

  // ---- entries ----------------------------------------------------------------------------
  function actor(row) {
    const member = cast[row];
    const sign = node("i");
    sign.style.background = dark(el) ? member.fill_dark : member.fill;
    return node("b", "", null, sign, document.createTextNode(member.label));
  }

  function label(row) {
    return row < 0 ? "" : cast[row].label;
  }

  /** The dead as they were beside the dead as they are told. */
  function truth({ sides, dead, claims }) {
    const columns = [[0, label(sides[0])], [1, label(sides[1])], [2, "civilians"]].filter(([i, name]) => name && (i < 2 || [dead, ...claims.map((claim) => claim.dead)].some((each) => each[2])));
    const head = node("tr", "", null, node("th", "", "dead"), ...columns.map(([, name]) => {
      const cell = node("th", "", name);
      cell.title = name;
      return cell;
    }));
    const happened = node("tr", "sim-happened", null, node("th", "", "in truth"), ...columns.map(([i]) => node("td", "", String(dead[i]))));
    const rows = claims.map((claim) => {
      const about = [claim.outlet, claim.remark].filter(Boolean).join(": ");
      const who = node("th", "", null, node("span", "", `${label(claim.actor)} says`), node("small", "", about));
      return node("tr", "sim-claim", null, who, ...columns.map(([i]) => node("td", claim.dead[i] === dead[i] ? "" : "sim-off", String(claim.dead[i]))));
    });
    return node("table", "sim-truth", null, head, happened, ...rows);
  }

  /** The dead as they were and as outlets tell them: in a sentence where these agree. */
  function claimed(told) {
    if (told.kind === "invented" || told.claims.some((claim) => String(claim.dead) !== String(told.dead))) return truth(told);
    return node("div", "sim-agreed", `Told as it was by ${told.claims.map((claim) => `${label(claim.actor)}${claim.outlet ? ` (${claim.outlet})` : ""}`).join(" and ")}`);
  }

  function toll({ kind, dead }) {
    if (kind === "invented") return node("span", "sim-false", "Never happened");
    if (!dead) return node("span");
    const sum = dead.reduce((total, each) => total + each, 0);
    return sum ? node("span", "sim-toll", null, document.createTextNode(`${sum} `), node("span", "", "dead")) : node("span", "sim-toll", null, node("span", "", "no dead"));
  }

  function entry(told) {
    const sentence = node("div", "sim-sentence", null, ...told.parts.map(([what, value]) => (what === "actor" ? actor(value) : document.createTextNode(value))));
    const found = node("article", "sim-entry", null, node("span", `sim-sort sim-sort-${told.kind}`, SORTS[told.kind]), sentence, toll(told));
    found.dataset.kind = told.kind;
    found.dataset.cell = String(told.cell);
    if (told.cell >= 0) {
      const place = node("button", "sim-place", told.place);
      place.type = "button";
      place.title = "Pin this cell on the map";
      found.addEventListener("click", () => set("pinned", model.get("pinned") === told.cell ? -1 : told.cell));
      found.style.cursor = "pointer";
      const where = node("div", "", null, place);
      where.style.gridColumn = "2 / -1";
      found.append(where);
    }
    if (told.claims.length) found.append(claimed(told));
    return found;
  }

  function week(number) {
    const head = node("button", "sim-feed-week", null, document.createTextNode(dateText(dateOf(model.get("start"), number))), node("span"));
    head.type = "button";
    head.title = "Look at this week";
    head.addEventListener("click", () => set("asked", number));
    return head;
  }

  function none() {
    const asked = model.get("sift");
    const sifted = asked.one || asked.other || asked.place || asked.kinds.length;
    if (asked.place === "pinned" && model.get("pinned") < 0) return "No cell is pinned. Click an event or a cell of the map, and what happened there is listed.";
    if (sifted) return "Nothing of this kind happened so far. Choose other sides, kinds or places, or show all.";
    return model.get("week") ? "Nothing happened so far." : "Nothing happened yet. Press ▶ to let the run begin.";
  }

  function draw() {
    if (!el.isConnected) return;
    const told = parsed(model, "entries") || [];
    cast = parsed(model, "cast") || [];
    const children = [];
    let last = null;
    for (const each of told) {
      if (each.week !== last) children.push(heading(told, each.week));
      last = each.week;
      children.push(kept.get(each.key, () => entry(each)));
    }
    const found = model.get("found"), rest = kept.get("none", () => node("p", "sim-feed-none")), more = kept.get("more", further);
    rest.textContent = told.length ? "" : none();
    more.textContent = `Show more (${(found - told.length).toLocaleString("en-GB")} earlier)`;
    if (!told.length) children.push(rest);
    if (found > told.length) children.push(more);
    arrange(list, children);
    kept.sweep();
    pin();
  }

  function heading(told, number) {
    const head = kept.get(`week ${number}`, () => week(number));
    const dead = told.filter((each) => each.week === number && each.dead).reduce((sum, each) => sum + each.dead.reduce((a, b) => a + b, 0), 0);
    head.lastChild.textContent = `week ${number}${dead ? `, ${dead} dead in what is shown` : ""}`;
    return head;
  }

  function further() {
    const more = node("button", "sim-back sim-more-entries");
    more.type = "button";
    more.addEventListener("click", () => set("most", model.get("most") + 60));
    return more;
  }

  function pin() {
    const pinned = model.get("pinned");
    for (const each of list.querySelectorAll(".sim-entry")) {
      const here = pinned >= 0 && Number(each.dataset.cell) === pinned;
      each.classList.toggle("sim-entry-here", here);
      const place = each.querySelector(".sim-place");
      if (place) place.setAttribute("aria-pressed", String(here));
    }
  }

  const redraw = onceAFrame(draw);
  const wires = {
    "change:entries change:cast": redraw,
    "change:sift change:actors": () => { offer(); redraw(); },
    "change:pinned": () => { offer(); pin(); redraw(); },
  };
  Object.entries(wires).forEach(([names, act]) => model.on(names, act));
  const unwatch = onTheme(() => { kept.forget(); redraw(); });
  offer();
  requestAnimationFrame(draw);
  return () => {
    unwatch();
    Object.entries(wires).forEach(([names, act]) => model.off(names, act));
  };
}

export default { render };
