// Where two runs part: what was changed, the first week that differs, the rule, how it spreads.

function render({ model, el }) {
  el.classList.add("sim-parting");

  function table(head, rows) {
    return node("div", "sim-parting-table", null, node("table", "", null,
      node("thead", "", null, node("tr", "", null, ...head.map((text) => node("th", "", text)))),
      node("tbody", "", null, ...rows.map((row) => node("tr", "", null, ...row.map((text) => node("td", "", String(text))))))));
  }

  function list(texts) {
    return node("ul", "", null, ...texts.map((text) => node("li", "", text)));
  }

  function week([number, day]) {
    return number < 0 ? `before the start, on ${day}` : `in week ${number} (${day})`;
  }

  function rule(parts, { name, claim, when, gaps, text }, looking) {
    if (looking) parts.push(node("p", "sim-parting-note", "Looking for the rule by which they part …"));
    if (text) parts.push(node("p", "sim-parting-note", text));
    if (name) {
      const told = node("p", "", "The first rule by which they differ: ");
      told.append(node("strong", "", name), ` ${week(when)}. ${claim}`);
      parts.push(told);
    }
    if (gaps && gaps.length) parts.push(table(["What it is", "Differ", "Most of all", "This run", "Other"], gaps));
  }

  function draw() {
    const told = parsed(model, "told");
    const parts = [];
    if (told.seeds) parts.push(node("p", "sim-parting-warning", "The two runs have different seeds: chance alone makes them part."));
    if (told.settings.length) {
      parts.push(node("h4", "", "What was changed"), table(["", "This run", "Other"], told.settings));
      if (told.more) parts.push(node("p", "sim-parting-note", `and ${told.more} more`));
    } else if (!told.seeds) parts.push(node("p", "", "Both are the same scenario with the same seed."));
    if (!told.comparable) parts.push(node("p", "sim-parting-none", "The two runs are not on the same land, so that nothing more can be compared."));
    else if (!told.when) parts.push(node("p", "sim-parting-none", `Up to week ${told.until[0]} (${told.until[1]}) nothing differs.`));
    else {
      const first = node("p", "sim-parting-first", "They part ");
      first.append(node("strong", "", week(told.when)), ".");
      parts.push(first);
      if (told.details.length) parts.push(list(told.details));
      rule(parts, told.rule, told.looking);
      parts.push(node("h4", "", "How it spread: the first week in which each differs"), table(["What", "Week", "Date"], told.spread));
    }
    el.replaceChildren(...parts);
  }

  model.on("change:told", draw);
  draw();
  return () => model.off("change:told", draw);
}

export default { render };
