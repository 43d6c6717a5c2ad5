// A scenario of the reader's own: a file or pasted text, and what is wrong with it line by line.

function render({ model, el }) {
  const text = node("textarea", "sim-own-text");
  text.rows = 5;
  text.spellcheck = false;
  text.placeholder = "scenario: my_case\ntitle: …";
  text.setAttribute("aria-label", "YAML of a scenario");
  const file = node("input", "sim-own-file");
  file.type = "file";
  file.accept = ".yaml,.yml,text/yaml,text/plain";
  file.setAttribute("aria-label", "File of a scenario");
  const open = node("button", "sim-do", "Open");
  open.type = "button";
  const faults = node("ul", "sim-own-faults");
  faults.setAttribute("aria-live", "polite");
  el.classList.add("sim-own");
  el.append(
    node("h2", "", "Your own scenario"),
    node("p", "", "Choose a YAML file, or paste its text. Nothing leaves this machine."),
    file, text, open, faults,
  );

  function send() {
    if (new Blob([text.value]).size > model.get("most")) {
      tell([[1, `The text is larger than ${model.get("most") / 1e6} MB, the most that is read.`]]);
      return;
    }
    model.set("asked", { text: text.value, at: Date.now() });
    model.save_changes();
  }

  function tell(problems) {
    faults.replaceChildren(...problems.map(([line, message]) => {
      const go = node("button", "sim-line", `line ${line}`);
      go.type = "button";
      go.addEventListener("click", () => show(line));
      return node("li", "", null, go, node("span", "", ` ${message}`));
    }));
  }

  /** Mark a line in the text. */
  function show(line) {
    const lines = text.value.split("\n");
    const from = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    text.focus();
    text.setSelectionRange(from, from + (lines[line - 1] || "").length);
    text.scrollTop = (line - 3) * 18;
  }

  file.addEventListener("change", async () => {
    const [chosen] = file.files;
    if (!chosen) return;
    if (chosen.size > model.get("most")) {
      tell([[1, `The file is larger than ${model.get("most") / 1e6} MB, the most that is read.`]]);
      return;
    }
    text.value = await chosen.text();
    send();
  });
  open.addEventListener("click", send);
  const told = () => tell(model.get("problems"));
  model.on("change:problems", told);
  told();
  return () => model.off("change:problems", told);
}

export default { render };
