// Who fights whom: a card for each of the bloodiest pairs.

function render({ model, el }) {
  el.classList.add("sim-fights");

  function side({ label, fill, fill_dark }) {
    const sign = node("i", fill ? "" : "sim-people");
    if (fill) sign.style.background = dark(el) ? fill_dark : fill;
    return node("span", "sim-side", null, sign, node("b", "", label));
  }

  function spark(weekly) {
    const most = Math.max(...weekly, 1);
    const bars = weekly.map((deaths) => {
      const bar = node("i");
      bar.style.height = `${Math.max(1, Math.round(18 * deaths / most))}px`;
      return bar;
    });
    return node("span", "sim-spark", null, ...bars);
  }

  const kept = keeping();

  /** A card stays the same element as long as its pair is shown, so that no click on it is lost. */
  function card({ sides, deaths, weekly, stance, why }) {
    const names = sides.map((each) => each.name);
    const found = kept.get(names.join(" "), () => {
      const button = node("button", "sim-fight");
      button.type = "button";
      button.title = sides[1].fill ? "Show what they hold of each other, and why" : "Show these attacks";
      button.addEventListener("click", () => {
        model.set("asked", names);
        model.save_changes();
      });
      return button;
    });
    found.replaceChildren(
      node("span", "sim-sides", null, side(sides[0]), node("span", "sim-against", sides[1].fill ? "vs" : "against"), side(sides[1])),
      node("span", "sim-count", null, node("strong", "", deaths.toLocaleString("en-GB")), spark(weekly)),
      node("span", "sim-stance", why ? `${stance}: ${why}` : stance));
    return found;
  }

  function draw() {
    const { weeks, fights } = JSON.parse(model.get("told"));
    const lead = kept.get("lead", () => node("div", "sim-fights-lead", null, node("strong", "", "Who fights whom"), node("span")));
    lead.lastChild.textContent = weeks === 1 ? "dead of this week" : `dead of the last ${weeks} weeks`;
    const none = kept.get("none", () => node("p", "sim-nofight"));
    none.textContent = weeks > 1 ? "No violence in these weeks." : "No violence yet. Press ▶ to let the run begin.";
    arrange(el, [lead, ...(fights.length ? fights.map(card) : [none])]);
    kept.sweep();
  }

  model.on("change:told", draw);
  const unwatch = onTheme(draw);
  requestAnimationFrame(draw);
  return () => {
    unwatch();
    model.off("change:told", draw);
  };
}

export default { render };
