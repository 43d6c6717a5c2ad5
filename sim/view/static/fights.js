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

  function draw() {
    const { weeks, fights } = JSON.parse(model.get("told"));
    const lead = node("div", "sim-fights-lead", null, node("strong", "", "Who fights whom"), node("span", "", weeks === 1 ? "dead of this week" : `dead of the last ${weeks} weeks`));
    const cards = fights.map(({ sides, deaths, weekly, stance, why }) =>
      node("article", "sim-fight", null,
        node("div", "sim-sides", null, side(sides[0]), node("span", "sim-against", sides[1].fill ? "vs" : "against"), side(sides[1])),
        node("div", "sim-count", null, node("strong", "", deaths.toLocaleString("en-GB")), spark(weekly)),
        node("div", "sim-stance", why ? `${stance}: ${why}` : stance)));
    if (!cards.length) cards.push(node("p", "sim-nofight", weeks > 1 ? "No violence in these weeks." : "No violence yet. Press ▶ to let the run begin."));
    el.replaceChildren(lead, ...cards);
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
