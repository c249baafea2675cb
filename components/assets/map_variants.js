// A map drawn once per year, filière or status: small maps in a strip, one of which is the large one. Contours come once;
// a variant is a size per place, and how its values read.

const STEP_MS = 1600;
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

// The large map is that which was chosen before, if it still is there, or that of most.
function prepareVariants(map) {
  const { variants } = map.data;
  stopPlaying(map);
  map.root.classList.toggle("varied", Boolean(variants));
  if (!variants) {
    map.strip?.remove();
    map.strip = map.variant = null;
    return;
  }
  const known = variants.labels.indexOf(map.variant);
  takeVariant(map, known < 0 ? variants.first : known);
  resized(map);
}

function takeVariant(map, rank) {
  const { variants, hover, circles } = map.data;
  map.variant = variants.labels[rank];
  if (circles) circles.sizes = variants.sizes[rank];
  hover.values = variants.values[rank].split("|");
  map.tooltip.place = null;
}

function showVariants(map) {
  const { variants } = map.data;
  if (!variants) return;
  map.strip ??= map.root.appendChild(element("div", { class: "map-strip", role: "group", "aria-label": "Une carte par valeur" }));
  const chosen = variants.labels.indexOf(map.variant);
  const small = variants.labels.map((label, rank) => smallMap(map, label, rank));
  map.caption = element("p", { class: "map-caption" });
  map.strip.replaceChildren(map.caption, ...playButton(map), ...small);
  markVariant(map, chosen);
}

function smallMap(map, label, rank) {
  const { variants, circles, land, land_colour } = map.data;
  const [left, top, right, bottom] = map.layout.box;
  const made = element("button", { type: "button", class: "variant", "aria-label": `${label}\u00a0: ${variants.told[rank]}` });
  const picture = shape("svg", { viewBox: `${left} ${top} ${right - left} ${bottom - top}`, "aria-hidden": "true" });
  map.landPath ??= {};
  map.landPath[land] ??= land ? pathOf(map.files[land].features.flatMap((each) => outerRingsOf(each, map.layout.move)), true) : "";
  picture.append(shape("path", { d: map.landPath[land], fill: land_colour }));
  const perPixel = sizeOf(map) / fitted(map.layout.box, map.width, map.height).scale;
  for (const place of map.files[circles.file].features.keys()) {
    const radius = SIZES.indexOf(variants.sizes[rank][place]) * circles.step * perPixel;
    const { geometry } = map.files[circles.file].features[place];
    if (!radius || !geometry) continue;
    const [cx, cy] = map.layout.move(onPlane(geometry.coordinates));
    picture.append(shape("circle", { cx, cy, r: radius, fill: circles.fill, "fill-opacity": circles.opacity }));
  }
  made.append(picture, element("b", {}, label), element("small", {}, variants.told[rank]));
  made.addEventListener("click", () => {
    stopPlaying(map);
    chooseVariant(map, rank);
  });
  return made;
}

function chooseVariant(map, rank) {
  takeVariant(map, rank);
  colour(map);
  placeAll(map);
  markVariant(map, rank);
}

function markVariant(map, rank) {
  const said = `${map.variant}\u00a0: ${map.data.variants.told[rank]}`;
  map.caption.textContent = said;
  map.told.textContent = said;
  map.strip.querySelectorAll(".variant").forEach((each, place) => each.setAttribute("aria-pressed", place === rank));
  const shown = map.strip.querySelector("[aria-pressed=true]");
  map.strip.scrollLeft = shown.offsetLeft - (map.strip.clientWidth - shown.offsetWidth) / 2;
}

// From the first to the last, once, until it is stopped; not where motion is to be reduced: the small maps are all there.
function playButton(map) {
  if (calm.matches) return [];
  map.play = element("button", { type: "button", class: "variants-play" }, "Lire");
  map.play.addEventListener("click", () => (map.playing ? stopPlaying(map) : startPlaying(map)));
  map.play.addEventListener("keydown", ({ key }) => key === "Escape" && stopPlaying(map));
  return [map.play];
}

function startPlaying(map) {
  const { labels } = map.data.variants;
  map.play.textContent = "Arrêter";
  let rank = 0;
  chooseVariant(map, rank);
  map.playing = setInterval(() => {
    rank += 1;
    chooseVariant(map, rank);
    if (rank >= labels.length - 1) stopPlaying(map);
  }, STEP_MS);
}

function stopPlaying(map) {
  clearInterval(map.playing);
  map.playing = null;
  if (map.play) map.play.textContent = "Lire";
}
