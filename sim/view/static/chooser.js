// Choice of an actor and of a month.

function render({ model, el }) {
  el.classList.add("sim-chooser");
  const select = node("select", "sim-select");
  select.setAttribute("aria-label", "Whose control");
  const slider = node("input");
  slider.type = "range";
  slider.min = "0";
  slider.setAttribute("aria-label", "Month");
  const date = node("output");
  el.append(select, slider, date);

  function offer() {
    select.replaceChildren(...parsed(model, "actors").map(([name, label]) => {
      const option = node("option", "", label);
      option.value = name;
      return option;
    }));
    const months = parsed(model, "months");
    slider.max = String(months.length - 1);
    show();
  }

  function show() {
    select.value = model.get("actor");
    slider.value = String(model.get("month"));
    date.textContent = parsed(model, "months")[model.get("month")] || "";
    slider.setAttribute("aria-valuetext", date.textContent);
  }

  function tell(name, value) {
    model.set(name, value);
    model.save_changes();
    show();
  }

  select.addEventListener("change", () => tell("actor", select.value));
  slider.addEventListener("input", () => tell("month", Number(slider.value)));
  const wires = { "change:actors": offer, "change:months": offer, "change:actor": show, "change:month": show };
  Object.entries(wires).forEach(([name, act]) => model.on(name, act));
  offer();
  return () => Object.entries(wires).forEach(([name, act]) => model.off(name, act));
}

export default { render };
