// Shared by the widgets: colours of the theme, sharp canvases, small DOM parts.
// Text from scenarios only ever becomes textContent, never markup.

function dark(el) {
  return !!el.closest(".theme--dark");
}

function token(el, name) {
  return getComputedStyle(el).getPropertyValue(`--sim-${name}`).trim() || "#888";
}

/** Calls `draw` when the theme changes; returns what stops it. */
function onTheme(draw) {
  const app = document.querySelector(".v-application") || document.documentElement;
  const observer = new MutationObserver(draw);
  observer.observe(app, { attributes: true, attributeFilter: ["class"] });
  return () => observer.disconnect();
}

/** An element with a class, a text and children. */
function node(tag, className, text, ...children) {
  const el = document.createElement(tag);
  if (className) el.className = className;
  if (text !== undefined && text !== null) el.textContent = text;
  el.append(...children);
  return el;
}

/** Makes these the children of a parent; those in place stay, so that clicks and focus are kept. */
function arrange(parent, children) {
  const wanted = new Set(children);
  for (const child of [...parent.childNodes]) if (!wanted.has(child)) child.remove();
  let at = parent.firstChild;
  for (const child of children) {
    if (child === at) at = at.nextSibling;
    else parent.insertBefore(child, at);
  }
}

/** A store of elements by key: `get` makes what is not there, `sweep` forgets what was not got. */
function keeping() {
  let old = new Map(), now = new Map();
  return {
    get(key, make) {
      if (!now.has(key)) now.set(key, old.get(key) || make());
      return now.get(key);
    },
    sweep() {
      old = now;
      now = new Map();
    },
    forget() {
      old = new Map();
      now = new Map();
    },
  };
}

/** The canvas's context, sized to its box and scaled to its screen; [context, width, height]. */
function fitted(canvas) {
  const ratio = canvas.sharp || window.devicePixelRatio || 1;
  const { clientWidth: width, clientHeight: height } = canvas;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return [context, width, height];
}

/** Draws at most once a screen refresh. */
function onceAFrame(draw) {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      draw();
    });
  };
}

function bytes(view) {
  return view ? new Uint8Array(view.buffer, view.byteOffset, view.byteLength) : new Uint8Array(0);
}

function shorts(view) {
  return new Uint16Array(bytes(view).slice().buffer);
}

function floats(view) {
  return new Float32Array(bytes(view).slice().buffer);
}

/** Has the browser save a file under a name. */
function save(name, blob) {
  const link = node("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function parsed(model, name) {
  return JSON.parse(model.get(name) || "null");
}

/** Scrolls to what a choice has changed where the page is one column. */
function reveal(selector) {
  if (window.innerWidth < 1000) document.querySelector(selector)?.scrollIntoView({ behavior: "smooth" });
}

/** How sure an actor is of something, in words that are followed by "that". */
function sureness(share) {
  const percent = `${Math.round(share * 100)} %`;
  return share >= 0.5 ? `is ${percent} sure` : share >= 0.1 ? `thinks it ${percent} likely` : "does not believe";
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function dateOf(start, week) {
  const [year, month, day] = start.split("-").map(Number);
  return new Date(Date.UTC(year, month - 1, day + 7 * week));
}

function dateText(date) {
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** First weeks of years, or of quarters where there is room, with what to write there. */
function dateTicks(start, last, room) {
  const ticks = [];
  const step = room / Math.max(last, 1) > 3.2 ? 3 : 12;
  let before = null;
  for (let week = 0; week <= last; week++) {
    const date = dateOf(start, week);
    const key = date.getUTCFullYear() * 12 + Math.floor(date.getUTCMonth() / step) * step;
    if (key !== before && (before !== null || date.getUTCDate() < 8)) {
      const january = date.getUTCMonth() < step && Math.floor(key / 12) * 12 === key;
      ticks.push({ week, text: january ? String(date.getUTCFullYear()) : MONTHS[key % 12], year: january });
    }
    before = key;
  }
  return ticks;
}
