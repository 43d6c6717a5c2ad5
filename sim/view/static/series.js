// Lines over time: one small chart each, a cursor through all of them, the run before dashed.

function render({ model, el }) {
  let rows = new Map(); // key -> values by week
  let known = 0; // weeks known without a gap
  let before = new Map();
  let pens = []; // {chart, canvas, readout}
  let hover = null;
  const ghostly = node("div", "sim-ghostly");
  const redraw = onceAFrame(draw);
  el.classList.add("sim-series");

  function take(points, into) {
    if (!points || !points.keys) return 0;
    const values = floats(points.values);
    const weeks = values.length / Math.max(points.keys.length, 1);
    points.keys.forEach((key, column) => {
      if (!into.has(key)) into.set(key, []);
      const line = into.get(key);
      for (let i = 0; i < weeks; i++) line[points.from + i] = values[i * points.keys.length + column];
    });
    return points.from + weeks;
  }

  function grow() {
    const points = model.get("points");
    if (points.from > known) {
      if (model.get("lacking") !== known) {
        model.set("lacking", known);
        model.save_changes();
      }
      return;
    }
    known = Math.max(known, take(points, rows));
    if (model.get("lacking") >= 0) {
      model.set("lacking", -1);
      model.save_changes();
    }
    redraw();
  }

  function haunt() {
    before = new Map();
    take(model.get("ghost"), before);
    ghostly.hidden = !before.size;
    ghostly.textContent = model.get("ghost_told");
    redraw();
  }

  function build() {
    pens = [];
    el.replaceChildren();
    heading();
    el.append(ghostly);
    for (const chart of parsed(model, "charts")) {
      if (!chart.lines.length) continue;
      const canvas = node("canvas", "sim-chart-canvas");
      canvas.setAttribute("role", "img");
      const readout = node("div", "sim-chart-readout");
      const title = node("div", "sim-chart-title", null, node("strong", "", chart.title), node("span", "", chart.note));
      if (chart.name === "loyalty") title.append(peoples());
      const figure = node("figure", "sim-chart", null, title, canvas, readout);
      figure.dataset.chart = chart.name;
      figure.classList.add(`sim-chart-${chart.form}`);
      canvas.addEventListener("pointermove", (event) => { hover = weekAt(canvas, event.offsetX); redraw(); });
      canvas.addEventListener("pointerleave", () => { hover = null; redraw(); });
      canvas.addEventListener("click", (event) => {
        model.set("asked", weekAt(canvas, event.offsetX));
        model.save_changes();
      });
      el.append(figure);
      pens.push({ chart, canvas, readout });
    }
    redraw();
  }

  function heading() {
    const picture = pictureButton(keep);
    picture.hidden = !model.get("picture");
    if (!model.get("heading")) {
      el.append(picture);
      return;
    }
    const back = node("button", "sim-back", `← ${model.get("way_back")}`);
    back.type = "button";
    back.addEventListener("click", () => {
      model.set("back", model.get("back") + 1);
      model.save_changes();
    });
    el.append(node("div", "sim-series-head", null, node("strong", "", model.get("heading")), picture, back));
  }

  /** Saves all charts as one picture. */
  function keep() {
    const { name, title, about } = parsed(model, "picture");
    const place = model.get("heading");
    const parts = pens.map((pen) => ({
      canvas: pen.canvas, draw: () => paint(pen), heading: pen.chart.title, note: pen.chart.note, entries: entries(pen.chart),
    }));
    parts.at(-1).entries.push(...actors());
    const ghosts = before.size ? ". Dashed: the run before" : "";
    savePicture(el, { name, title, about: `${place ? `${place}, ` : ""}up to ${about}${ghosts}`, parts });
  }
  function entries(chart) {
    if (chart.form === "strip") return stripped(chart);
    return chart.lines.filter((line) => shown(line) && !line.actor).map(entry);
  }
  function entry({ ink, ink_dark, label }) {
    return { ink: dark(el) ? ink_dark : ink, words: label };
  }
  function stripped({ states }) {
    const all = states.length ? states.map(([label, ink, ink_dark]) => ({ label, ink, ink_dark })) : parsed(model, "cast").map(({ label, fill, fill_dark }) => ({ label, ink: fill, ink_dark: fill_dark }));
    return [...new Set(rows.get("held") || [])].filter((place) => all[place]).map((place) => entry(all[place]));
  }

  /** Every actor that some chart has a line of, once. */
  function actors() {
    const found = new Map();
    for (const { chart } of pens) {
      for (const line of chart.lines) {
        const there = line.actor && shown(line) && (rows.get(line.key) || []).some((value) => !Number.isNaN(value));
        if (there && !found.has(line.actor)) found.set(line.actor, entry(line));
      }
    }
    return [...found.values()];
  }

  function peoples() {
    const select = node("select", "sim-select");
    select.setAttribute("aria-label", "Whose loyalty");
    for (const [value, text] of parsed(model, "group_options")) {
      const option = node("option", "", text);
      option.value = String(value);
      select.append(option);
    }
    select.value = String(model.get("group"));
    select.addEventListener("change", () => {
      model.set("group", Number(select.value));
      model.save_changes();
    });
    return select;
  }

  function weekAt(canvas, x) {
    return Math.max(0, Math.min(known - 1, weekAcross(canvas, x, model.get("total"))));
  }

  function shown(line) {
    return !line.actor || !model.get("hidden").includes(line.actor);
  }

  function bounds(chart) {
    let low = 0, high = chart.format === "share" ? 0.05 : chart.format === "signed" ? 0.1 : 1;
    for (const source of [rows, before]) {
      if (chart.form === "bars") {
        const lines = chart.lines.filter(shown).map((line) => source.get(line.key) || []);
        const weeks = Math.max(0, ...lines.map((line) => line.length));
        for (let week = 0; week < weeks; week++) {
          let above = 0, below = 0;
          for (const line of lines) {
            if (line[week] > 0) above += line[week];
            else below += line[week] || 0;
          }
          if (above > high) high = above;
          if (below < low) low = below;
        }
        continue;
      }
      for (const line of chart.lines) {
        if (!shown(line)) continue;
        for (const value of source.get(line.key) || []) {
          if (value > high) high = value;
          if (value < low) low = value;
        }
      }
    }
    return [low, high];
  }

  function draw() {
    if (!el.isConnected) return;
    for (const pen of pens) paint(pen);
  }

  function paint({ chart, canvas, readout }) {
    const [context, width, height] = fitted(canvas);
    if (!width) return;
    if (chart.form === "strip") return strip({ chart, canvas, readout }, context, width, height);
    const [low, high] = bounds(chart);
    const [across, up] = axes(el, context, { width, height, low, high, format: chart.format, start: model.get("start"), total: model.get("total") });
    if (chart.form === "bars") bars(context, chart, across, up, height);
    else {
      context.globalAlpha = 0.55;
      lines(context, chart, before, across, up, [4, 3]);
      context.globalAlpha = 1;
      lines(context, chart, rows, across, up, []);
    }
    const week = hover ?? model.get("week");
    context.strokeStyle = token(el, "ink");
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(across(week), TOP - 4);
    context.lineTo(across(week), height - BOTTOM);
    context.stroke();
    read(chart, readout, canvas, week);
  }

  /** Who held the cell, or another state of things: a band coloured week by week. */
  function strip({ chart, canvas, readout }, context, width, height) {
    const states = chart.states.length ? chart.states.map(([label, fill, fill_dark]) => ({ label, fill, fill_dark })) : parsed(model, "cast");
    const total = Math.max(model.get("total"), 1);
    const across = (week) => LEFT + week / total * (width - LEFT - RIGHT);
    const [held, contested] = [0, 1].map((i) => (chart.lines[i] && rows.get(chart.lines[i].key)) || []);
    for (let week = 0; week < known; week++) {
      const state = states[held[week]];
      if (!state && chart.states.length) continue;
      context.fillStyle = state ? (dark(el) ? state.fill_dark : state.fill) : token(el, "line");
      const x = Math.max(across(0), across(week - 0.5)), wide = across(week + 0.5) - x + 0.5;
      context.fillRect(x, 4, wide, height - 8);
      if (!contested[week]) continue;
      context.fillStyle = token(el, "card");
      for (let y = 5; y < height - 6; y += 4) context.fillRect(x, y, wide, 1.5);
    }
    const week = hover ?? model.get("week");
    context.fillStyle = token(el, "ink");
    context.fillRect(across(week) - 0.5, 0, 1.5, height);
    const name = states[held[week]] ? states[held[week]].label : chart.states.length ? "not both there" : "nobody";
    const text = contested[week] ? `${name}, contested` : name;
    readout.replaceChildren(node("span", "", text));
    canvas.setAttribute("aria-label", `${chart.title} ${text}`);
  }

  function lines(context, chart, source, across, up, dash) {
    context.setLineDash(dash);
    for (const line of chart.lines) {
      if (shown(line) && source.has(line.key)) trace(context, source.get(line.key), across, up, dark(el) ? line.ink_dark : line.ink);
    }
    context.setLineDash([]);
  }

  function trace(context, values, across, up, colour) {
    context.lineWidth = 1.7;
    context.lineJoin = "round";
    context.strokeStyle = colour;
    context.beginPath();
    let down = false;
    if (values.length === 1) context.arc(across(0), up(values[0]), 1.5, 0, 2 * Math.PI);
    else values.forEach((value, week) => {
      if (Number.isNaN(value)) down = false;
      else if (down) context.lineTo(across(week), up(value));
      else {
        context.moveTo(across(week), up(value));
        down = true;
      }
    });
    context.stroke();
  }

  function bars(context, chart, across, up, height) {
    const wide = Math.max(1, across(1) - across(0));
    const sums = [];
    for (let week = 0; week < known; week++) {
      let above = 0, below = 0, there = false;
      for (const line of chart.lines) {
        const value = (rows.get(line.key) || [])[week];
        there = there || !Number.isNaN(value);
        if (!value) continue;
        context.fillStyle = dark(el) ? line.ink_dark : line.ink;
        const from = value > 0 ? above : below;
        const [top, foot] = [up(Math.max(from, from + value)), up(Math.min(from, from + value))];
        context.fillRect(across(week) - wide / 2, top, wide * 0.92, foot - top);
        if (value > 0) above += value;
        else below += value;
      }
      sums[week] = there ? above + below : NaN;
    }
    if (chart.format === "signed") trace(context, sums, across, up, token(el, "ink"));
    if (!before.size) return;
    context.strokeStyle = token(el, "soft");
    context.setLineDash([4, 3]);
    context.beginPath();
    const all = chart.lines.map((line) => before.get(line.key) || []);
    for (let week = 0; week < all[0].length; week++) {
      const sum = all.reduce((total, line) => total + (line[week] || 0), 0);
      if (week) context.lineTo(across(week), up(sum));
      else context.moveTo(across(week), up(sum));
    }
    context.stroke();
    context.setLineDash([]);
  }

  const MOST = 6;
  function read(chart, readout, canvas, week) {
    const told = chart.lines
      .filter(shown)
      .map((line) => [line, (rows.get(line.key) || [])[week]])
      .filter(([, value]) => value !== undefined && !Number.isNaN(value))
      .filter(([, value]) => chart.form !== "bars" || chart.format !== "signed" || Math.abs(value) >= 0.05);
    if (chart.form !== "bars" || chart.format === "signed") told.sort((a, b) => Math.abs(b[1]) - Math.abs(a[1]));
    const parts = told.slice(0, MOST).map(([line, value]) => {
      const sign = node("i");
      sign.style.background = dark(el) ? line.ink_dark : line.ink;
      return node("span", "", null, sign, document.createTextNode(`${line.label} ${written(value, chart.format)}`));
    });
    if (told.length > MOST) parts.push(node("span", "sim-more", `and ${told.length - MOST} more`));
    readout.replaceChildren(...parts);
    canvas.setAttribute(
      "aria-label",
      `${chart.title}, ${chart.note}, ${dateText(dateOf(model.get("start"), week))}: ${told.map(([line, value]) => `${line.label} ${written(value, chart.format)}`).join(", ")}`,
    );
  }

  const wires = { "change:points": grow, "change:ghost": haunt, "change:ghost_told": haunt, "change:charts": build, "change:week": redraw, "change:hidden": redraw, "change:total": redraw };
  Object.entries(wires).forEach(([name, act]) => model.on(name, act));
  const resize = new ResizeObserver(redraw);
  resize.observe(el);
  const unwatch = onTheme(redraw);
  build();
  haunt();
  grow();
  return () => {
    resize.disconnect();
    unwatch();
    Object.entries(wires).forEach(([name, act]) => model.off(name, act));
  };
}

export default { render };
