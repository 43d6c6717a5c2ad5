// The land under a map: where its cells lie on a canvas, shores, borders, names of places.

const FAR = 12; // closest zoom

/** How a land is drawn; `view` says how far it is zoomed (k) and moved (x, y). */
function groundOf(el, scene, view) {
  const [west, east, south, north] = scene.extent;
  const aspect = scene.aspect;
  const cellAt = new Map();
  scene.lon.forEach((lon, k) => cellAt.set(`${Math.round((lon - west) / scene.cell - 0.5)},${Math.round((north - scene.lat[k]) / scene.cell - 0.5)}`, k));
  let fit = { s: 1, left: 0, top: 0 };

  /** Makes the whole land fit into a canvas, and begins the drawing with it. */
  function begin(context, width, height) {
    const s = Math.min(width / (east - west), height / ((north - south) * aspect));
    fit = { s, left: (width - s * (east - west)) / 2, top: (height - s * (north - south) * aspect) / 2 };
    context.fillStyle = token(el, "sea");
    context.fillRect(0, 0, width, height);
    land(context);
  }

  function place(lon, lat) {
    return [
      (fit.left + (lon - west) * fit.s) * view.k + view.x,
      (fit.top + (north - lat) * aspect * fit.s) * view.k + view.y,
    ];
  }

  function cellUnder(x, y) {
    const lon = ((x - view.x) / view.k - fit.left) / fit.s + west;
    const lat = north - ((y - view.y) / view.k - fit.top) / (fit.s * aspect);
    const key = `${Math.floor((lon - west) / scene.cell)},${Math.floor((north - lat) / scene.cell)}`;
    const cell = cellAt.get(key);
    return cell === undefined ? null : cell;
  }

  function path(context, lines, close) {
    context.beginPath();
    for (const line of lines) {
      line.forEach(([lon, lat], i) => {
        const [x, y] = place(lon, lat);
        if (i) context.lineTo(x, y);
        else context.moveTo(x, y);
      });
      if (close) context.closePath();
    }
  }

  function land(context) {
    path(context, scene.outlines, true);
    context.fillStyle = token(el, "land");
    context.fill();
    context.strokeStyle = token(el, "sea");
    context.lineWidth = 0.8;
    context.stroke();
  }

  function box(k) {
    const half = scene.cell / 2;
    const [x, y] = place(scene.lon[k] - half, scene.lat[k] + half);
    const [x2, y2] = place(scene.lon[k] + half, scene.lat[k] - half);
    const left = Math.round(x), top = Math.round(y);
    return [left, top, Math.round(x2) - left, Math.round(y2) - top];
  }

  function borders(context) {
    path(context, scene.borders, false);
    context.strokeStyle = token(el, "border");
    context.lineWidth = 1.1;
    context.stroke();
  }

  function outline(context, k, width) {
    if (k === null || k === undefined || k < 0) return;
    const [x, y, w, h] = box(k);
    context.lineWidth = width + 2;
    context.strokeStyle = token(el, "halo");
    context.strokeRect(x, y, w, h);
    context.lineWidth = width;
    context.strokeStyle = token(el, "ink");
    context.strokeRect(x, y, w, h);
  }

  /** Names of countries and towns, each only where it covers no other. */
  function places(context, width, height) {
    const taken = [];
    const free = (x, y, w, h) =>
      x > 2 && y > 2 && x + w < width - 2 && y + h < height - 2 &&
      taken.every(([a, b, c, d]) => x > a + c || x + w < a || y > b + d || y + h < b);
    context.lineJoin = "round";
    const write = (text, x, y, ink) => {
      context.lineWidth = 3;
      context.strokeStyle = token(el, "halo");
      context.strokeText(text, x, y);
      context.fillStyle = ink;
      context.fillText(text, x, y);
    };
    context.textBaseline = "middle";
    context.font = `600 12px ${token(el, "font")}`;
    for (const [text, lon, lat] of scene.towns.slice(0, Math.round(14 * view.k * view.k))) {
      const [x, y] = place(lon, lat);
      if (x < 0 || y < 0 || x > width || y > height) continue;
      const w = context.measureText(text).width;
      const spot = [[x + 6, y], [x - 6 - w, y], [x - w / 2, y - 11], [x - w / 2, y + 11]].find(([a, b]) => free(a, b - 7, w, 14));
      if (!spot) continue;
      taken.push([spot[0], spot[1] - 7, w, 14], [x - 4, y - 4, 8, 8]);
      context.fillStyle = token(el, "card");
      context.strokeStyle = token(el, "ink");
      context.lineWidth = 1.2;
      context.beginPath();
      context.arc(x, y, 2.6, 0, 2 * Math.PI);
      context.fill();
      context.stroke();
      write(text, spot[0], spot[1], token(el, "ink"));
    }
    context.font = `700 12px ${token(el, "font")}`;
    if ("letterSpacing" in context) context.letterSpacing = "3px";
    for (const [text, lon, lat] of scene.countries) {
      const [x, y] = place(lon, lat);
      const w = context.measureText(text).width;
      const down = [0, 18, -18, 36, -36].find((by) => free(x - w / 2, y + by - 7, w, 14));
      if (down === undefined) continue;
      taken.push([x - w / 2, y + down - 7, w, 14]);
      write(text, x - w / 2, y + down, token(el, "soft"));
    }
    if ("letterSpacing" in context) context.letterSpacing = "0px";
  }

  /** Width of a cell on the canvas before it is zoomed. */
  function width() {
    return scene.cell * fit.s;
  }

  return { scene, aspect, begin, place, cellUnder, box, borders, outline, places, width };
}
