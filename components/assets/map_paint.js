// The plane of a map, painted from its SVG, which stays for the pointer and for paper. Without a graphics card, a browser
// draws each path of an SVG in each square of the screen that it crosses: 2.8 s of processor for other colours of 183
// places. A canvas that is kept in memory is drawn once, by the processor.

const TILES = 2;  // textures in a side of a tile: 9 px, a whole number of pixels on most screens
const ready = new WeakMap();

function shapeOf(path) {
  if (!ready.has(path)) ready.set(path, new Path2D(path.getAttribute("d")));
  return ready.get(path);
}

// Called by all that may change colours or the view: under circles, a filter changes neither.
function paintPlane(map) {
  const { canvas, view, width, height, data } = map;
  const ratio = window.devicePixelRatio;
  const asked = JSON.stringify([view, width, height, ratio, data.areas, data.line]);
  if (canvas.painted === asked) return;
  canvas.painted = asked;
  Object.assign(canvas, { width: Math.round(width * ratio), height: Math.round(height * ratio) });
  const ink = canvas.getContext("2d", { willReadFrequently: true });
  ink.setTransform(ratio, 0, 0, ratio, (width / 2) * ratio, (height / 2) * ratio);
  ink.scale(view.scale, view.scale);
  ink.translate(-view.x, -view.y);
  ink.lineJoin = "round";
  const between = lineWidth(map);
  const textures = new Map();
  for (const path of map.parts.plane.children) {
    const [fill, stroke, wide] = ["fill", "stroke", "stroke-width"].map((name) => path.getAttribute(name));
    if (fill) {
      ink.fillStyle = map.textures.has(fill) ? tile(map, fill, ratio, textures) : fill;
      ink.fill(shapeOf(path), path.classList.contains("land") ? "nonzero" : "evenodd");
    }
    if (stroke) {
      ink.strokeStyle = stroke;
      ink.lineWidth = (wide ?? between) / view.scale;
      ink.stroke(shapeOf(path));
    }
  }
}

// A texture as the SVG has it: of the same size on the screen whatever the zoom.
function tile(map, name, ratio, known) {
  if (!known.has(name)) {
    const { texture, fill } = map.textures.get(name);
    const side = Math.round(TILES * TEXTURE_PX * ratio);
    const cell = side / TILES;
    const picture = Object.assign(document.createElement("canvas"), { width: side, height: side });
    const ink = picture.getContext("2d", { willReadFrequently: true });
    ink.fillStyle = map.data.hatch_ground;
    ink.fillRect(0, 0, side, side);
    ink.fillStyle = fill;
    for (let rank = 0; rank < TILES * TILES; rank += 1) {
      const [left, top] = [(rank % TILES) * cell, Math.floor(rank / TILES) * cell];
      ink.beginPath();
      if (texture === "dots") ink.arc(left + cell / 2, top + cell / 2, cell * (DOT_PX / TEXTURE_PX), 0, 2 * Math.PI);
      else ink.rect(left, top, cell * (LINE_PX / TEXTURE_PX), cell);
      ink.fill();
    }
    const pattern = ink.createPattern(picture, "repeat");
    pattern.setTransform(new DOMMatrix().rotate(45).scale((TEXTURE_PX / cell) / map.view.scale));
    known.set(name, pattern);
  }
  return known.get(name);
}
