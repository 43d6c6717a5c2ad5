// Pairs worth knowing of: wars, deals, what is rightly and wrongly believed.

function render({ model, el }) {
  el.classList.add("sim-overview");

  function side(member) {
    const sign = node("i");
    sign.style.background = dark(el) ? member.fill_dark : member.fill;
    return node("span", "sim-side", null, sign, node("b", "", member.label));
  }

  function draw() {
    const cast = parsed(model, "cast");
    const head = node("div", "sim-relations-head", null, node("strong", "", "Worth knowing"), node("span", "", "Click a pair for its history and its causes."));
    const sections = parsed(model, "told").map(([title, items, rest]) => {
      const directed = title.includes("suspected");
      const list = node("ul", "sim-overview-list");
      for (const [a, b, note] of items) {
        const button = node("button", "sim-overview-pair", null, side(cast[a]), node("span", "sim-against", directed ? "about" : "and"), side(cast[b]), node("span", "sim-note", note));
        button.type = "button";
        button.addEventListener("click", () => {
          model.set("pair", [a, b]);
          model.save_changes();
        });
        list.append(node("li", "", null, button));
      }
      const words = items.length ? rest : rest || "none";
      return node("section", "sim-overview-part", null, node("h3", "", null, document.createTextNode(title), node("span", "", String(items.length))), list, node("p", "sim-rest", words));
    });
    el.replaceChildren(head, node("div", "sim-overview-parts", null, ...sections));
  }

  const redraw = onceAFrame(draw);
  model.on("change:told change:cast", redraw);
  const unwatch = onTheme(redraw);
  requestAnimationFrame(draw);
  return () => {
    unwatch();
    model.off("change:told change:cast", redraw);
  };
}

export default { render };
