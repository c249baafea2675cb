// A map drawn once per year, filière or status: small maps in a strip, one of which is the large one. Contours come once;
// a variant is a size or a class per place, and how its values read.

const STEP_MS = 1600;
const PALE = 0.35;
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
  const { variants, hover, circles, areas } = map.data;
  map.variant = variants.labels[rank];
  if (variants.areas) Object.assign(areas[0], variants.areas[rank]);
  else if (circles) circles.sizes = variants.sizes[rank];
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
  const { variants, land, land_colour } = map.data;
  const [left, top, right, bottom] = map.layout.box;
  const made = element("button", { type: "button", class: "variant", "aria-label": `${label}\u00a0: ${variants.told[rank]}` });
  const picture = shape("svg", { viewBox: `${left} ${top} ${right - left} ${bottom - top}`, "aria-hidden": "true" });
  map.landPath ??= {};
  map.landPath[land] ??= land ? pathOf(map.files[land].features.flatMap((each) => outerRingsOf(each, map.layout.move)), true) : "";
  picture.append(shape("path", { d: map.landPath[land], fill: land_colour }));
  if (variants.areas) picture.append(...smallAreas(map, variants.areas[rank]));
  else picture.append(...smallCircles(map, rank));
  made.append(picture, element("b", {}, label), element("small", {}, variants.told[rank]));
  made.addEventListener("click", () => {
    stopPlaying(map);
    chooseVariant(map, rank);
  });
  return made;
}

function smallCircles(map, rank) {
  const { variants, circles } = map.data;
  const perPixel = sizeOf(map) / fitted(map.layout.box, map.width, map.height).scale;
  const found = [];
  for (const place of map.files[circles.file].features.keys()) {
    const radius = SIZES.indexOf(variants.sizes[rank][place]) * circles.step * perPixel;
    const { geometry } = map.files[circles.file].features[place];
    if (!radius || !geometry) continue;
    const [cx, cy] = map.layout.move(onPlane(geometry.coordinates));
    found.push(shape("circle", { cx, cy, r: radius, fill: circles.fill, "fill-opacity": circles.opacity }));
  }
  return found;
}

// One path per colour; what is in lines on the large map is pale, for lines would not be seen; no data is the land.
function smallAreas(map, { codes, hatched }) {
  const { fills, dotted } = map.data.areas[0];
  const found = new Map();
  map.places.forEach(({ path, rank }) => {
    const code = Number(codes[rank]);
    if (code === dotted) return;
    const kind = `${code} ${flagged(hatched, rank)}`;
    const drawn = found.get(kind) ?? { d: "", fill: fills[code], "fill-opacity": flagged(hatched, rank) ? PALE : 1 };
    found.set(kind, { ...drawn, d: drawn.d + path.getAttribute("d") });
  });
  return [...found.values()].map((each) => shape("path", each));
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
