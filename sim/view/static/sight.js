// Looking around on a map: zoom, pan, pointing and pinning by pointer and by keys.

/** Wires a canvas and its buttons; `at` tells the cell pointed at, `point` and `pin` change it.
    What is returned takes over the sight of a linked map. */
function sightOf({ model, canvas, tools, view, ground, redraw, at, point, pin }) {
  function zoom(factor, x = canvas.clientWidth / 2, y = canvas.clientHeight / 2) {
    const k = Math.min(FAR, Math.max(1, view.k * factor));
    view.x = x - (x - view.x) * k / view.k;
    view.y = y - (y - view.y) * k / view.k;
    view.k = k;
    settle();
  }
  function settle() {
    const { clientWidth: width, clientHeight: height } = canvas;
    view.x = Math.min(0, Math.max(width * (1 - view.k), view.x));
    view.y = Math.min(0, Math.max(height * (1 - view.k), view.y));
    share();
    redraw();
  }
  function home() {
    Object.assign(view, { k: 1, x: 0, y: 0 });
    settle();
  }

  /** Linked maps look at the same place. */
  function share() {
    if (!model.get("linked")) return;
    model.set("sight", [view.k, view.x / canvas.clientWidth, view.y / canvas.clientHeight]);
    model.save_changes();
  }
  function look() {
    const [k, x, y] = model.get("sight");
    if (k === undefined) return;
    Object.assign(view, { k, x: x * canvas.clientWidth, y: y * canvas.clientHeight });
    redraw();
  }
  for (const [sign, title, act] of [["+", "Zoom in", () => zoom(1.6)], ["−", "Zoom out", () => zoom(1 / 1.6)], ["⤢", "Whole map", home]]) {
    const button = node("button", "", sign);
    button.type = "button";
    button.title = title;
    button.setAttribute("aria-label", title);
    button.addEventListener("click", act);
    tools.append(button);
  }

  let drag = null;
  canvas.addEventListener("pointerdown", (event) => {
    drag = { x: event.offsetX, y: event.offsetY, from: { ...view }, moved: false };
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (drag) {
      const dx = event.offsetX - drag.x, dy = event.offsetY - drag.y;
      if (Math.hypot(dx, dy) > 4) drag.moved = true;
      if (drag.moved && view.k > 1) {
        view.x = drag.from.x + dx;
        view.y = drag.from.y + dy;
        settle();
        return;
      }
    }
    point(ground.cellUnder(event.offsetX, event.offsetY));
  });
  canvas.addEventListener("pointerup", (event) => {
    if (drag && !drag.moved) pin(ground.cellUnder(event.offsetX, event.offsetY));
    drag = null;
  });
  canvas.addEventListener("pointerleave", () => point(null));
  canvas.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey && document.activeElement !== canvas) return;
    event.preventDefault();
    zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2, event.offsetX, event.offsetY);
  }, { passive: false });
  canvas.addEventListener("keydown", (event) => {
    const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
    if (steps[event.key]) walk(...steps[event.key]);
    else if (event.key === "+" || event.key === "=") zoom(1.6);
    else if (event.key === "-") zoom(1 / 1.6);
    else if (event.key === "0") home();
    else if (event.key === "Enter" && at() !== null) pin(at());
    else if (event.key === "Escape") point(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  function walk(east, north) {
    const { scene } = ground, pointer = at();
    const middle = scene.lon.findIndex((_, k) => scene.study[k]);
    if (pointer === null) return point(model.get("pinned") >= 0 ? model.get("pinned") : Math.max(middle, 0));
    const [x, y] = ground.place(scene.lon[pointer] + east * scene.cell, scene.lat[pointer] + north * scene.cell);
    const next = ground.cellUnder(x, y);
    if (next !== null) point(next);
  }

  return look;
}
