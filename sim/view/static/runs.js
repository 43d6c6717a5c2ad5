// The runs of a batch: a table with filters, an order, pages, and a button that watches a run.

const STATUS = { done: "done", failed: "failed", missing: "not done yet" };

function render({ model, el }) {
  el.classList.add("sim-runs");
  const bar = node("div", "sim-runs-bar");
  const table = node("table");
  const frame = node("div", "sim-runs-frame", null, table);
  const foot = node("div", "sim-runs-bar");
  el.append(bar, frame, foot);

  function choose(changes) {
    model.set("choice", { ...model.get("choice"), page: 0, ...changes });
    model.save_changes();
  }

  function select(name, label, options) {
    const box = node("select", "sim-select");
    box.setAttribute("aria-label", label);
    box.dataset.choice = name;
    for (const [value, text] of options) {
      const option = node("option", "", text);
      option.value = value;
      box.append(option);
    }
    box.value = model.get("choice")[name];
    box.addEventListener("change", () => choose({ [name]: box.value }));
    return box;
  }

  function button(text, label, act) {
    const found = node("button", "sim-small", text);
    found.type = "button";
    if (label) found.setAttribute("aria-label", label);
    found.addEventListener("click", act);
    return found;
  }

  function value(cell, column) {
    if (cell === null) return "–";
    if (column === "status") return STATUS[cell] || cell;
    if (typeof cell === "string") return cell;
    return Number.isInteger(cell) ? cell.toLocaleString("en-GB") : String(Number(cell.toPrecision(3)));
  }

  function head(column) {
    const { column: by, down } = model.get("choice");
    const sort = button(column.replaceAll("_", " ") + (by === column ? (down ? " ↓" : " ↑") : ""), null, () => choose({ column, down: by === column && !down }));
    sort.className = "sim-runs-head";
    const cell = node("th", "", null, sort);
    cell.scope = "col";
    if (by === column) cell.setAttribute("aria-sort", down ? "descending" : "ascending");
    return cell;
  }

  function row(columns, [place, cells, error]) {
    const watch = button("▶ Watch", `Watch ${cells.slice(0, columns.indexOf("status")).join(", ")}`, () => {
      model.set("watched", place);
      model.save_changes();
    });
    watch.dataset.place = place;
    const line = node("tr", "", null, node("td", "", null, watch), ...cells.map((cell, i) => {
      const data = node("td", typeof cell === "string" ? "" : "sim-number", value(cell, columns[i]));
      if (columns[i] === "status" && error) {
        data.title = error;
        data.classList.add("sim-failed");
      }
      return data;
    }));
    return line;
  }

  function draw() {
    const columns = parsed(model, "columns"), groups = parsed(model, "groups");
    const count = model.get("count"), size = model.get("size"), { page } = model.get("choice");
    const held = document.activeElement && el.contains(document.activeElement) ? document.activeElement.dataset.choice : null;
    bar.replaceChildren(node("strong", "sim-card-title", "Runs"),
      select("status", "Status", [["", "of any status"], ...Object.entries(STATUS)]));
    if (groups.length > 1) bar.append(select("group", "Alternative", [["", "all alternatives"], ...groups.map(([name, label]) => [name, label])]));
    table.replaceChildren(
      node("thead", "", null, node("tr", "", null, node("th", "", ""), ...columns.map(head))),
      node("tbody", "", null, ...parsed(model, "rows").map((each) => row(columns, each))));
    const last = Math.max(Math.ceil(count / size) - 1, 0);
    const back = button("←", "Earlier runs", () => choose({ page: page - 1 }));
    const on = button("→", "Later runs", () => choose({ page: page + 1 }));
    back.disabled = page <= 0;
    on.disabled = page >= last;
    const first = page * size + 1;
    foot.replaceChildren(node("span", "", count ? `${first.toLocaleString("en-GB")} to ${Math.min(first + size - 1, count).toLocaleString("en-GB")} of ${count.toLocaleString("en-GB")}` : "No run is like that."));
    if (last > 0) foot.append(back, on);
    if (held) bar.querySelector(`[data-choice=${held}]`)?.focus();
  }

  const names = ["rows", "columns", "count", "choice", "groups"].map((name) => `change:${name}`);
  const redraw = onceAFrame(draw);
  names.forEach((name) => model.on(name, redraw));
  draw();
  return () => names.forEach((name) => model.off(name, redraw));
}

export default { render };
