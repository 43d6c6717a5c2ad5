// A panel as a PNG that stands alone: title, date, the drawing at twice its size, its legend.

/** An inconspicuous button that saves a picture. */
function pictureButton(act) {
  const button = node("button", "sim-picture", "⤓");
  button.type = "button";
  button.title = "Save as a picture (PNG)";
  button.setAttribute("aria-label", button.title);
  button.addEventListener("click", act);
  return button;
}

/** Entries of a legend in lines of a width: [{ink, words, x, line, shape}]. */
function flowed(context, entries, width) {
  let x = 0, line = 0;
  return entries.map((entry) => {
    const wide = (entry.ink ? 18 : 0) + context.measureText(entry.words).width + 16;
    if (x > 0 && x + wide - 16 > width) {
      x = 0;
      line += 1;
    }
    const placed = { ...entry, x, line };
    x += wide;
    return placed;
  });
}

/**
 * Saves a picture of some drawings below each other. Each part: {canvas, draw, heading, note,
 * entries}; `draw` draws the canvas anew, `entries` are [{ink, words}] of its legend.
 */
function savePicture(el, { name, title, about, parts }) {
  const EDGE = 20, LINE = 19, SHARP = 2;
  const face = token(el, "font");
  const across = Math.max(...parts.map(({ canvas }) => canvas.clientWidth));
  const sheet = document.createElement("canvas");
  const pen = sheet.getContext("2d");
  pen.font = `12px ${face}`;
  const laid = parts.map((part) => ({ ...part, entries: flowed(pen, part.entries, across) }));
  const heightOf = ({ canvas, heading, entries }) =>
    (heading ? 24 : 0) + canvas.clientHeight + (entries.length ? 10 + LINE * (entries.at(-1).line + 1) : 0) + 12;
  const height = 66 + laid.reduce((sum, part) => sum + heightOf(part), 0) + 10;
  sheet.width = (across + 2 * EDGE) * SHARP;
  sheet.height = height * SHARP;
  pen.scale(SHARP, SHARP);
  pen.fillStyle = token(el, "card");
  pen.fillRect(0, 0, across + 2 * EDGE, height);
  pen.textBaseline = "top";
  pen.font = `600 18px ${face}`;
  const size = Math.min(18, 18 * across / pen.measureText(title).width);
  write(title, EDGE, 14, `600 ${size}px ${face}`, "ink");
  write(about, EDGE, 40, `13px ${face}`, "soft");
  let y = 66;
  for (const { canvas, draw, heading, note, entries } of laid) {
    if (heading) {
      write(heading, EDGE, y, `600 14px ${face}`, "ink");
      write(note, EDGE + pen.measureText(heading).width + 12, y + 1, `12.5px ${face}`, "soft");
      y += 24;
    }
    canvas.sharp = SHARP;
    draw();
    pen.drawImage(canvas, EDGE, y, canvas.clientWidth, canvas.clientHeight);
    canvas.sharp = 0;
    draw();
    y += canvas.clientHeight + (entries.length ? 10 : 0);
    for (const entry of entries) {
      const top = y + entry.line * LINE;
      let x = EDGE + entry.x;
      if (entry.ink) {
        pen.fillStyle = entry.ink;
        pen.fillRect(x, top + 1, 12, 12);
        x += 18;
      }
      write(entry.words, x, top + 1, `12px ${face}`, "ink");
    }
    y += (entries.length ? LINE * (entries.at(-1).line + 1) : 0) + 12;
  }
  sheet.toBlob((blob) => save(`${name}.png`, blob), "image/png");

  function write(words, x, top, font, ink) {
    pen.font = font;
    pen.fillStyle = token(el, ink);
    pen.fillText(words, x, top);
  }
}
