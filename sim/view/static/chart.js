// Shared by charts over time: the room around them, their axes, how values are written.

const LEFT = 40, RIGHT = 8, TOP = 6, BOTTOM = 18;

function written(value, format) {
  if (value === undefined || value === null || Number.isNaN(value)) return "–";
  if (format === "share") return `${Math.round(value * 100)} %`;
  if (format === "fine") return `${(value * 100).toFixed(1)} %`;
  if (format === "signed") return (value > 0 ? "+" : value < 0 ? "−" : "") + Math.abs(value).toFixed(2);
  return Math.round(value).toLocaleString("en-GB");
}

/** A step of an axis that gives about four marks. */
function nice(span) {
  const power = 10 ** Math.floor(Math.log10(span));
  return [0.2, 0.5, 1, 2, 5, 10].map((n) => n * power).find((step) => span / step <= 4) || span;
}

/** The week at a place across a chart of weeks 0 to `total`. */
function weekAcross(canvas, x, total) {
  const share = (x - LEFT) / (canvas.clientWidth - LEFT - RIGHT);
  return Math.round(share * total);
}

/** Draws the axes of a chart; returns where a week and a value stand. */
function axes(el, context, { width, height, low, high, format, start, total }) {
  const across = (week) => LEFT + week / Math.max(total, 1) * (width - LEFT - RIGHT);
  const up = (value) => TOP + (high - value) / (high - low || 1) * (height - TOP - BOTTOM);
  context.font = `11px ${token(el, "font")}`;
  context.fillStyle = token(el, "soft");
  context.strokeStyle = token(el, "line");
  context.lineWidth = 1;
  context.textAlign = "right";
  context.textBaseline = "middle";
  const step = Math.max(nice(high - low), format === "count" ? 1 : 0);
  for (let value = Math.ceil(low / step) * step; value <= high + 1e-9; value += step) {
    const y = Math.round(up(value)) + 0.5;
    context.beginPath();
    context.moveTo(LEFT, y);
    context.lineTo(width - RIGHT, y);
    context.stroke();
    context.fillText(written(value, format), LEFT - 6, y);
  }
  context.textAlign = "left";
  context.textBaseline = "alphabetic";
  let free = 0;
  for (const tick of dateTicks(start, total, width - LEFT)) {
    const x = across(tick.week);
    context.fillRect(Math.round(x), height - BOTTOM, 1, tick.year ? 5 : 3);
    const w = context.measureText(tick.text).width;
    if (!tick.year || x < free || x + w > width) continue;
    context.fillText(tick.text, x + 3, height - 4);
    free = x + w + 12;
  }
  return [across, up];
}
