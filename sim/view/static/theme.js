// The button for light and dark; begins with what the reader chose before, else with the system's.

const KEPT = "rival-territories-dark";

function render({ model, el }) {
  const button = node("button", "sim-theme");
  button.type = "button";
  function show() {
    const isDark = model.get("dark");
    button.textContent = isDark ? "☀ Light" : "☾ Dark";
    button.setAttribute("aria-label", isDark ? "Light colours" : "Dark colours");
  }
  button.addEventListener("click", () => {
    model.set("dark", !model.get("dark"));
    model.save_changes();
    localStorage.setItem(KEPT, String(model.get("dark")));
  });
  model.on("change:dark", show);
  const kept = localStorage.getItem(KEPT);
  const wanted = kept === null ? matchMedia("(prefers-color-scheme: dark)").matches : kept === "true";
  if (wanted !== model.get("dark")) {
    model.set("dark", wanted);
    model.save_changes();
  }
  show();
  el.append(button);
  return () => model.off("change:dark", show);
}

export default { render };
