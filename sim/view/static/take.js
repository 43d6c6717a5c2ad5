// Taking away: buttons for files that Python makes and the browser saves.

function render({ model, el }) {
  const said = node("p", "sim-soft");
  said.setAttribute("aria-live", "polite");
  const from = week("First week of the moving map"), to = week("Last week of the moving map");
  from.value = "0";
  let touched = false; // whether the reader chose the last week; else it is the newest
  to.addEventListener("input", () => { touched = true; });
  const many = node("span", "sim-soft");
  const yaml = button("Scenario as run (YAML)", () => ask({ what: "yaml" }));
  const tables = button("Tables so far (CSV)", () => ask({ what: "zip" }));
  const gif = button("Map (GIF)", () => ask({ what: "gif", from: Number(from.value) || 0, to: Number(to.value) || 0 }));
  el.classList.add("sim-take");
  el.append(
    node("h2", "", "Take away"),
    node("div", "sim-take-row", null, yaml, node("span", "sim-soft", "with what was set and done; sim run makes the same run of it")),
    node("div", "sim-take-row", null, tables, node("span", "sim-soft", "as sim run writes them, in a zip file")),
    node("div", "sim-take-row", null, gif, node("span", "sim-take-weeks", null, "weeks ", from, " to ", to), many),
    node("p", "sim-soft", "Pictures: press ⤓ on the map or the series."),
    said,
  );

  function week(label) {
    const made = node("input", "sim-entry");
    made.type = "number";
    made.min = "0";
    made.setAttribute("aria-label", label);
    made.addEventListener("input", count);
    return made;
  }
  function button(words, act) {
    const made = node("button", "sim-plain", words);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  }
  function ask(wanted) {
    model.set("asked", { ...wanted, at: Date.now() });
    model.save_changes();
  }

  function count() {
    const last = model.get("last");
    const weeks = Math.abs((Number(to.value) || 0) - (Number(from.value) || 0)) + 1;
    const step = Math.ceil(weeks / model.get("most"));
    many.textContent = step > 1 ? `one of every ${step} weeks` : "";
    tables.disabled = last < 1 || !!model.get("busy");
    gif.disabled = yaml.disabled = !!model.get("busy");
  }
  function grow() {
    to.max = from.max = String(model.get("last"));
    if (!touched) to.value = String(model.get("last"));
    count();
  }
  function tell() {
    said.textContent = model.get("busy");
    count();
  }
  function keep() {
    const content = bytes(model.get("file"));
    if (!content.length) return;
    save(model.get("name"), new Blob([content]));
    model.set("got", model.get("got") + 1);
    model.save_changes();
  }

  const wires = { "change:last": grow, "change:busy": tell, "change:file": keep };
  Object.entries(wires).forEach(([name, act]) => model.on(name, act));
  grow();
  tell();
  return () => Object.entries(wires).forEach(([name, act]) => model.off(name, act));
}

export default { render };
