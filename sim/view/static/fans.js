// Fan charts: a small chart for each actor, with a median and two bands for each group of runs.

const MEDIAN = 2, BANDS = [[0, 4, 0.16], [1, 3, 0.28]]; // quantiles: 5, 25, 50, 75, 95 %

function render({ model, el }) {
  el.classList.add("sim-fans");
  let hover = null;
  let pens = [];
  let values = new Float32Array(0);

  function line(group, actor, quantile) {
    const weeks = model.get("weeks"), actors = pens.length;
    const from = ((group * actors + actor) * 5 + quantile) * weeks;
    return values.subarray(from, from + weeks);
  }

  function build() {
    pens = parsed(model, "actors").map((member) => {
      const canvas = node("canvas", "sim-fan-canvas");
      canvas.setAttribute("role", "img");
      const sign = node("i");
      const readout = node("div", "sim-fan-readout");
      const figure = node("figure", "sim-fan", null, node("div", "sim-fan-title", null, sign, node("strong", "", member.label)), canvas, readout);
      figure.dataset.actor = member.name;
      canvas.addEventListener("pointermove", (event) => { hover = weekAt(canvas, event.offsetX); redraw(); });
      canvas.addEventListener("pointerleave", () => { hover = null; redraw(); });
      canvas.addEventListener("click", (event) => {
        model.set("asked", weekAt(canvas, event.offsetX));
        model.save_changes();
      });
      return { member, canvas, sign, readout, figure };
    });
    el.replaceChildren(...pens.map((pen) => pen.figure));
    fill();
  }

  function fill() {
    values = floats(model.get("bands"));
    redraw();
  }

  function weekAt(canvas, x) {
    const last = model.get("weeks") - 1;
    return Math.max(0, Math.min(last, weekAcross(canvas, x, last)));
  }

  const redraw = onceAFrame(() => {
    if (!el.isConnected) return;
    const groups = parsed(model, "groups");
    pens.forEach((pen, actor) => paint(pen, actor, groups));
  });

  function paint({ member, canvas, sign, readout }, actor, groups) {
    const [context, width, height] = fitted(canvas);
    if (!width || values.length < groups.length * pens.length * 5 * model.get("weeks")) return;
    sign.style.background = dark(el) ? member.fill_dark : member.fill;
    let high = 0.02;
    groups.forEach((_, group) => line(group, actor, 4).forEach((value) => { if (value > high) high = value; }));
    const last = model.get("weeks") - 1;
    const [across, up] = axes(el, context, { width, height, low: 0, high, format: high < 0.045 ? "fine" : "share", start: model.get("start"), total: last });
    groups.forEach((look, group) => band(context, look, (quantile) => line(group, actor, quantile), across, up));
    groups.forEach((look, group) => median(context, look, line(group, actor, MEDIAN), across, up));
    const week = hover ?? last;
    context.strokeStyle = token(el, "ink");
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(across(week), TOP - 4);
    context.lineTo(across(week), height - BOTTOM);
    context.stroke();
    read(member, canvas, readout, groups, (group, quantile) => line(group, actor, quantile)[week], week);
  }

  function band(context, look, at, across, up) {
    context.fillStyle = dark(el) ? look.dark : look.ink;
    for (const [low, high, alpha] of BANDS) {
      context.globalAlpha = alpha;
      context.beginPath();
      at(high).forEach((value, week) => { if (!Number.isNaN(value)) context.lineTo(across(week), up(value)); });
      const below = at(low);
      for (let week = below.length - 1; week >= 0; week--) if (!Number.isNaN(below[week])) context.lineTo(across(week), up(below[week]));
      context.fill();
    }
    context.globalAlpha = 1;
  }

  function median(context, look, values, across, up) {
    context.strokeStyle = dark(el) ? look.dark : look.ink;
    context.lineWidth = 1.8;
    context.setLineDash(look.dash);
    context.beginPath();
    values.forEach((value, week) => { if (!Number.isNaN(value)) context.lineTo(across(week), up(value)); });
    context.stroke();
    context.setLineDash([]);
  }

  function read(member, canvas, readout, groups, at, week) {
    const exact = (value) => written(value, "fine");
    const told = groups.map((look, group) => [look, at(group, MEDIAN), at(group, 0), at(group, 4)]);
    readout.replaceChildren(...told.filter(([, middle]) => !Number.isNaN(middle)).map(([look, middle, low, high]) => {
      const dot = node("i");
      dot.style.background = dark(el) ? look.dark : look.ink;
      return node("span", "", null, dot, `${exact(middle)} (${exact(low)} to ${exact(high)})`);
    }));
    canvas.setAttribute("aria-label", `${member.label}, share of the study area, ${dateText(dateOf(model.get("start"), week))}: ${told.map(([look, middle, low, high]) => `${look.label} median ${exact(middle)}, 90 % of runs ${exact(low)} to ${exact(high)}`).join("; ")}`);
  }

  const wires = { "change:actors": build, "change:bands": fill, "change:groups": redraw, "change:weeks": redraw };
  Object.entries(wires).forEach(([name, act]) => model.on(name, act));
  const resize = new ResizeObserver(redraw);
  resize.observe(el);
  const unwatch = onTheme(redraw);
  build();
  return () => {
    resize.disconnect();
    unwatch();
    Object.entries(wires).forEach(([name, act]) => model.off(name, act));
  };
}

export default { render };
