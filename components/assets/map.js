// A map, drawn by the page itself: places of contour files, coloured or under circles, with names, a tooltip, and keys.
// What a run sends is a class or a size per place and how values read: nothing of it is markup or code.

const SIZES = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";  // as components/maps/drawing.py
const SVG = "http://www.w3.org/2000/svg";
const WIDE_PX = 900;  // where the list of régions hides nothing
const TEXTURE_PX = 4.5;
const DOT_PX = 1;
const LINE_PX = 1.6;
const OUTLINE_PX = 0.9;
const INSIDE_PX = 1.6;  // around the place of a sheet
const NO_DATA = "pas de donnée";
const drawnMaps = new WeakMap();
let mapsDrawn = 0;

function shape(tag, attributes = {}, text = null) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (text !== null) made.textContent = text;
  return made;
}

// Four places in one hexadecimal digit.
const flagged = (flags, rank) => Boolean((parseInt(flags?.[rank >> 2] ?? "0", 16) >> (rank & 3)) & 1);

function element(tag, attributes = {}, text = null) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (text !== null) made.textContent = text;
  return made;
}

// Called by the component of each map, at each run.
function drawMap({ parentElement, data, setTriggerValue }) {
  let map = drawnMaps.get(parentElement);
  if (!map || !parentElement.contains(map.root)) {
    map = newMap(parentElement);
    drawnMaps.set(parentElement, map);
  }
  map.open = (layer, place) => setTriggerValue("place", { layer, place });
  showMap(map, JSON.parse(new TextDecoder().decode(data)));
}

function newMap(parentElement) {
  const root = parentElement.querySelector(".map") ?? parentElement.appendChild(element("div", { class: "map" }));
  const map = { root, number: mapsDrawn += 1, names: [], places: [], current: null, moved: false };
  map.stage = element("div", { class: "map-stage", tabindex: "0", role: "application" });
  map.tooltip = element("div", { class: "map-tooltip" });
  map.told = element("p", { class: "map-told", "aria-live": "polite" });
  map.ways = element("div", { class: "map-ways" });
  root.setAttribute("role", "figure");
  root.replaceChildren(map.stage, map.ways, map.tooltip, map.told);
  hearWheel(map);
  hearDrag(map);
  hearPointer(map);
  hearKeys(map);
  new ResizeObserver(() => resized(map)).observe(map.stage);
  return map;
}

// All that a map needs is fetched before anything of it is drawn: its first frame is whole.
async function showMap(map, data) {
  if (data.hover) data.hover.values = data.hover.values.split("|");
  map.data = data;
  map.tooltip.place = null;  // its values are those of before
  map.root.setAttribute("aria-label", data.alt);
  map.stage.setAttribute("aria-label", `Carte. Flèches : d’un lieu à l’autre. Entrée : ouvrir sa fiche. Plus et moins : zoom. Échap : vue entière.`);
  const files = [data.land, data.names, ...data.areas.map(({ file }) => file), ...data.limits.map(([file]) => file),
    data.circles?.file, data.projects?.file, ...data.dots.map(([file]) => file)].filter(Boolean);
  let contents;
  try {
    contents = await Promise.all(files.map(geoFile));
  } catch {
    map.root.classList.add("failed");
    return;
  }
  if (map.data !== data) return;  // a later run came meanwhile
  map.root.classList.remove("failed");
  map.files = Object.fromEntries(files.map((file, rank) => [file, contents[rank]]));
  const drawn = JSON.stringify([files, data.bounds, data.areas.map(({ inside }) => inside)]);
  const changed = map.drawn !== drawn;
  map.drawn = drawn;
  prepareVariants(map);
  draw(map, changed);
}

function resized(map) {
  const { clientWidth: width, clientHeight: height } = map.stage;
  if (!width || !height || (width === map.width && height === map.height)) return;
  const narrow = width < NARROW_PX;
  const other = narrow !== map.narrow;
  Object.assign(map, { width, height, narrow });
  map.root.classList.toggle("wide", width >= WIDE_PX);
  if (map.files) draw(map, other);
}

