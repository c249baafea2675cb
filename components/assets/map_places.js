// The place under the pointer or the keys of a map: shown, told, opened.

const OFFSET_PX = 14;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const PAN_PX = 80;

const placeOf = (target) => target.place ?? null;

// The lines of a place: label and value.
function linesOf(map, place) {
  const { labels = [], values = [] } = map.data.hover ?? {};
  return labels.map((label, row) => [label, values[place.rank * labels.length + row] || NO_DATA]);
}

function fillTooltip(map, place) {
  const lines = element("dl");
  for (const [label, value] of linesOf(map, place)) lines.append(element("dt", {}, label), element("dd", {}, value));
  map.tooltip.replaceChildren(element("b", {}, place.name), lines);
}

// x, y: px in the map. On a phone, the style sheet puts the tooltip at the foot of the map.
function showTooltip(map, place, x, y) {
  if (map.tooltip.place !== place) fillTooltip(map, place);
  map.tooltip.place = place;
  map.tooltip.classList.add("shown");
  const { offsetWidth: width, offsetHeight: height } = map.tooltip;
  const left = x + OFFSET_PX + width > map.width ? x - OFFSET_PX - width : x + OFFSET_PX;
  const top = y + OFFSET_PX + height > map.height ? y - OFFSET_PX - height : y + OFFSET_PX;
  map.tooltip.style.transform = `translate(${Math.round(Math.max(left, 0))}px, ${Math.round(top)}px)`;
}

function hideTooltip(map) {
  map.tooltip.classList.remove("shown");
}

// An outline over all others.
function mark(map, place) {
  const shown = place && (place.path ?? place.circle).cloneNode();
  if (shown) {
    for (const name of ["fill", "stroke", "class"]) shown.removeAttribute(name);
    if (place.path) shown.setAttribute("transform", map.parts.plane.getAttribute("transform"));
  }
  map.parts.mark.replaceChildren(...(shown ? [shown] : []));
}

function hearPointer(map) {
  map.stage.addEventListener("pointermove", (event) => {
    if (map.dragged && event.buttons) return hideTooltip(map);
    const place = placeOf(event.target);
    map.stage.classList.toggle("over", Boolean(place));
    if (map.pointed !== place) mark(map, place ?? map.current);
    map.pointed = place;
    if (!place) return hideTooltip(map);
    const box = map.stage.getBoundingClientRect();
    return showTooltip(map, place, event.clientX - box.left, event.clientY - box.top);
  });
  map.stage.addEventListener("pointerleave", () => {
    map.pointed = null;
    mark(map, map.current);
    if (!map.current) hideTooltip(map);
  });
  map.stage.addEventListener("pointerdown", (event) => {
    map.parts?.mark.classList.toggle("pressed", Boolean(placeOf(event.target)));
    if (map.pointed === undefined || !map.pointed) mark(map, placeOf(event.target));
  });
  for (const kind of ["pointerup", "pointercancel"]) map.stage.addEventListener(kind, () => map.parts?.mark.classList.remove("pressed"));
  map.stage.addEventListener("click", (event) => {
    if (map.dragged) return;
    const place = placeOf(event.target);
    if (place) openPlace(map, place);
  });
  map.stage.addEventListener("dblclick", (event) => {
    const box = map.stage.getBoundingClientRect();
    if (!placeOf(event.target) || !map.data.opens) zoomAt(map, STEP, event.clientX - box.left, event.clientY - box.top);
  });
}

// The map says at once that it was heard: what opens takes a while.
function openPlace(map, place) {
  if (!map.data.opens) return;
  mark(map, place);
  map.stage.classList.add("opening");
  map.told.textContent = `Ouverture : ${place.name}`;
  setTimeout(() => map.stage.classList.remove("opening"), 4000);
  map.open(place.layer, place.rank);
}

