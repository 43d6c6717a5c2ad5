// About: the model in words, its week of rules, limits, sources.

function render({ model, el }) {
  el.classList.add("sim-about");

  function part(name, title, ...children) {
    const section = node("section", `sim-card sim-about-${name}`, null, node("h2", "", title), ...children);
    section.dataset.part = name;
    return section;
  }

  function rule({ name, claim, source, on }) {
    const head = node("strong", "", name);
    if (!on) head.append(node("em", "sim-about-off", "off in this scenario"));
    return node("li", on ? "" : "sim-about-unused", null, head, node("span", "", claim), node("small", "", source));
  }

  function origin({ what, source, licence, certainty }) {
    return [node("dt", "", what), node("dd", "", null, node("span", "", source), node("small", "", `Licence: ${licence}`), node("small", "", `How sure: ${certainty}`))];
  }

  function draw() {
    const { purpose, limits, scenario, week, data, citation, version } = parsed(model, "told");
    const [title, description] = scenario;
    el.replaceChildren(
      part("purpose", "What this is", ...purpose.map((text) => node("p", "", text))),
      part("limits", "What it is not", ...limits.map(([head, text]) => node("p", "", null, node("strong", "", `${head} `), text))),
      part("scenario", `This scenario: ${title}`, node("p", "", description || "The scenario does not describe itself.")),
      part("week", "What happens in a week, in this order", node("ol", "", null, ...week.map(rule))),
      part("data", "Data that come with it", node("dl", "", null, ...data.flatMap(origin))),
      part("cite", "Version and citation", node("p", "", `Version ${version}.`), node("p", "sim-about-citation", citation)),
    );
  }

  model.on("change:told", draw);
  draw();
  return () => model.off("change:told", draw);
}

export default { render };
