"use strict";
const made = (tag, words, set) => Object.assign(document.createElement(tag), {textContent: words}, set);
const folded = words => words.normalize("NFKC").toLocaleLowerCase();
const valueOf = cell => cell.dataset.v ?? cell.textContent.trim();

function sorted(rows, at, number, up) {
  const way = up ? 1 : -1;
  const order = new Intl.Collator(undefined, {numeric: true});
  return rows.map((row, place) => ({row, place, value: valueOf(row.cells[at])})).sort((a, b) => {
    if (a.value === "" || b.value === "") return (a.value === "") - (b.value === "") || a.place - b.place;
    const gap = number ? Number(a.value) - Number(b.value) : order.compare(a.value, b.value);
    return way * gap || a.place - b.place;
  }).map(entry => entry.row);
}

function prepare(box) {
  const body = box.querySelector("tbody");
  const heads = [...box.querySelectorAll("thead th")];
  const rows = [...body.rows];
  const caption = box.querySelector("caption").textContent;
  const first = Number(box.dataset.first);
  const words = new Map(rows.map(row => [row, folded([...row.cells].map(cell => cell.textContent).join(" "))]));
  const controls = made("div", "", {className: "controls"});
  const said = made("output", "");
  const more = made("button", "", {type: "button", className: "button"});
  const chosen = [];
  let ordered = rows;
  let all = rows.length <= first;
  let sought = null;

  function show() {
    const wanted = sought === null ? "" : folded(sought.value.trim());
    let kept = 0;
    for (const row of ordered) {
      const fits = words.get(row).includes(wanted)
        && chosen.every(({at, select}) => !select.value || valueOf(row.cells[at]) === select.value);
      row.hidden = !fits;
      kept += fits;
      row.classList.toggle("later", fits && !all && kept > first);
    }
    const shown = all ? kept : Math.min(kept, first);
    said.value = `${shown} of ${kept} shown` + (kept < rows.length ? `, ${rows.length} in all` : "");
    more.hidden = rows.length <= first;
    more.textContent = all ? "Show fewer" : `Show all ${kept}`;
  }

  heads.forEach((head, at) => {
    const button = made("button", head.textContent, {type: "button"});
    head.replaceChildren(button);
    head.setAttribute("aria-sort", "none");
    button.addEventListener("click", () => {
      const number = head.dataset.type === "number";
      const now = head.getAttribute("aria-sort");
      const up = now === "none" ? !number : now === "descending";
      heads.forEach(other => other.setAttribute("aria-sort", "none"));
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      ordered = sorted(rows, at, number, up);
      body.append(...ordered);
      show();
    });
  });
  if (rows.length > 5) {
    const label = made("label", "Filter");
    sought = made("input", "", {type: "search"});
    sought.setAttribute("aria-label", `Filter: ${caption}`);
    sought.addEventListener("input", show);
    label.append(sought);
    controls.append(label);
    heads.forEach((head, at) => {
      const values = [...new Set(rows.map(row => valueOf(row.cells[at])))].filter(Boolean).sort();
      if (!("choose" in head.dataset) || values.length < 2) return;
      const name = head.textContent;
      const choice = made("label", name);
      const select = made("select", "");
      select.setAttribute("aria-label", `${name}: ${caption}`);
      select.append(made("option", "all", {value: ""}), ...values.map(value => made("option", value, {value})));
      select.addEventListener("change", show);
      choice.append(select);
      controls.append(choice);
      chosen.push({at, select});
    });
    more.addEventListener("click", () => { all = !all; show(); });
    controls.append(more, said);
    box.prepend(controls);
  }
  show();
}

function offerThemes() {
  const themes = ["as the system", "dark", "light"];
  let at = 0;
  const button = made("button", "", {type: "button", className: "button", id: "theme"});
  const say = () => { button.textContent = `Colours: ${themes[at]}`; };
  button.addEventListener("click", () => {
    at = (at + 1) % themes.length;
    if (at) document.documentElement.dataset.theme = themes[at];
    else delete document.documentElement.dataset.theme;
    say();
  });
  say();
  document.getElementById("tools").append(button);
}

function openLinked() {
  const found = location.hash && document.getElementById(location.hash.slice(1));
  if (found instanceof HTMLDetailsElement) found.open = true;
}

// Only what can be scrolled is a stop for the keyboard.
function reach() {
  for (const box of document.querySelectorAll(".scroll")) {
    box.tabIndex = box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight ? 0 : -1;
  }
}

document.querySelectorAll(".table").forEach(prepare);
reach();
addEventListener("resize", reach);
document.addEventListener("toggle", reach, true);
offerThemes();
addEventListener("hashchange", openLinked);
openLinked();
const opened = [];
addEventListener("beforeprint", () => {
  opened.push(...document.querySelectorAll("details.agent:not([open])"));
  opened.forEach(card => { card.open = true; });
});
addEventListener("afterprint", () => opened.splice(0).forEach(card => { card.open = false; }));