// structure: whether contours change; otherwise only colours and sizes do.
function draw(map, structure) {
  if (!map.width) return;
  if (structure || !map.parts) {
    map.layout = layoutOf(map.files[map.data.names], map.data.bounds, map.narrow);
    map.natural = boxOnPlane(map.data.bounds);
    map.view = null;
    buildParts(map);
    buildWays(map);
  }
  if (!map.view || !map.moved) {
    const asked = viewOfAddress(map);
    map.view = asked ?? fitted(map.layout.box, map.width, map.height);
    map.moved = Boolean(asked);
    tellView(map);
  }
  colour(map);
  placeAll(map);
  showVariants(map);
  map.root.classList.add("drawn");
}

const limit = (d, stroke, width) => shape("path", { d, class: "limit", stroke, "stroke-width": width });
const outline = (places, stroke, width) => limit(outlineOf(places), stroke, width);

function buildParts(map) {
  const { data, layout, files } = map;
  const features = (file) => files[file].features;
  const rings = (file) => features(file).map((feature) => ringsOf(feature, layout.move));
  const whole = (file, closed) => pathOf(rings(file).flat(), closed);
  const plane = shape("g", { class: "plane" });
  if (data.land) plane.append(shape("path", { d: pathOf(features(data.land).flatMap((each) => outerRingsOf(each, layout.move)), true), class: "land", fill: data.land_colour }));
  const limits = data.limits.map(([file, stroke, width]) => limit(whole(file, false), stroke, width));
  if (data.local) plane.append(...limits);  // of another generalisation: seen beyond the places alone
  map.places = [];
  const insides = [];
  for (const area of data.areas) {
    const contours = rings(area.file);
    contours.forEach((found, rank) => {
      const path = shape("path", { d: pathOf(found, true), class: "place", stroke: data.line });
      plane.append(path);
      map.places.push({ layer: area.name, rank, path, at: middleOf(found), name: features(area.file)[rank].properties.nom });
    });
    if (data.local) plane.append(outline(contours, data.outline, OUTLINE_PX));
    if (area.inside) insides.push(...contours.filter((_, rank) => flagged(area.inside, rank)));
  }
  if (insides.length) plane.append(outline(insides, data.outline, INSIDE_PX));
  if (!data.local) plane.append(...limits);
  const parts = { plane, frames: shape("g", { class: "frames" }), circles: shape("g", { class: "circles" }),
    dots: shape("g", { class: "dots" }), mark: shape("g", { class: "current" }), names: shape("g", { class: "names" }) };
  map.canvas = element("canvas", { "aria-hidden": "true" });
  map.picture = shape("svg", { "aria-hidden": "true" });
  map.picture.append(shape("defs"), ...Object.values(parts));
  map.parts = parts;
  map.stage.replaceChildren(map.canvas, map.picture);
}

// The fill of each place, circles, dots and names: what a change of filter changes.
function colour(map) {
  const { data, files, layout } = map;
  const at = (feature) => feature.geometry && layout.move(onPlane(feature.geometry.coordinates));
  const hatches = new Map();
  map.textures = new Map();
  let start = 0;
  for (const { file, fills, codes, hatched, dotted } of data.areas) {
    files[file].features.forEach((_, rank) => {
      const code = Number(codes?.[rank] ?? 0);
      const texture = flagged(hatched, rank) ? "lines" : code === dotted ? "dots" : null;
      map.places[start + rank].path.setAttribute("fill", texture ? textured(map, fills[code], texture, hatches) : fills[code]);
    });
    start += files[file].features.length;
  }
  map.picture.firstChild.replaceChildren(...[...hatches.values()].map(({ pattern }) => pattern));
  map.circles = [];
  if (data.circles) {
    const { file, sizes, step, fill, line, pale } = data.circles;
    files[file].features.forEach((feature, rank) => {
      const radius = SIZES.indexOf(sizes[rank]) * step;
      const point = radius > 0 && at(feature);
      if (!point) return;
      const weak = flagged(pale, rank);
      const circle = shape("circle", { class: "place", fill, "fill-opacity": weak ? data.circles.weak : data.circles.opacity, ...(line ? { stroke: line } : {}) });
      map.circles.push({ layer: "places", rank, circle, radius, at: point, name: feature.properties.nom });
    });
    map.circles.sort((one, other) => other.radius - one.radius);
  }
  map.parts.circles.replaceChildren(...map.circles.map(({ circle }) => circle));
  map.dots = data.dots.flatMap(([file, fill, radius, shown]) => files[file].features.flatMap((feature, rank) =>
    (shown && !flagged(shown, rank)) || !feature.geometry ? [] : [{ circle: shape("circle", { fill, r: radius }), at: at(feature) }]));
  if (data.projects) map.dots.push(...projectDots(data.projects, files[data.projects.file].features, at));
  map.parts.dots.replaceChildren(...map.dots.map(({ circle }) => circle));
  map.targets = map.places.length ? map.places : map.circles;
  for (const place of [...map.places, ...map.circles]) (place.circle ?? place.path).place = place;
  nameAll(map, at);
}

