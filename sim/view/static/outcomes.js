// Outcomes: every run a dot, median and bands by group of runs; below, the changes in pairs of runs.

const SVG = "http://www.w3.org/2000/svg";
const WIDE = 300, HIGH = 30, EDGE = 8; // units of the drawing

function render({ model, el }) {
  el.classList.add("sim-outcomes");

  function shape(kind, attributes) {
    const found = document.createElementNS(SVG, kind);
    for (const [name, value] of Object.entries(attributes)) found.setAttribute(name, value);
    return found;
  }

  function drawing(label, ...shapes) {
    const svg = shape("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, role: "img", "aria-label": label, preserveAspectRatio: "none" });
    svg.append(...shapes);
    return svg;
  }

  function line(x, x2, y, attributes) {
    return shape("line", { x1: x, x2, y1: y, y2: y, "vector-effect": "non-scaling-stroke", ...attributes });
  }

  function number(value, unit, sign) {
    if (value === null || value === undefined) return "–";
    const mark = sign && value > 0 ? "+" : value < 0 ? "−" : "";
    const size = Math.abs(value);
    if (unit === "share") return `${mark}${(size * 100).toFixed(1)} %`;
    return mark + (size >= 1000 ? Math.round(size).toLocaleString("en-GB") : String(Number(size.toPrecision(3))));
  }

  /** Where a value stands between the least and the greatest. */
  function scale(values) {
    const low = Math.min(...values), high = Math.max(...values);
    return (value) => EDGE + (high > low ? (value - low) / (high - low) : 0.5) * (WIDE - 2 * EDGE);
  }

  function spread(group, look, unit, x) {
    const name = node("span", "sim-outcome-group", look.label);
    const ink = dark(el) ? look.dark : look.ink;
    name.style.setProperty("--ink", ink);
    if (!group.dots) return [name, node("span", "sim-outcome-none", group.runs ? `never in ${group.runs} runs` : "no run yet"), node("span")];
    const [low, low50, middle, high50, high] = group.quantiles;
    const dots = group.dots.map((value, i) => shape("ellipse", { cx: x(value), cy: 22 + 5 * ((i * 0.618034) % 1 - 0.5), rx: 2.3, ry: 2.3, fill: ink, opacity: 0.65 }));
    const told = `${look.label}: median ${number(middle, unit)}, half of the runs ${number(low50, unit)} to ${number(high50, unit)}, 90 % ${number(low, unit)} to ${number(high, unit)}`;
    const svg = drawing(told, ...dots, line(x(low), x(high), 10, { stroke: ink, "stroke-width": 1.2 }), line(x(low50), x(high50), 10, { stroke: ink, "stroke-width": 4.5 }), shape("rect", { x: x(middle) - 1.5, y: 3, width: 3, height: 14, fill: ink, stroke: token(el, "card"), "stroke-width": 1 }));
    svg.append(Object.assign(shape("title", {}), { textContent: told }));
    const never = group.never ? `, never in ${group.never} of ${group.runs}` : "";
    return [name, svg, node("span", "sim-outcome-value", number(middle, unit) + never)];
  }

  function change({ label, change, low, high, pairs }, unit) {
    const told = `${number(change, unit, true)}${low === null ? "" : ` (${number(low, unit, true)} to ${number(high, unit, true)})`}, ${pairs} ${pairs === 1 ? "pair" : "pairs"}`;
    if (change === null) return [node("span", "sim-outcome-label", label), node("span", "sim-outcome-none", "no pair has it"), node("span")];
    const least = low ?? change, most = high ?? change;
    const x = scale([0, least, most, change]);
    const clear = low !== null && (low > 0 || high < 0);
    const ink = token(el, "ink");
    const svg = drawing(`${label}: ${told}`, shape("line", { x1: x(0), x2: x(0), y1: 2, y2: 28, stroke: token(el, "faint"), "stroke-dasharray": "3 2", "vector-effect": "non-scaling-stroke" }),
      line(x(least), x(most), 15, { stroke: ink, "stroke-width": 1.6 }),
      shape("ellipse", { cx: x(change), cy: 15, rx: 4, ry: 5, fill: clear ? ink : token(el, "card"), stroke: ink, "stroke-width": 1.4, "vector-effect": "non-scaling-stroke" }));
    return [node("span", "sim-outcome-label", label), svg, node("span", "sim-outcome-value", told)];
  }

  function draw() {
    if (!el.isConnected) return;
    const looks = parsed(model, "groups");
    el.replaceChildren(...parsed(model, "cards").map(({ name, unit, groups, changes }) => {
      const values = groups.flatMap((group) => group.dots || []);
      const x = scale(values.length ? values : [0]);
      const plain = unit && unit !== "share" ? `, ${unit}` : unit === "share" ? ", share of all" : "";
      const card = node("section", "sim-outcome", null, node("h3", "", null, node("strong", "", name), plain),
        node("div", "sim-outcome-rows", null, ...groups.flatMap((group, i) => spread(group, looks[i], unit, x))));
      if (changes.length) card.append(node("div", "sim-outcome-rows sim-outcome-changes", null, ...changes.flatMap((each) => change(each, unit))));
      card.dataset.outcome = name;
      return card;
    }));
  }

  const redraw = onceAFrame(draw);
  model.on("change:cards", redraw);
  model.on("change:groups", redraw);
  const unwatch = onTheme(redraw);
  redraw();
  return () => {
    unwatch();
    model.off("change:cards", redraw);
    model.off("change:groups", redraw);
  };
}

export default { render };
