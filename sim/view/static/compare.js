// What the run is compared with: a choice, and for one change what is changed to what.

function render({ model, el }) {
  el.classList.add("sim-chooser-bar");
  const lead = node("label", "sim-compare-lead", "Compare this run with ");
  const choice = node("select", "sim-select");
  choice.dataset.choice = "second";
  lead.append(choice);
  const path = node("select", "sim-select");
  path.setAttribute("aria-label", "What is changed");
  path.dataset.choice = "path";
  const value = node("input", "sim-compare-value");
  value.setAttribute("aria-label", "New value");
  const range = node("span", "sim-compare-range");
  const go = node("button", "sim-go", "Compute");
  go.type = "button";
  const told = node("span", "sim-compare-told");
  told.setAttribute("aria-live", "polite");
  const problem = node("span", "sim-compare-problem");
  problem.setAttribute("role", "alert");
  const change = node("span", "sim-compare-change", null, path, value, range, go);
  el.append(lead, change, told, problem);
  const fields = new Map();
  let number = 0; // so that the same wish twice is two wishes

  function option(value, text) {
    const found = node("option", "", text);
    found.value = value;
    return found;
  }

  function offer() {
    const kept = choice.value;
    const offered = parsed(model, "choices");
    choice.replaceChildren(option("", "…"), ...offered.map(([key, label]) => option(key, label)));
    choice.value = offered.some(([key]) => key === kept) ? kept : "";
    show();
  }

  function fill() {
    fields.clear();
    path.replaceChildren(...parsed(model, "groups").map(([section, name, each]) => {
      const group = node("optgroup");
      group.label = `${section}: ${name}`;
      group.append(...each.map(([at, label, kind, now, about]) => {
        fields.set(at, { kind, now, about });
        return option(at, `${name}: ${label.toLowerCase()}`);
      }));
      return group;
    }));
    pick();
  }

  function pick() {
    const field = fields.get(path.value);
    if (!field) return;
    value.hidden = field.kind === "switch";
    value.value = field.now;
    range.textContent = field.kind === "switch" ? "is switched" : field.about;
  }

  function show() {
    change.hidden = choice.value !== "change";
    told.textContent = model.get("told") ? `Now: ${model.get("told")}` : "";
    problem.textContent = model.get("problem");
  }

  function ask() {
    number += 1;
    model.set("asked", { key: choice.value, path: path.value, value: value.value, number });
    model.save_changes();
  }

  choice.addEventListener("change", () => {
    show();
    if (choice.value && choice.value !== "change") ask();
  });
  path.addEventListener("change", pick);
  go.addEventListener("click", ask);
  value.addEventListener("keydown", (event) => { if (event.key === "Enter") ask(); });
  const wires = { "change:choices": offer, "change:groups": fill, "change:told": show, "change:problem": show };
  Object.entries(wires).forEach(([name, act]) => model.on(name, act));
  fill();
  offer();
  return () => Object.entries(wires).forEach(([name, act]) => model.off(name, act));
}

export default { render };
