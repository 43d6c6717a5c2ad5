// The head of a batch: how far it is, and which groups of runs are shown.

function render({ model, el }) {
  el.classList.add("sim-batch-head");
  const title = node("h2");
  const told = node("p");
  const progress = node("progress");
  const reading = node("span", "sim-batch-reading");
  reading.setAttribute("aria-live", "polite");
  const again = node("button", "sim-small", "Look again");
  again.type = "button";
  again.addEventListener("click", () => {
    model.set("again", model.get("again") + 1);
    model.save_changes();
  });
  const legend = node("div", "sim-batch-legend");
  legend.setAttribute("role", "group");
  legend.setAttribute("aria-label", "Alternatives: press one to hide or show it");
  el.append(title, node("div", "sim-batch-told", null, told, progress, reading, again), legend);

  function sample(look) {
    const canvas = node("canvas");
    canvas.width = 60;
    canvas.height = 12;
    const pen = canvas.getContext("2d");
    pen.strokeStyle = dark(el) ? look.dark : look.ink;
    pen.lineWidth = 4;
    pen.setLineDash((look.dash || []).map((length) => length * 2));
    pen.moveTo(0, 6);
    pen.lineTo(60, 6);
    if (look.ink) pen.stroke();
    return canvas;
  }

  function draw() {
    title.textContent = model.get("title");
    told.textContent = model.get("told");
    const [read, all] = model.get("progress");
    progress.hidden = all === undefined;
    reading.textContent = all === undefined ? "" : `Reading them: ${read.toLocaleString("en-GB")} of ${all.toLocaleString("en-GB")}`;
    if (all !== undefined) Object.assign(progress, { max: all, value: read });
    again.hidden = !model.get("unfinished");
    again.disabled = all !== undefined;
    const shown = model.get("shown"), full = shown.length >= model.get("most");
    const groups = parsed(model, "groups");
    legend.replaceChildren(...groups.map((look) => {
      const on = shown.includes(look.name);
      const text = node("span", "", null, node("b", "", look.label));
      if (look.title && look.title !== look.name) text.append(node("small", "", look.title));
      const chip = node("button", on ? "sim-batch-group" : "sim-batch-group sim-off", null, sample(look), text);
      chip.type = "button";
      chip.setAttribute("aria-pressed", String(on));
      chip.disabled = on ? shown.length === 1 : full;
      if (!on && full) chip.title = `At most ${model.get("most")} at the same time: hide another one first.`;
      chip.addEventListener("click", () => {
        model.set("shown", on ? shown.filter((name) => name !== look.name) : [...shown, look.name]);
        model.save_changes();
      });
      return chip;
    }));
  }

  const redraw = onceAFrame(draw);
  const names = ["title", "told", "progress", "groups", "shown", "unfinished"].map((name) => `change:${name}`);
  names.forEach((name) => model.on(name, redraw));
  const unwatch = onTheme(redraw);
  redraw();
  return () => {
    unwatch();
    names.forEach((name) => model.off(name, redraw));
  };
}

export default { render };
