// Pairs worth knowing of, in lists and as a net: wars, partners, what is rightly and wrongly believed.

function render({ model, el }) {
  const looks = parsed(model, "looks");
  const head = node("div", "sim-relations-head", null, node("strong", "", "Worth knowing"), node("span", "", "Click a pair for its history and its causes."));
  const lists = node("div", "sim-overview-parts");
  const net = node("div", "sim-net");
  const key = node("div", "sim-net-key");
  el.classList.add("sim-overview");
  el.append(head, lists, net, key);

  function choose(a, b) {
    model.set("pair", [a, b]);
    model.save_changes();
    reveal(".sim-pair-card");
  }

  function side(member) {
    const sign = node("i");
    sign.style.background = dark(el) ? member.fill_dark : member.fill;
    return node("span", "sim-side", null, sign, node("b", "", member.label));
  }

  const kept = keeping();

  function section(cast, [title, items, rest]) {
    const part = kept.get(title, () => node("section", "sim-overview-part", null, node("h3", "", title), node("ul", "sim-overview-list"), node("p", "sim-rest")));
    const [heading, list, end] = part.children;
    const count = kept.get(`${title}, how many`, () => heading.appendChild(node("span")));
    count.textContent = String(items.length);
    end.textContent = items.length ? rest : rest || "none";
    arrange(list, items.map(([a, b, note]) => {
      const item = kept.get(`${title} ${a} ${b}`, () => pair(cast, a, b, title.includes("suspected")));
      item.querySelector(".sim-note").textContent = note;
      return item;
    }));
    return part;
  }

  function pair(cast, a, b, directed) {
    const button = node("button", "sim-overview-pair", null, side(cast[a]), node("span", "sim-against", directed ? "about" : "and"), side(cast[b]), node("span", "sim-note"));
    button.type = "button";
    button.addEventListener("click", () => choose(a, b));
    return node("li", "", null, button);
  }

  function explain() {
    const sign = (code) => {
      const line = node("i");
      line.style.background = dark(el) ? looks[code].fill_dark : looks[code].fill;
      return node("span", "", null, line, document.createTextNode(looks[code].label.toLowerCase()));
    };
    key.replaceChildren(...[0, 4, 5].map(sign), node("span", "", "thin: from the start"), node("span", "sim-net-arrow", "→ suspects a secret deal, dashed where there is none"));
  }

  function draw() {
    if (!el.isConnected) return;
    const cast = parsed(model, "cast");
    arrange(lists, parsed(model, "told").map((each) => section(cast, each)));
    kept.sweep();
    explain();
    drawNet(el, net, cast, looks, model.get("table"), choose);
  }

  const redraw = onceAFrame(draw);
  const resize = new ResizeObserver(redraw);
  resize.observe(net);
  model.on("change:table change:told change:cast", redraw);
  const unwatch = onTheme(() => { kept.forget(); redraw(); });
  requestAnimationFrame(draw);
  return () => {
    resize.disconnect();
    unwatch();
    model.off("change:table change:told change:cast", redraw);
  };
}

export default { render };
