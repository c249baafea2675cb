// Keys of the search box: arrows move between the box and the places under it, Enter opens the first place, once the
// places are those of what is typed.

const BOX = ".st-key-place-search";
const LIST = ".st-key-place-suggestions";

let waiting = 0;

// Waits as long as the server takes, until something else is typed or the page changes.
function openFirst(typed) {
  const input = document.querySelector(`${BOX} input`);
  if (input?.value.trim() !== typed) return;
  const list = document.querySelector(`${BOX} ${LIST}`);
  if (list?.querySelector(`[data-typed="${CSS.escape(typed)}"]`)) list.querySelector("a")?.click();
  else waiting = requestAnimationFrame(() => openFirst(typed));
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
  else if (event.key === "Enter" && event.target.value?.trim()) {
    cancelAnimationFrame(waiting);
    openFirst(event.target.value.trim());
  }
}

export default function () {
  if (window.searchKeys) return;
  window.searchKeys = true;
  document.addEventListener("keydown", heard);
}
