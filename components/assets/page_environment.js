// Gives maps their script. Follows and copies links. Takes the closed panel out of the way of the keyboard. Reports
// whether the main block is narrow. Sorts and filters tables. Runs in the page itself (no frame) and fetches nothing.

const NARROW_PX = 640;
const COPIED_MS = 2000;
const FIGURE = "figure-";  // what a link to a figure ends with, and the class of its block
const SOUGHT_MS = 30000;
const LOOK_MS = 250;
const SETTLED = 4;  // looks in a row
// The script of each map waits for this one.
function readyMaps() {
  if (window.drawMap) return;
  window.drawMap = drawMap;
  window.tellRelief = tellRelief;
  window.dispatchEvent(new Event("maps-ready"));
}

// Links of tables are real addresses, which a new tab can open; in this one they are followed within the visit, whose
// own table and history a new load would lose.
function followLinks(setTriggerValue) {
  const known = window.followsLink;
  window.followsLink = (link) => setTriggerValue("link", link);
  if (known) return;
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-view]");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (document.querySelector(".st-key-embedded")) window.open(link.href, "_blank", "noopener");
    else window.followsLink(link.getAttribute("href"));
  });
}

// One gesture is one step back. Streamlit writes the parameters of the page that is left, then the address of the page
// that opens: a click on a map made two steps, of which the first was a page that nobody had seen.
function stepOncePerGesture() {
  if (window.stepsOncePerGesture) return;
  window.stepsOncePerGesture = true;
  let gestures = 0;
  let stepped = null;
  for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, () => { gestures += 1; }, true);
  const push = window.history.pushState;
  window.history.pushState = function (...step) {
    if (gestures === stepped) return window.history.replaceState(...step);
    stepped = gestures;
    return push.apply(this, step);
  };
}

// The address of the view, as it is when the button is pressed. Without a secure context there is no clipboard but that
// of a selected text. The button says that it is done, and then offers it again.
function copyLinks() {
  if (window.copiesLinks) return;
  window.copiesLinks = true;
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("button.copy-link");
    if (!button || button.textContent === button.dataset.copied) return;
    const code = button.previousElementSibling?.querySelector(".frame-code");
    const link = new URL(window.location.href);
    if (button.dataset.figure) link.hash = FIGURE + button.dataset.figure;
    const copied = code ? code.textContent : link.href;
    if (navigator.clipboard) await navigator.clipboard.writeText(copied);
    else copySelected(copied);
    const offered = button.textContent;
    button.textContent = button.dataset.copied;
    say(button.dataset.copied);
    setTimeout(() => { button.textContent = offered; }, COPIED_MS);
  });
}

