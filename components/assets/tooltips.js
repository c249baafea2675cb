// What a pointer shows over a map or a chart may be read at leisure (RGAA 10.13): whoever has rested on a place can go onto
// what it shows, to enlarge it or read it letter by letter, and Escape closes it wherever the keyboard is. These tooltips
// follow the pointer: what it does on its way to one is kept from the map or the chart, which would move it or close it.

const TOOLTIPS = ".map-tooltip.shown, #vg-tooltip-element.visible, .deck-tooltip";
const REST_MS = 400;  // who sweeps over a map never rests so long, and meets no place that is kept from them
const KEPT_EVENTS = ["pointermove", "mousemove", "pointerout", "mouseout", "pointerleave", "mouseleave", "pointerover",
  "mouseover", "pointerenter", "mouseenter"];

const shownTooltip = () => [...document.querySelectorAll(TOOLTIPS)].find((tooltip) => {
  return tooltip.checkVisibility({ visibilityProperty: true }) && tooltip.offsetWidth > 0;
});

// Whether a pointer that rested at one point and is now at another is on the box, or goes straight to it.
function towards(from, now, box) {
  let [first, last] = [-Infinity, Infinity];
  for (const [axis, least, most] of [["x", box.left, box.right], ["y", box.top, box.bottom]]) {
    const step = now[axis] - from[axis] || 1e-9;
    const [one, other] = [(least - from[axis]) / step, (most - from[axis]) / step];
    first = Math.max(first, Math.min(one, other));
    last = Math.min(last, Math.max(one, other));
  }
  return first <= last && last >= 1;
}

function readTooltips() {
  let resting = 0;
  let rested = null;  // where, and what is shown of it
  let missed = [];  // what a map or a chart has to hear once the pointer is let go
  let replaying = false;
  const letGo = () => {
    rested = null;
    replaying = true;
    for (const { target, event } of missed) if (target.isConnected) target.dispatchEvent(new event.constructor(event.type, event));
    replaying = false;
    missed = [];
  };
  const rest = (point) => {
    const tooltip = shownTooltip();
    if (tooltip) rested = { point, tooltip };
  };
  const hear = (event) => {
    if (replaying || (event.pointerType && event.pointerType !== "mouse")) return;
    const now = { x: event.clientX, y: event.clientY };
    if (rested?.tooltip.isConnected && !event.buttons && towards(rested.point, now, rested.tooltip.getBoundingClientRect())) {
      event.stopImmediatePropagation();
      if (/out|leave/.test(event.type)) missed.push({ target: event.target, event });
      return;
    }
    if (rested) letGo();
    clearTimeout(resting);
    if (event.type.endsWith("move")) resting = setTimeout(rest, REST_MS, now);
  };
  for (const kind of KEPT_EVENTS) window.addEventListener(kind, hear, true);
  for (const kind of ["pointerdown", "wheel"]) window.addEventListener(kind, () => { if (rested) letGo(); }, { capture: true, passive: true });
  document.addEventListener("keydown", (event) => {
    const tooltip = event.key === "Escape" && shownTooltip();
    if (!tooltip) return;
    letGo();
    tooltip.classList.remove("shown", "visible");
    if (tooltip.matches(".deck-tooltip")) tooltip.style.display = "none";
  });
}
