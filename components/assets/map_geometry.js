// Contour files, by address, as paths of the plane of maps: Web Mercator, in hundredths of a degree, y downwards.

const GEO = "app/static/geo/";
const PLANE = 100;
const FRAME_GAP = 0.3 * PLANE;
const FRAMES_PER_ROW = 3;
const geoFiles = new Map();

// Each file is asked for once by a page; one that did not come is asked for again.
function geoFile(name) {
  if (!geoFiles.has(name)) {
    const asked = fetch(GEO + name).then((answer) => {
      if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
      return answer.json();
    }).then(printNames);
    asked.catch(() => geoFiles.delete(name));
    geoFiles.set(name, asked);
  }
  return geoFiles.get(name);
}

// Files are written with the apostrophe of a keyboard.
function printNames(file) {
  for (const { properties } of file.features ?? []) {
    if (properties.nom) properties.nom = properties.nom.replaceAll("'", "\u2019");
  }
  return file;
}

const northing = (latitude) => (Math.asinh(Math.tan((latitude * Math.PI) / 180)) * 180) / Math.PI;
const onPlane = ([longitude, latitude]) => [longitude * PLANE, -northing(latitude) * PLANE];

// A box west, south, east, north in degrees, as left, top, right, bottom of the plane.
function boxOnPlane([west, south, east, north]) {
  const [left, bottom] = onPlane([west, south]);
  const [right, top] = onPlane([east, north]);
  return [left, top, right, bottom];
}

// Where the overseas départements stand: in the files, in frames west of the mainland; on a narrow map these frames go
// under it, in two rows, larger. told: the mainland and the frames, of the file of names; none on a local map.
function layoutOf(told, bounds, narrow) {
  if (!told?.frames) return { box: boxOnPlane(bounds), frames: [], move: (point) => point };
  const held = told.frames.map(([name, west, south, east, north]) =>
    ({ name, box: [west * PLANE, -north * PLANE, east * PLANE, -south * PLANE] }));
  if (!narrow) return { box: boxOnPlane(bounds), frames: held, move: (point) => point };
  const [left, top, right, bottom] = boxOnPlane(told.mainland);
  const [fromLeft, fromTop, fromRight, fromBottom] = held[0].box;
  const width = (right - left - (FRAMES_PER_ROW - 1) * FRAME_GAP) / FRAMES_PER_ROW;
  const scale = width / (fromRight - fromLeft);
  const height = scale * (fromBottom - fromTop);
  const frames = held.map(({ name }, rank) => {
    const x = left + (rank % FRAMES_PER_ROW) * (width + FRAME_GAP);
    const y = bottom + FRAME_GAP + Math.floor(rank / FRAMES_PER_ROW) * (height + FRAME_GAP);
    return { name, box: [x, y, x + width, y + height] };
  });
  const move = (point) => {
    if (point[0] > fromRight + 1) return point;
    const rank = held.findIndex(({ box }) => point[1] >= box[1] - 1 && point[1] <= box[3] + 1);
    if (rank < 0) return point;
    const [x, y] = held[rank].box;
    return [frames[rank].box[0] + scale * (point[0] - x), frames[rank].box[1] + scale * (point[1] - y)];
  };
  return { box: [left, top, right, frames.at(-1).box[3]], frames, move };
}

// The rings, or the lines, of a feature, on the plane; none where there is no contour.
function ringsOf(feature, move) {
  const { type, coordinates } = feature.geometry ?? { type: "None", coordinates: [] };
  const lines = type === "MultiPolygon" ? coordinates.flat() : type === "LineString" ? [coordinates] : coordinates;
  return lines.map((line) => line.map((point) => move(onPlane(point))));
}

// The same without holes: a few communes have no contour in the reference geography, and land must show no void there.
function outerRingsOf(feature, move) {
  return feature.geometry.coordinates.map(([outer]) => outer.map((point) => move(onPlane(point))));
}

const written = ([x, y]) => `${x.toFixed(2)},${y.toFixed(2)}`;

function pathOf(rings, closed) {
  return rings.map((ring) => `M${ring.map(written).join(" ")}${closed ? "Z" : ""}`).join("");
}

function boxOf(rings) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of rings) for (const [x, y] of ring) {
    if (x < box[0]) box[0] = x;
    if (y < box[1]) box[1] = y;
    if (x > box[2]) box[2] = x;
    if (y > box[3]) box[3] = y;
  }
  return box;
}

// The middle of the largest part of a place.
function middleOf(rings) {
  let largest = null;
  let most = -1;
  for (const ring of rings) {
    const box = boxOf([ring]);
    const size = (box[2] - box[0]) * (box[3] - box[1]);
    if (size > most) [largest, most] = [box, size];
  }
  return largest && [(largest[0] + largest[2]) / 2, (largest[1] + largest[3]) / 2];
}

// The borders that one place alone has: the outline of all together, in the very generalisation of the places.
function outlineOf(places) {
  const edges = new Map();
  for (const rings of places) for (const ring of rings) {
    let from = written(ring[0]);
    for (const point of ring.slice(1)) {
      const to = written(point);
      const edge = from < to ? `M${from} ${to}` : `M${to} ${from}`;
      if (!edges.delete(edge)) edges.set(edge, true);
      from = to;
    }
  }
  return [...edges.keys()].join("");
}
