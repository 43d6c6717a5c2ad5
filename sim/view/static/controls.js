// The controls: one field for each number of the scenario and of the rules, grouped and searchable.

function render({ model, el }) {
  const groups = parsed(model, "groups") || [];
  const fields = new Map(); // path -> {field, show, row, group}
  let draft = { ...model.get("draft") };

  const search = node("input", "sim-search");
  search.type = "search";
  search.placeholder = "Search: battles, loyalty, seed …";
  search.setAttribute("aria-label", "Search what can be set");
  const run = node("button", "sim-do", "Run with these");
  const back = node("button", "sim-plain", "Put all back");
  run.type = back.type = "button";
  const told = node("span", "sim-controls-told");
  told.setAttribute("aria-live", "polite");
  const faults = node("div", "sim-faults");
  const list = node("div", "sim-controls-list");
  el.classList.add("sim-controls");
  el.append(node("div", "sim-controls-bar", null, search, run, back, told), faults, list);

  // ---- values -----------------------------------------------------------------------------
  function valueOf(field) {
    return field.path in draft ? draft[field.path] : field.value;
  }
  function same(a, b) {
    return a === b || (String(a).trim() !== "" && Number(a) === Number(b));
  }
  function set(field, value) {
    draft = { ...draft };
    if (same(value, field.value)) delete draft[field.path];
    else draft[field.path] = value;
    fields.get(field.path).show();
    count();
    keep();
  }
  let waiting = 0;
  function keep() {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      model.set("draft", draft);
      model.save_changes();
    }, 250);
  }

  // ---- one field --------------------------------------------------------------------------
  function putBack(field) {
    const button = node("button", "sim-undo", "↺");
    button.type = "button";
    button.title = `Put back to ${shown(field, field.value)}, as the scenario has it`;
    button.setAttribute("aria-label", `${field.label}: put back`);
    button.addEventListener("click", () => set(field, field.value));
    return button;
  }
  function shown(field, value) {
    if (value === true) return "on";
    if (value === false) return "off";
    return value;
  }

  /** Scale of a slider: bent where the value lies close to one end, as small rates do. */
  function scaleOf(field) {
    const { low, high } = field;
    const at = Number(field.default ?? field.value);
    if (low === null || high === null || high - low > 1000) return null;
    const bend = at > low && high - low > 12 * (at - low) ? 3 : 1;
    return {
      place: (value) => ((Math.min(high, Math.max(low, value)) - low) / (high - low)) ** (1 / bend),
      value: (place) => {
        const value = low + (high - low) * place ** bend;
        return String(field.whole ? Math.round(value) : Number(value.toPrecision(3)));
      },
    };
  }

  function number(field) {
    const entry = node("input", "sim-number");
    entry.inputMode = "decimal";
    entry.autocomplete = "off";
    entry.setAttribute("aria-label", field.label);
    entry.addEventListener("input", () => set(field, entry.value));
    const scale = scaleOf(field);
    const slider = node("input", "sim-amount");
    if (scale) {
      slider.type = "range";
      slider.min = 0;
      slider.max = 1;
      slider.step = field.whole && field.high - field.low <= 200 ? 1 / (field.high - field.low) : 0.002;
      slider.tabIndex = -1;
      slider.setAttribute("aria-hidden", "true");
      slider.addEventListener("input", () => set(field, scale.value(Number(slider.value))));
    }
    const undo = putBack(field);
    const fault = node("div", "sim-fault");
    fault.id = `fault-${field.path}`;
    const facts = [field.told, field.default === null ? "" : `usually ${field.default}`, field.source].filter(Boolean);
    const row = node("div", "sim-field", null,
      node("div", "sim-field-words", null, node("strong", "", field.label), node("span", "", field.about), node("small", "", facts.join(" · "))),
      scale ? slider : node("span"), node("div", "sim-field-entry", null, entry, node("span", "sim-unit", field.unit), undo), fault);
    row.dataset.path = field.path;
    const show = () => {
      const value = valueOf(field);
      if (document.activeElement !== entry || !same(entry.value, value)) entry.value = value ?? "";
      if (scale) slider.value = scale.place(Number(value) || 0);
      row.classList.toggle("sim-changed", field.path in draft);
      undo.hidden = !(field.path in draft);
      complain(row, entry, fault, field);
    };
    return { field, row, show };
  }

  function toggle(field, name) {
    const box = node("input");
    box.type = "checkbox";
    box.addEventListener("change", () => set(field, box.checked));
    const words = node("span");
    const label = node("label", "sim-switch", null, box, words);
    label.dataset.path = field.path;
    const undo = putBack(field);
    const fault = node("div", "sim-fault");
    const row = node("span", "sim-switch-row", null, label, undo, fault);
    const show = () => {
      const value = valueOf(field);
      box.checked = value === true;
      words.textContent = value ? "on" : "off";
      box.setAttribute("aria-label", name);
      row.classList.toggle("sim-changed", field.path in draft);
      undo.hidden = !(field.path in draft);
      complain(row, box, fault, field);
    };
    return { field, row, show };
  }

  function complain(row, entry, fault, field) {
    const message = model.get("problems")[field.path];
    fault.textContent = message || "";
    row.classList.toggle("sim-wrong", !!message);
    if (message) entry.setAttribute("aria-invalid", "true");
    else entry.removeAttribute("aria-invalid");
  }

  // ---- groups -----------------------------------------------------------------------------
  const boxes = []; // {box, section, words, group}
  function build() {
    let section = null;
    let holder = null;
    for (const group of groups) {
      if (group.section !== section) {
        section = group.section;
        holder = node("section", "sim-controls-section", null, node("h2", "", section));
        list.append(holder);
      }
      const parts = group.fields.map(number);
      const turn = group.switch && toggle(group.switch, group.name);
      const mark = node("span", "sim-count");
      const head = node("summary", "", null, node("strong", "", group.name), mark, node("span", "sim-group-about", group.about));
      const box = node(parts.length ? "details" : "div", "sim-group", null);
      const line = parts.length ? head : node("div", "sim-group-head", null, ...head.childNodes);
      if (turn) line.append(turn.row);
      if (turn) turn.row.addEventListener("click", (event) => event.stopPropagation());
      box.append(line, ...parts.map((part) => part.row));
      if (parts.length && group.source) box.append(node("p", "sim-group-source", `Source: ${group.source}`));
      if (section === "The run") box.open = true;
      holder.append(box);
      const all = turn ? [...parts, turn] : parts;
      for (const part of all) fields.set(part.field.path, { ...part, box });
      boxes.push({ box, holder, mark, all, words: [group.name, group.about, section].join(" ").toLowerCase() });
    }
    fields.forEach(({ show }) => show());
  }

  function find() {
    const wanted = search.value.trim().toLowerCase();
    for (const { box, all, words } of boxes) {
      const whole = words.includes(wanted);
      let found = whole;
      for (const { field, row } of all) {
        const hit = !wanted || whole || [field.label, field.about, field.path].join(" ").toLowerCase().includes(wanted);
        if (row.classList.contains("sim-field")) row.hidden = !hit;
        found ||= hit;
      }
      box.hidden = !found;
      if (wanted && found && box.tagName === "DETAILS") box.open = true;
    }
    for (const holder of new Set(boxes.map((each) => each.holder))) {
      holder.hidden = !boxes.some((each) => each.holder === holder && !each.box.hidden);
    }
  }

  // ---- the bar ----------------------------------------------------------------------------
  function count() {
    for (const { mark, all } of boxes) {
      const changed = all.filter(({ field }) => field.path in draft).length;
      mark.textContent = changed ? `${changed} changed` : "";
    }
    const applied = model.get("applied");
    const paths = new Set([...Object.keys(draft), ...Object.keys(applied)]);
    const open = [...paths].filter((path) => !(path in draft && path in applied && same(draft[path], applied[path]))).length;
    const changed = Object.keys(draft).length;
    const words = changed ? `${changed} ${changed === 1 ? "value differs" : "values differ"} from the scenario` : "All as the scenario has it";
    told.textContent = open ? `${words}; not yet run` : words;
    back.disabled = !changed;
    run.disabled = model.get("busy");
    run.classList.toggle("sim-due", open > 0);
  }

  function complaints() {
    const problems = model.get("problems");
    fields.forEach(({ show }) => show());
    const stray = Object.entries(problems).filter(([path]) => !fields.has(path));
    faults.replaceChildren(...stray.map(([path, message]) => node("p", "", `${path}: ${message}`)));
    const first = Object.keys(problems).find((path) => fields.has(path));
    if (!first) return;
    const { box, row } = fields.get(first);
    box.open = true;
    row.scrollIntoView({ block: "center" });
  }

  search.addEventListener("input", find);
  run.addEventListener("click", () => {
    clearTimeout(waiting);
    model.set("asked", { values: draft, at: Date.now() });
    model.save_changes();
  });
  back.addEventListener("click", () => {
    draft = {};
    fields.forEach(({ show }) => show());
    count();
    keep();
  });

  const wires = {
    "change:draft": () => {
      draft = { ...model.get("draft") };
      fields.forEach(({ show }) => show());
      count();
    },
    "change:applied": count, "change:busy": count, "change:problems": complaints,
  };
  Object.entries(wires).forEach(([name, act]) => model.on(name, act));
  build();
  count();
  complaints();
  return () => {
    clearTimeout(waiting);
    Object.entries(wires).forEach(([name, act]) => model.off(name, act));
  };
}

export default { render };
