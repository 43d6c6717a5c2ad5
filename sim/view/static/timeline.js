// The time line: date, scrubber, marks of what happened; keys for the whole page.

const SIGNS = {
  planned: ["▲", "The scenario's interventions"], done: ["▼", "What you did"], war: ["✖", "Wars"], peace: ["○", "Truces"],
  pact: ["◆", "Pacts and alliances"], accusation: ["!", "Accusations"], leader: ["✝", "Leaders killed"],
  split: ["◐", "Splits and ends"],
};

function render({ model, el }) {
  const date = node("strong", "sim-date");
  const where = node("span", "sim-where");
  const now = node("button", "sim-now", "To the newest week");
  now.type = "button";
  const lane = node("div", "sim-lane");
  const past = node("div", "sim-past");
  const slider = node("input", "sim-slider");
  slider.type = "range";
  slider.min = "0";
  slider.setAttribute("aria-label", "Week that is looked at");
  const ticks = node("div", "sim-ticks");
  const told = node("div", "sim-told");
  told.setAttribute("aria-live", "polite");
  const track = node("div", "sim-track", null, lane, past, slider, ticks);
  el.classList.add("sim-time");
  el.append(node("div", "sim-time-head", null, date, where, now, told), track);

  function go(week) {
    model.set("asked", week >= model.get("last") ? -1 : Math.max(0, week));
    model.save_changes();
    show(Math.max(0, Math.min(week, model.get("last"))));
  }

  function show(week) {
    const last = model.get("last"), total = model.get("total");
    slider.max = String(total);
    slider.value = String(week);
    const text = dateText(dateOf(model.get("start"), week));
    slider.setAttribute("aria-valuetext", text);
    date.textContent = text;
    where.textContent = week < last ? `week ${week}, looking back from week ${last}` : last >= total ? `week ${week}: the run has ended` : `week ${week} of ${total}`;
    now.hidden = week >= last;
    past.style.width = `calc(8px + (100% - 16px) * ${last / Math.max(total, 1)})`;
    tell(week);
  }

  function tell(week) {
    const here = (parsed(model, "marks") || []).filter((mark) => mark[0] === week);
    told.replaceChildren(...here.slice(0, 3).map(([, kind, text]) => node("span", `sim-mark-${kind}`, `${SIGNS[kind][0]} ${text}`)));
    if (here.length > 3) told.append(node("span", "", `and ${here.length - 3} more`));
  }

  let laid = "";
  function mark() {
    const text = model.get("marks");
    if (text === laid) return;
    laid = text;
    const total = Math.max(model.get("total"), 1);
    const together = new Map();
    for (const [week, kind, words] of JSON.parse(text)) {
      const key = `${week} ${kind}`;
      if (!together.has(key)) together.set(key, { week, kind, words: [] });
      together.get(key).words.push(words);
    }
    lane.replaceChildren(...[...together.values()].map(({ week, kind, words }) => {
      const sign = node("button", `sim-mark sim-mark-${kind}`, SIGNS[kind][0]);
      sign.type = "button";
      sign.tabIndex = -1;
      sign.dataset.kind = kind;
      sign.style.left = `calc(8px + (100% - 16px) * ${week / total})`;
      sign.title = `${dateText(dateOf(model.get("start"), week))}: ${words.slice(0, 6).join("; ")}`;
      sign.addEventListener("click", () => go(week));
      return sign;
    }));
  }

  function tick() {
    const total = model.get("total");
    ticks.replaceChildren(...dateTicks(model.get("start"), total, track.clientWidth || 600).map(({ week, text, year }) => {
      const label = node("span", year ? "sim-year" : "", text);
      label.style.left = `calc(8px + (100% - 16px) * ${week / Math.max(total, 1)})`;
      return label;
    }));
  }

  slider.addEventListener("input", () => go(Math.min(Number(slider.value), model.get("last"))));
  now.addEventListener("click", () => go(model.get("last")));

  function press(label) {
    const found = [...document.querySelectorAll(".sim-controller button")].find((button) => label.includes(button.textContent.trim()));
    if (found && !found.disabled) found.click();
  }
  function keys(event) {
    if (event.target.closest("input:not(.sim-slider), textarea, select, [contenteditable]")) return;
    if (track.offsetParent === null || event.ctrlKey || event.metaKey || event.altKey) return;
    const week = model.get("week");
    if (event.key === " " && event.target.tagName !== "BUTTON") press(["▶", "❚❚"]);
    else if (event.key === ".") press(["Step"]);
    else if (event.target === slider) return;
    else if (event.key === "ArrowLeft") go(week - 1);
    else if (event.key === "ArrowRight") go(week + 1);
    else if (event.key === "Home") go(0);
    else if (event.key === "End") go(model.get("last"));
    else return;
    event.preventDefault();
  }
  document.addEventListener("keydown", keys);

  const wires = {
    "change:week": () => show(model.get("week")), "change:last": () => show(model.get("week")),
    "change:marks": () => { mark(); tell(model.get("week")); },
    "change:total": () => { laid = ""; mark(); tick(); show(model.get("week")); },
    "change:start": tick,
  };
  Object.entries(wires).forEach(([name, act]) => model.on(name, act));
  const resize = new ResizeObserver(tick);
  resize.observe(track);
  mark();
  tick();
  show(model.get("week"));
  return () => {
    document.removeEventListener("keydown", keys);
    resize.disconnect();
    Object.entries(wires).forEach(([name, act]) => model.off(name, act));
  };
}

export default { render };
