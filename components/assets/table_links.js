// A table of hundreds of links is one stop of the keyboard: from it, arrows go from link to link, up and down in a column,
// left and right in a row. Called by spoken.js after each change of the page.

const MANY_LINKS = 60;
const STEPS = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] };
const HINT = "Au clavier : flèches d’un lien à l’autre, Entrée pour ouvrir";

function gatherLinks() {
  each(".table-frame:not([data-gathered])", (frame) => {
    const links = frame.querySelectorAll("a");
    if (links.length <= MANY_LINKS) return;
    frame.dataset.gathered = "";
    links.forEach((link) => { link.tabIndex = -1; });
    frame.setAttribute("aria-description", HINT);
    const hint = Object.assign(document.createElement("p"), { className: "links-hint", textContent: HINT });
    hint.setAttribute("aria-hidden", "true");  // said with the table already
    frame.before(hint);
    frame.addEventListener("focusin", () => hint.classList.add("shown"));
    frame.addEventListener("focusout", () => hint.classList.remove("shown"));
  });
}

// The next link that way: the cells and the rows without any are passed over, those that a filter hides too.
function linkFrom(frame, link, [down, right]) {
  const rows = [...frame.querySelectorAll("tbody tr")].filter((row) => !row.hidden);
  if (!link) return rows.map((row) => row.querySelector("a")).find(Boolean) ?? null;
  const cell = link.closest("th, td");
  let row = rows.indexOf(cell.parentElement);
  let column = cell.cellIndex;
  do {
    row += down;
    column += right;
    const found = rows[row]?.cells[column]?.querySelector("a");
    if (found) return found;
  } while (rows[row] && column >= 0 && column < rows[row].cells.length);
  return null;
}

function walkLinks() {
  document.addEventListener("keydown", (event) => {
    const frame = event.target.closest?.(".table-frame[data-gathered]");
    const step = STEPS[event.key];
    const link = event.target.closest?.("a");
    if (!frame || !step || event.ctrlKey || event.metaKey || event.altKey || (!link && event.target !== frame)) return;
    const next = linkFrom(frame, link, step);
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
}
