// The map of a week: cells, bands and events on the land; facts of a cell, legend, modes.

const NOBODY = 255;
const VIOLENCE = { 1: "#1F4E79", 2: "#E3A02C", 3: "#A3262A" };
const VIOLENCE_DARK = { 1: "#8DBBE3", 2: "#F0BE62", 3: "#F0807C" };

function render({ model, el }) {
  const scene = parsed(model, "scene");
  const view = { k: 1, x: 0, y: 0 };
  const ground = groundOf(el, scene, view);
  const { place, box } = ground;
  let pointer = null; // cell under the pointer or reached by keys

  const canvas = node("canvas", "sim-map-canvas");
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "application");
  const spoken = node("div", "sim-unseen");
  spoken.setAttribute("aria-live", "polite");
  const card = node("div", "sim-map-facts");
  const tools = node("div", "sim-map-zoom");
  const frame = node("div", "sim-map-frame", null, canvas, tools, card, spoken);
  const legend = node("div", "sim-legend");
  legend.setAttribute("role", "group");
  legend.setAttribute("aria-label", "Actors: press one to hide or show it");
  const scale = node("div", "sim-scale");
  const bar = node("div", "sim-map-bar");
  el.classList.add("sim-map");
  el.append(bar, frame, scale, legend);

  const redraw = onceAFrame(draw);

  // ---- colours --------------------------------------------------------------------------
  let cast = [];
  function colour(actor) {
    const member = cast[actor];
    return member ? (dark(el) ? member.fill_dark : member.fill) : token(el, "ground");
  }
  function shown(actor) {
    return actor !== NOBODY && cast[actor] && !model.get("hidden").includes(cast[actor].name);
  }
  const patterns = new Map();
  function stripes(context, ink) {
    if (!patterns.has(ink)) {
      const tile = document.createElement("canvas");
      tile.width = tile.height = 8;
      const pen = tile.getContext("2d");
      pen.strokeStyle = ink;
      pen.lineWidth = 3;
      for (const shift of [-8, 0, 8]) {
        pen.beginPath();
        pen.moveTo(shift - 2, 10);
        pen.lineTo(shift + 10, -2);
        pen.stroke();
      }
      patterns.set(ink, context.createPattern(tile, "repeat"));
    }
    return patterns.get(ink);
  }

  // ---- drawing --------------------------------------------------------------------------
  function draw() {
    if (!el.isConnected) return;
    cast = parsed(model, "cast") || [];
    const [context, width, height] = fitted(canvas);
    ground.begin(context, width, height);
    cells(context);
    ground.borders(context);
    events(context);
    bands(context);
    ground.outline(context, model.get("pinned"), 2.5);
    ground.outline(context, pointer ?? model.get("hover"), 1.5);
    ground.places(context, width, height);
    canvas.setAttribute("aria-label", model.get("caption"));
  }

  function cells(context) {
    const layer = model.get("layer");
    const first = bytes(layer.first), second = bytes(layer.second), strength = bytes(layer.strength);
    const bare = token(el, "ground");
    const ramp = layer.kind === "scale" ? ramped(layer.ramp) : null;
    for (let k = 0; k < scene.lon.length; k++) {
      const [x, y, w, h] = box(k);
      const fade = scene.study[k] ? 1 : 0.35;
      if (scene.study[k]) {
        context.globalAlpha = 1;
        context.fillStyle = bare;
        context.fillRect(x, y, w, h);
      }
      if (ramp) {
        if (strength.length && !strength[k]) continue;
        context.globalAlpha = fade;
        context.fillStyle = ramp[first[k]];
        context.fillRect(x, y, w, h);
        continue;
      }
      if (shown(first[k])) {
        context.globalAlpha = fade * (0.3 + 0.7 * strength[k] / 255);
        context.fillStyle = colour(first[k]);
        context.fillRect(x, y, w, h);
      }
      if (second.length && shown(second[k])) {
        context.globalAlpha = fade * 0.9;
        context.fillStyle = stripes(context, colour(second[k]));
        context.fillRect(x, y, w, h);
      }
    }
    context.globalAlpha = 1;
  }

  function ramped(stops) {
    const strip = document.createElement("canvas");
    strip.width = 256;
    strip.height = 1;
    const pen = strip.getContext("2d");
    const gradient = pen.createLinearGradient(0, 0, 256, 0);
    const inks = dark(el) ? stops.dark : stops.light;
    inks.forEach((ink, i) => gradient.addColorStop(i / (inks.length - 1), ink));
    pen.fillStyle = gradient;
    pen.fillRect(0, 0, 256, 1);
    const data = pen.getImageData(0, 0, 256, 1).data;
    return Array.from({ length: 256 }, (_, i) => `rgb(${data[4 * i]},${data[4 * i + 1]},${data[4 * i + 2]})`);
  }

  function bands(context) {
    const units = shorts(model.get("bands"));
    const half = scene.cell / 2;
    const zoom = Math.sqrt(view.k) * Math.min(1, Math.max(0.55, ground.width() / 16));
    context.lineWidth = 0.8;
    context.strokeStyle = token(el, "card");
    for (let u = 0; u < units.length; u += 4) {
      const owner = units[u + 1];
      if (!shown(owner)) continue;
      const angle = (units[u + 3] % 256) / 256 * 2 * Math.PI;
      const away = Math.sqrt((units[u + 3] >> 8) / 256) * half * 0.72;
      const [x, y] = place(scene.lon[units[u]] + away * Math.cos(angle), scene.lat[units[u]] + away * Math.sin(angle) / ground.aspect);
      const radius = Math.min(1.4 + Math.sqrt(units[u + 2]) / 5, 6) * zoom;
      context.fillStyle = colour(owner);
      context.beginPath();
      context.arc(x, y, radius, 0, 2 * Math.PI);
      context.fill();
      context.stroke();
    }
  }

  function events(context) {
    const marks = shorts(model.get("marks")); // cell, type of violence, deaths, weeks ago, air strike
    const inks = dark(el) ? VIOLENCE_DARK : VIOLENCE;
    const memory = model.get("memory") || 1;
    const zoom = Math.sqrt(view.k);
    for (let i = 0; i < marks.length; i += 5) {
      const [x, y] = place(scene.lon[marks[i]], scene.lat[marks[i]]);
      context.globalAlpha = 0.9 * (1 - marks[i + 3] / (memory + 1));
      context.strokeStyle = context.fillStyle = inks[marks[i + 1]];
      const radius = (4 + Math.sqrt(marks[i + 2]) * 1.6) * zoom;
      if (marks[i + 4]) burst(context, x, y, radius * 1.15);
      else ring(context, x, y, radius);
    }
    context.globalAlpha = 1;
  }

  function ring(context, x, y, radius) {
    context.lineWidth = 2.2;
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.stroke();
    const alpha = context.globalAlpha;
    context.globalAlpha = alpha * 0.25;
    context.fill();
    context.globalAlpha = alpha;
  }

  function burst(context, x, y, radius) {
    context.lineWidth = 2;
    context.beginPath();
    for (let ray = 0; ray < 8; ray++) {
      const angle = ray * Math.PI / 4;
      context.moveTo(x + Math.cos(angle) * radius * 0.3, y + Math.sin(angle) * radius * 0.3);
      context.lineTo(x + Math.cos(angle) * radius, y + Math.sin(angle) * radius);
    }
    context.stroke();
  }

  // ---- hover and pin ----------------------------------------------------------------------
  function point(cell) {
    if (cell === pointer) return;
    pointer = cell;
    model.set("hover", cell === null ? -1 : cell);
    model.save_changes();
    if (cell === null) card.classList.remove("sim-shown");
    redraw();
  }

  function tell() {
    const facts = model.get("facts");
    if (pointer === null || facts.cell !== pointer) return;
    card.replaceChildren(node("strong", "", facts.title));
    const list = node("dl");
    for (const [name, value] of facts.rows) list.append(node("dt", "", name), node("dd", "", value));
    card.append(list);
    spoken.textContent = `${facts.title}. ${facts.rows.map((row) => row.join(": ")).join(". ")}`;
    const half = scene.cell / 2;
    const [x, y] = place(scene.lon[pointer] + half, scene.lat[pointer]);
    card.classList.add("sim-shown");
    const left = x + 12 + card.offsetWidth < frame.clientWidth ? x + 12 : x - card.offsetWidth - 36;
    card.style.left = `${Math.max(4, Math.min(left, frame.clientWidth - card.offsetWidth - 4))}px`;
    card.style.top = `${Math.max(4, Math.min(y - 20, frame.clientHeight - card.offsetHeight - 4))}px`;
  }

  function pin(cell) {
    model.set("pinned", cell === null || cell === model.get("pinned") ? -1 : cell);
    model.save_changes();
    redraw();
  }

  const look = sightOf({ model, canvas, tools, view, ground, redraw, at: () => pointer, point, pin });

  // ---- a picture of it ------------------------------------------------------------------
  const saved = pictureButton(() => {
    const { name, title, about } = parsed(model, "picture");
    const kind = bar.querySelector("[data-choice=mode]");
    const shows = kind ? `${kind.selectedOptions[0].textContent}, ` : "";
    savePicture(el, { name, title, about: shows + about, parts: [{ canvas, draw: alone, entries: entries() }] });
  });
  saved.hidden = !model.get("picture");
  tools.append(saved);

  /** The map without what the pointer is at. */
  function alone() {
    const pointed = pointer;
    pointer = null;
    draw();
    pointer = pointed;
  }
  function entries() {
    const layer = model.get("layer");
    const actors = model.get("present").filter(shown).map((actor) => ({ ink: colour(actor), words: cast[actor].label }));
    const striped = (layer.key || []).filter(([kind]) => kind === "striped").map(([, words]) => ({ words: `Striped: ${words}` }));
    if (layer.kind !== "scale") return [...actors, ...striped];
    const inks = dark(el) ? layer.ramp.dark : layer.ramp.light;
    return [{ ink: inks[0], words: layer.low }, { ink: inks[Math.floor(inks.length / 2)], words: "between" }, { ink: inks.at(-1), words: layer.high }];
  }

  // ---- legend and modes -------------------------------------------------------------------
  function lay() {
    cast = parsed(model, "cast") || [];
    const hidden = model.get("hidden");
    const present = model.get("present");
    legend.replaceChildren();
    cast.forEach((member, actor) => {
      if (!present.includes(actor)) return;
      const off = hidden.includes(member.name);
      const chip = node("button", off ? "sim-chip sim-off" : "sim-chip", null, node("i"), node("span", "", member.label));
      chip.type = "button";
      chip.dataset.actor = member.name;
      chip.firstChild.style.background = dark(el) ? member.fill_dark : member.fill;
      chip.title = `${member.type}. Press to ${off ? "show" : "hide"}.`;
      chip.setAttribute("aria-pressed", String(!off));
      chip.addEventListener("click", () => {
        model.set("hidden", off ? hidden.filter((name) => name !== member.name) : [...hidden, member.name]);
        model.save_changes();
      });
      legend.append(chip);
    });
    if (hidden.length) {
      const all = node("button", "sim-chip sim-all", "Show all");
      all.type = "button";
      all.addEventListener("click", () => {
        model.set("hidden", []);
        model.save_changes();
      });
      legend.append(all);
    }
    explain();
  }

  function explain() {
    const layer = model.get("layer");
    scale.replaceChildren();
    if (layer.kind === "scale") {
      const inks = dark(el) ? layer.ramp.dark : layer.ramp.light;
      const strip = node("i", "sim-ramp");
      strip.style.background = `linear-gradient(90deg, ${inks.join(", ")})`;
      scale.append(node("span", "", layer.low), strip, node("span", "", layer.high));
    }
    for (const [kind, words] of layer.key || []) {
      scale.append(node("span", "sim-key", null, node("i", `sim-sign sim-sign-${kind}`), node("span", "", words)));
    }
  }

  function choice(name, label) {
    const options = parsed(model, `${name}_options`) || [];
    const select = node("select", "sim-select");
    select.setAttribute("aria-label", label);
    select.dataset.choice = name;
    for (const [value, text] of options) {
      const option = node("option", "", text);
      option.value = String(value);
      select.append(option);
    }
    select.value = String(model.get(name));
    select.addEventListener("change", () => {
      model.set(name, typeof model.get(name) === "number" ? Number(select.value) : select.value);
      model.save_changes();
    });
    return select;
  }

  function offer() {
    const needs = model.get("needs");
    bar.replaceChildren(node("span", "sim-map-title", model.get("heading")));
    if (parsed(model, "mode_options").length) bar.append(choice("mode", "What the map shows"));
    if (needs.includes("group")) bar.append(choice("group", "Identity group"), node("span", "", "towards"));
    if (needs.includes("actor")) bar.append(choice("actor", "Actor"));
  }

  // ---- wiring -----------------------------------------------------------------------------
  const wires = [
    ["change:layer", () => { redraw(); explain(); }],
    ["change:bands change:marks change:caption", redraw],
    ["change:pinned change:hover", redraw],
    ["change:sight", look],
    ["change:hidden change:cast change:present", () => { lay(); redraw(); }],
    ["change:facts", tell],
    ["change:heading change:mode change:needs change:actor change:group change:actor_options", offer],
  ];
  wires.forEach(([names, act]) => names.split(" ").forEach((name) => model.on(name, act)));
  const resize = new ResizeObserver(redraw);
  resize.observe(frame);
  const unwatch = onTheme(() => { patterns.clear(); lay(); redraw(); });
  offer();
  requestAnimationFrame(lay);
  redraw();
  return () => {
    resize.disconnect();
    unwatch();
    wires.forEach(([names, act]) => names.split(" ").forEach((name) => model.off(name, act)));
  };
}

export default { render };
