// Keys of the search box: arrows move between the box and the places under it, Enter opens the first place, once the
// places are those of what is typed.

const BOX = ".st-key-place-search";
const LIST = ".st-key-place-suggestions";
const PATIENCE_MS = 3000;

function openFirst(typed, until) {
  const list = document.querySelector(LIST);
  if (list?.querySelector("[data-typed]")?.dataset.typed === typed) list.querySelector("a")?.click();
  else if (performance.now() < until) requestAnimationFrame(() => openFirst(typed, until));
}

function move(event, box) {
  const stops = [box.querySelector("input"), ...box.querySelectorAll(`${LIST} a`)];
  const next = stops[stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function heard(event) {
  const box = event.target.closest?.(BOX);
  if (!box) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") move(event, box);
  else if (event.key === "Enter" && event.target.matches("input")) {
    openFirst(event.target.value.trim(), performance.now() + PATIENCE_MS);
  }
}

export default function () {
  if (window.searchKeys) return;
  window.searchKeys = true;
  document.addEventListener("keydown", heard);
}