// A letter for each commune: none, or the status of its greatest project and the size of its euros; the largest first.
function projectDots({ codes, steps, step, ring, fills, paper }, features, at) {
  const found = features.flatMap((feature, rank) => {
    const code = SIZES.indexOf(codes[rank]) - 1;
    if (code < 0 || !feature.geometry) return [];
    const [stage, size] = [Math.floor(code / steps), code % steps];
    const circle = shape("circle", { class: "project", fill: size ? fills[stage] : paper });
    return [{ circle, radius: size ? size * step : ring, at: at(feature) }];
  });
  return found.sort((one, other) => other.radius - one.radius);
}

function textured(map, fill, texture, known) {
  const key = texture + fill;
  if (!known.has(key)) {
    const id = `texture-${map.number}-${known.size}`;
    const pattern = shape("pattern", { id, width: TEXTURE_PX, height: TEXTURE_PX, patternUnits: "userSpaceOnUse" });
    const ground = shape("rect", { width: TEXTURE_PX, height: TEXTURE_PX, fill: map.data.hatch_ground });
    const ink = texture === "dots" ? { cx: TEXTURE_PX / 2, cy: TEXTURE_PX / 2, r: DOT_PX } : { width: LINE_PX, height: TEXTURE_PX };
    pattern.append(ground, shape(texture === "dots" ? "circle" : "rect", { ...ink, fill }));
    known.set(key, { id, pattern });
    map.textures.set(`url(#${id})`, { texture, fill });
  }
  return `url(#${known.get(key).id})`;
}

// The places of the greatest values, then those of a sheet, then towns by rank.
function nameAll(map, at) {
  const { data, files, layout } = map;
  const towns = files[data.names]?.towns ?? [];
  const points = new Map((map.circles.length ? map.circles : map.places).map((place) => [place.rank, place]));
  const greatest = (data.greatest ?? []).flatMap(([rank, text]) => points.get(rank)?.at ? [{ text, at: points.get(rank).at, bold: true }] : []);
  const named = [...(data.named ?? []), ...towns].map(([text, longitude, latitude]) =>
    ({ text, at: layout.move(onPlane([longitude, latitude])), above: data.above }));
  map.names = [...greatest, ...named];
}

// White lines between a thousand communes would be all that is seen of them.
function lineWidth({ places, layout, view }) {
  const [left, top, right, bottom] = layout.box;
  const apart = Math.sqrt(((right - left) * (bottom - top)) / Math.max(places.length, 1)) * view.scale;
  return Math.min(Math.max(apart / 30, 0.3), 0.9);
}

// All that follows the view.
function placeAll(map) {
  const { view, width, height, parts } = map;
  map.picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
  parts.plane.setAttribute("transform", `translate(${width / 2 - view.x * view.scale} ${height / 2 - view.y * view.scale}) scale(${view.scale})`);
  for (const pattern of map.picture.firstChild.children) pattern.setAttribute("patternTransform", `rotate(45) scale(${1 / view.scale})`);
  parts.plane.style.setProperty("--line", `${lineWidth(map).toFixed(2)}px`);
  paintPlane(map);
  const size = sizeOf(map);
  map.root.closest("[class*='st-key-map-of-']")?.style.setProperty("--map-scale", size.toFixed(3));
  for (const { circle, radius, at } of map.circles) {
    const [x, y] = onScreen(map, at);
    circle.setAttribute("cx", x.toFixed(1));
    circle.setAttribute("cy", y.toFixed(1));
    circle.setAttribute("r", (radius * size).toFixed(2));
  }
  for (const { circle, radius, at } of map.dots) {
    const [x, y] = onScreen(map, at);
    if (radius) circle.setAttribute("r", (radius * Math.max(size, 0.7)).toFixed(2));
    circle.setAttribute("cx", x.toFixed(1));
    circle.setAttribute("cy", y.toFixed(1));
  }
  placeFrames(map);
  placeNames(map);
  if (map.current) showCurrent(map);
}