function hearKeys(map) {
  map.stage.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !map.view) return;
    const { key } = event;
    if (ARROWS[key] && event.shiftKey) pan(map, ARROWS[key]);
    else if (ARROWS[key]) goTo(map, nextPlace(map, ARROWS[key]));
    else if (key === "Enter" && map.current) openPlace(map, map.current);
    else if (key === "+" || key === "=") zoomAt(map, STEP);
    else if (key === "-") zoomAt(map, 1 / STEP);
    else if (key === "Escape" || key === "Home") {
      map.current = null;
      mark(map, null);
      hideTooltip(map);
      showBox(map, map.layout.box);
    } else return;
    event.preventDefault();
  });
  map.stage.addEventListener("blur", () => {
    map.current = null;
    mark(map, map.pointed);
    hideTooltip(map);
  });
}

function pan(map, [across, down]) {
  const { x, y, scale } = map.view;
  setView(map, { x: x + (across * PAN_PX) / scale, y: y + (down * PAN_PX) / scale, scale });
}

// From no place, the nearest to the middle; then the nearest in the direction of the arrow, straight ahead first.
function nextPlace(map, [across, down]) {
  const known = map.targets.filter(({ at }) => at);
  const from = map.current?.at ?? [map.view.x, map.view.y];
  let best = null;
  let least = Infinity;
  for (const place of known) {
    if (place === map.current) continue;
    const [x, y] = [place.at[0] - from[0], place.at[1] - from[1]];
    const ahead = x * across + y * down;
    const aside = Math.abs(x * down) + Math.abs(y * across);
    if (map.current && (ahead <= 0 || aside > 2 * ahead)) continue;
    const far = map.current ? ahead + 2 * aside : Math.hypot(x, y);
    if (far < least) [best, least] = [place, far];
  }
  return best ?? map.current;
}

function goTo(map, place) {
  if (!place) return;
  map.current = place;
  const told = linesOf(map, place).map(([label, value]) => `${label} : ${value}`);
  map.told.textContent = `${[place.name, ...told].join(". ")}.${map.data.opens ? " Entrée ouvre la fiche." : ""}`;
  const [x, y] = onScreen(map, place.at);
  const inside = x > 30 && y > 30 && x < map.width - 30 && y < map.height - 30;
  if (inside) showCurrent(map);
  else setView(map, { ...map.view, x: place.at[0], y: place.at[1] });
}

function showCurrent(map) {
  mark(map, map.current);
  showTooltip(map, map.current, ...onScreen(map, map.current.at));
}

// The buttons of a map: zoom, the whole view, and the régions of a national one.
function buildWays(map) {
  const button = (label, text, act) => {
    const made = element("button", { type: "button", title: label });
    made.append(element("span", { "aria-hidden": "true" }, text));
    made.addEventListener("click", act);
    return made;
  };
  const national = map.layout.frames.length > 0;
  const whole = national ? "France entière" : "Vue entière";
  const ways = [
    button("Zoom avant", "+", () => zoomAt(map, STEP)),
    button("Zoom arrière", "−", () => zoomAt(map, 1 / STEP)),
    button(whole, "⌂", () => {
      if (map.regions) map.regions.value = "";
      showBox(map, map.layout.box);
    }),
  ];
  map.regions = null;
  map.ways.replaceChildren(...ways);
  if (!national || !map.data.land) return;
  map.regions = element("select", { "aria-label": "Aller à une région" });
  map.regions.append(element("option", { value: "" }, "France entière"));
  const found = map.files[map.data.land].features.map((feature) => [feature.properties.nom, feature]);
  found.sort(([one], [other]) => one.localeCompare(other, "fr"));
  found.forEach(([name], rank) => map.regions.append(element("option", { value: rank }, name)));
  map.regions.addEventListener("change", () => {
    const chosen = found[map.regions.value]?.[1];
    showBox(map, chosen && map.regions.value !== "" ? boxOf(ringsOf(chosen, map.layout.move)) : map.layout.box);
  });
  const help = element("span", { title: "Aller à une région" });  // on the list itself, it would be read after its name
  help.append(map.regions);
  map.ways.append(help);
}
