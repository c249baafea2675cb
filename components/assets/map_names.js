// Names over a map: by rank, as many as stand apart at the present zoom, none over another nor over the edge.

const NAME_PX = { least: 11, most: 18, perHeight: 1 / 44 };
const AREA_PER_NAME = 90;  // squares of the height of letters: 30 names on a map of 760 by 560 px
const APART_PX = 6;
const CONTROLS_PX = { width: 52, height: 130 };  // the corner of the buttons
const widths = new Map();
const ruler = document.createElement("canvas").getContext("2d");

function widthOf(text, size, bold) {
  const key = `${bold}${text}`;
  if (!widths.has(key)) {
    ruler.font = `${bold ? 700 : 500} 100px "Source Sans", sans-serif`;
    widths.set(key, ruler.measureText(text).width / 100);
  }
  return widths.get(key) * size;
}

function nameSize(map) {
  return Math.min(Math.max(map.height * NAME_PX.perHeight, NAME_PX.least), NAME_PX.most);
}

// What may be named, the first ones first: { text, at (on the plane), bold, below (px) }.
function placeNames(map) {
  const size = nameSize(map);
  const most = Math.round((map.width * map.height) / (AREA_PER_NAME * size * size));
  const taken = [[map.width - CONTROLS_PX.width, 0, map.width, CONTROLS_PX.height]];
  const kept = [];
  for (const name of map.names) {
    if (kept.length >= most) break;
    const [x, y] = onScreen(map, name.at);
    const half = widthOf(name.text, size, name.bold) / 2;
    const middle = y - (name.above ?? 0);
    const box = [x - half, middle - size * 0.6, x + half, middle + size * 0.6];
    if (box[0] < 2 || box[1] < 2 || box[2] > map.width - 2 || box[3] > map.height - 2) continue;
    if (taken.some((other) => box[0] - APART_PX < other[2] && other[0] < box[2] + APART_PX && box[1] - 2 < other[3] && other[1] < box[3] + 2)) continue;
    taken.push(box);
    kept.push({ ...name, x, y: middle });
  }
  map.parts.names.replaceChildren(...kept.map(({ text, x, y, bold }) =>
    shape("text", { x: x.toFixed(1), y: (y + size * 0.35).toFixed(1), class: bold ? "greatest" : "" }, text)));
  map.parts.names.setAttribute("font-size", size.toFixed(1));
}

// The names of the overseas frames are always there, at their feet.
function placeFrames(map) {
  const size = Math.max(nameSize(map) * 0.92, 10);
  map.parts.frames.setAttribute("font-size", size.toFixed(1));
  map.parts.frames.replaceChildren(...map.layout.frames.flatMap(({ name, box }) => {
    const [left, top] = onScreen(map, [box[0], box[1]]);
    const [right, bottom] = onScreen(map, [box[2], box[3]]);
    return [
      shape("rect", { x: left, y: top, width: right - left, height: bottom - top }),
      shape("text", { x: (left + right) / 2, y: bottom - size * 0.4 }, name),
    ];
  }));
}
