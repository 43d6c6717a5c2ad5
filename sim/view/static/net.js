// The net of wars, partners and suspicions: actors on a ring, what links them across it.

const SVG = "http://www.w3.org/2000/svg";

function drawn(tag, attributes, ...children) {
  const el = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) el.setAttribute(name, String(value));
  el.append(...children);
  return el;
}

/** Fills `frame` with the net of a week; `choose` is called with the two rows of a line. */
function drawNet(el, frame, cast, looks, held, choose) {
  const width = frame.clientWidth, height = frame.clientHeight;
  const { rows } = held;
  if (width < 40 || height < 40) return;
  const isDark = dark(el), fill = (row) => (isDark ? cast[row].fill_dark : cast[row].fill);
  const [stance, belief, deal] = ["stance", "belief", "deal"].map((name) => bytes(held[name]));
  const since = new Int32Array(bytes(held.since).slice().buffer);
  const look = [width, height, isDark, rows, stance, since.map(Math.sign), belief.map((each) => each > 127), deal].join(";");
  if (frame.dataset.look === look) return;
  frame.dataset.look = look;
  const room = Math.min(170, width * 0.27), n = rows.length;
  const [x0, y0, rx, ry] = [width / 2, height / 2, width / 2 - room, height / 2 - 24];
  const at = rows.map((_, i) => {
    const angle = 2 * Math.PI * (i + 0.5) / n - Math.PI / 2;
    return [x0 + rx * Math.cos(angle), y0 + ry * Math.sin(angle)];
  });
  const lines = drawn("g", { fill: "none", "stroke-linecap": "round" });
  const arrows = drawn("g", { fill: "none" });

  /** A line between two that leans towards the middle; `turn` sets directions apart. */
  function path(i, j, pull, turn) {
    const [[x1, y1], [x2, y2]] = [at[i], at[j]];
    const [mx, my] = [(x1 + x2) / 2, (y1 + y2) / 2];
    const [dx, dy] = [y1 - y2, x2 - x1];
    return `M${x1} ${y1} Q${mx + (x0 - mx) * pull + dx * turn} ${my + (y0 - my) * pull + dy * turn} ${x2} ${y2}`;
  }

  function add(group, i, j, d, attributes) {
    const line = drawn("path", { d, ...attributes, "data-ends": `${rows[i]} ${rows[j]}` });
    const grip = drawn("path", { d, stroke: "transparent", "stroke-width": 12, "data-ends": `${rows[i]} ${rows[j]}` });
    grip.style.cursor = "pointer";
    grip.addEventListener("click", () => choose(rows[i], rows[j]));
    group.append(line, grip);
  }

  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) {
    const code = stance[i * n + j];
    if (code === 1 || code === 2) continue;
    const young = since[i * n + j] > 0, look = looks[code];
    add(lines, i, j, path(i, j, 0.3, 0), {
      stroke: isDark ? look.fill_dark : look.fill, "stroke-width": young ? 3.5 : 1.3, opacity: young ? 1 : 0.45,
      ...(code === 3 ? { "stroke-dasharray": "2 6" } : {}),
    });
  }
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) {
    if (i === j || belief[i * n + j] < 127.5) continue;
    const right = deal[i * n + j] === 1;
    add(arrows, i, j, path(i, j, 0.3, 0.16), {
      stroke: token(el, "belief"), "stroke-width": 2.2, "marker-end": "url(#sim-arrow)",
      ...(right ? {} : { "stroke-dasharray": "7 5" }),
    });
  }
  const nodes = rows.map((row, i) => {
    const [x, y] = at[i], right = x >= x0;
    const label = drawn("text", {
      x: x + (right ? 14 : -14), y: y + 4, "text-anchor": right ? "start" : "end", "font-size": 12, fill: token(el, "ink"),
      stroke: token(el, "card"), "stroke-width": 3, "paint-order": "stroke",
    });
    label.textContent = cast[row].label.length > 24 ? `${cast[row].label.slice(0, 15)}…${cast[row].label.slice(-8)}` : cast[row].label;
    const found = drawn("g", { "data-row": row }, drawn("circle", { cx: x, cy: y, r: 8, fill: fill(row), stroke: token(el, "card"), "stroke-width": 2 }), label);
    found.addEventListener("pointerenter", () => light(row));
    found.addEventListener("pointerleave", () => light(null));
    return found;
  });
  function light(row) {
    for (const line of svg.querySelectorAll("path[data-ends]")) {
      const ends = line.getAttribute("data-ends").split(" ").map(Number);
      line.style.opacity = row === null ? "" : ends.includes(row) ? "1" : "0.05";
    }
  }
  const tip = drawn("marker", { id: "sim-arrow", viewBox: "0 0 10 10", refX: 15, refY: 5, markerWidth: 6, markerHeight: 6, orient: "auto" },
    drawn("path", { d: "M0 0 L10 5 L0 10 z", fill: token(el, "belief") }));
  const svg = drawn("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": "The net of wars, partners and suspicions; the lists above tell the same in words" }, drawn("defs", {}, tip), lines, arrows, ...nodes);
  frame.replaceChildren(svg);
}