// The code of a frame asks for the map as the visitor has set it: the view follows the address that the server wrote.
function showViewsInFrames() {
  if (window.showsViewsInFrames) return;
  window.showsViewsInFrames = true;
  new MutationObserver(() => {
    const code = document.querySelector(".frame-code:not([data-dressed])");
    if (!code) return;
    code.dataset.dressed = "";
    const map = document.querySelector(`.st-key-figure-${CSS.escape(code.dataset.figure)} .map[data-view]`);
    if (map) code.textContent = code.textContent.replace(/(src="[^"]*)"/, `$1#vue=${map.dataset.view}"`);
  }).observe(document.body, { subtree: true, childList: true });
}

// The figure that an address names, once the page is drawn and what is above it has taken its height. One that is folded
// is not there.
function showFigure() {
  if (window.showsFigure) return;
  window.showsFigure = true;
  const hash = decodeURIComponent(window.location.hash);
  if (!hash.startsWith("#" + FIGURE)) return;
  let quiet = 0;
  const watch = setInterval(() => {
    const figure = document.getElementsByClassName("st-key-" + hash.slice(1))[0];
    const drawn = document.querySelector("[data-testid='stApp'][data-test-script-state='notRunning']");
    quiet = figure && drawn ? quiet + 1 : 0;
    if (quiet < SETTLED) return;
    clearInterval(watch);
    figure.scrollIntoView();
  }, LOOK_MS);
  setTimeout(() => clearInterval(watch), SOUGHT_MS);
}

function copySelected(text) {
  const field = document.body.appendChild(document.createElement("textarea"));
  field.value = text;
  field.select();
  document.execCommand("copy");
  field.remove();
}

// Streamlit slides the closed panel out of the window and leaves its controls to the Tab key: 29 stops that nobody sees.
function closePanel() {
  if (window.closesPanel) return;
  window.closesPanel = true;
  const follow = () => {
    const panel = document.querySelector("[data-testid='stSidebar']");
    const closed = panel?.dataset.collapsed === "true";
    if (panel && panel.inert !== closed) panel.inert = closed;
  };
  new MutationObserver(follow).observe(document.body, {
    subtree: true, childList: true, attributes: true, attributeFilter: ["data-collapsed"],
  });
  follow();
}

// On paper there is no address bar: the last line is where the page is and the day it was printed.
function signPrints() {
  if (window.signsPrints) return;
  window.signsPrints = true;
  window.addEventListener("beforeprint", () => {
    const main = document.querySelector("[data-testid='stMainBlockContainer']");
    const line = document.querySelector(".printed") ?? document.createElement("p");
    line.className = "printed";
    const day = new Date().toLocaleDateString("fr-FR", { dateStyle: "long" });
    line.textContent = `Imprimé le ${day} : ${window.location.href}`;
    main?.append(line);
  });
}

// A table of many rows is sorted by its headings and filtered by its box where it is.
const folded = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
const ORDER = new Intl.Collator("fr", { numeric: true, sensitivity: "base" });

function sortRows(button) {
  const heading = button.closest("th");
  const table = heading.closest("table");
  const down = heading.getAttribute("aria-sort") === "descending" ? false : heading.classList.contains("numeric")
    || heading.getAttribute("aria-sort") === "ascending";
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", down ? "descending" : "ascending");
  const told = (row) => row.cells[heading.cellIndex];
  const number = (row) => (told(row).dataset.value === undefined ? null : Number(told(row).dataset.value));
  const numeric = heading.classList.contains("numeric");
  const rows = [...table.tBodies[0].rows].map((row) => ({ row, value: numeric ? number(row) : told(row).textContent }));
  // What is not known comes last, whatever the order.
  const unknown = ({ row, value }) => value === null && told(row).textContent.trim() === "—";
  rows.sort((one, other) => unknown(one) - unknown(other) || (down ? -1 : 1) * (
    numeric && one.value !== null && other.value !== null
      ? one.value - other.value : ORDER.compare(told(one.row).textContent, told(other.row).textContent)));
  table.tBodies[0].append(...rows.map(({ row }) => row));
}

function filterRows(box) {
  const line = box.closest(".row-filter");
  const rows = [...line.nextElementSibling.querySelectorAll("tbody tr")];
  const sought = folded(box.value.trim());
  for (const row of rows) row.hidden = !folded(row.textContent).includes(sought);
  const shown = rows.filter((row) => !row.hidden).length;
  line.querySelector("output").textContent = sought ? `${shown} sur ${rows.length}` : "";
}

function handleTables() {
  if (window.handlesTables) return;
  window.handlesTables = true;
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button.sort-rows");
    if (button) sortRows(button);
  });
  document.addEventListener("input", (event) => {
    if (event.target.matches?.("input.filter-rows")) filterRows(event.target);
  });
}

export default function ({ data, setStateValue, setTriggerValue }) {
  readyMaps();
  followLinks(setTriggerValue);
  stepOncePerGesture();
  copyLinks();
  showViewsInFrames();
  showFigure();
  closePanel();
  handleTables();
  signPrints();
  followPresentation();
  firstVisit();
  speak();
  const main = document.querySelector("[data-testid='stMain']");
  if (!main) return undefined;
  let reported = data.narrow;
  const measure = () => {
    const narrow = main.clientWidth < NARROW_PX;
    if (narrow === reported) return;
    reported = narrow;
    setStateValue("narrow", narrow);
  };
  const observer = new ResizeObserver(measure);
  observer.observe(main);
  return () => observer.disconnect();
}
