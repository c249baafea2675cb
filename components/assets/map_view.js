// What part of the plane a map shows, and the gestures that change it: buttons, wheel, drag, pinch, keys.

const ROOM = { wide: 18, narrow: 14 };  // px, for half of a large circle on the edge
const REFERENCE = { width: 760, height: 560 };  // the map whose circles have the radius that the server says
const LEAST_ZOOM = 0.8;
const MOST_ZOOM = 60;  // pixels per hundredth of a degree
const STEP = 1.6;
const STILL_PX = 5;  // a press that moved less is a click

function fittedScale(box, width, height, room) {
  return Math.min((width - 2 * room) / Math.max(box[2] - box[0], 0.1), (height - 2 * room) / Math.max(box[3] - box[1], 0.1), MOST_ZOOM);
}

function fitted(box, width, height) {
  const room = width < NARROW_PX ? ROOM.narrow : ROOM.wide;
  return { x: (box[0] + box[2]) / 2, y: (box[1] + box[3]) / 2, scale: fittedScale(box, width, height, room) };
}

// How much larger than the reference a map is: circles follow.
function sizeOf(map) {
  const reference = fittedScale(map.natural, REFERENCE.width, REFERENCE.height, ROOM.wide);
  return Math.min(Math.max(fitted(map.layout.box, map.width, map.height).scale / reference, 0.45), 2.2);
}

const onScreen = (map, [x, y]) =>
  [(x - map.view.x) * map.view.scale + map.width / 2, (y - map.view.y) * map.view.scale + map.height / 2];

function limited(map, view) {
  const least = LEAST_ZOOM * fitted(map.layout.box, map.width, map.height).scale;
  const [left, top, right, bottom] = map.layout.box;
  return {
    x: Math.min(Math.max(view.x, left), right),
    y: Math.min(Math.max(view.y, top), bottom),
    scale: Math.min(Math.max(view.scale, least), MOST_ZOOM),
  };
}

// The view as an address carries it: the middle on the plane, and how many times the whole map is enlarged, for a frame
// has a size of its own. It comes from an address: anything but three numbers is left out. That of the navigation, for
// Streamlit writes its own over it before a map is drawn.
function viewOfAddress(map) {
  const found = /[#&]vue=(-?[\d.]{1,9}),(-?[\d.]{1,9}),([\d.]{1,9})$/.exec(performance.getEntriesByType("navigation")[0]?.name ?? "");
  const [x, y, times] = found ? found.slice(1).map(Number) : [];
  if (![x, y, times].every(Number.isFinite) || !times) return null;
  return limited(map, { x, y, scale: times * fitted(map.layout.box, map.width, map.height).scale });
}

function tellView(map) {
  const { x, y, scale } = map.view;
  const times = scale / fitted(map.layout.box, map.width, map.height).scale;
  if (map.moved) map.root.dataset.view = `${x.toFixed(2)},${y.toFixed(2)},${times.toFixed(2)}`;
  else delete map.root.dataset.view;
}

function setView(map, view, own = true) {
  map.view = limited(map, view);
  map.moved = own;
  tellView(map);
  if (map.waitsForFrame) return;
  map.waitsForFrame = true;
  requestAnimationFrame(() => {
    map.waitsForFrame = false;
    placeAll(map);
  });
}

// Zoom, the point of the screen under the pointer staying where it is.
function zoomAt(map, factor, x = map.width / 2, y = map.height / 2) {
  const least = LEAST_ZOOM * fitted(map.layout.box, map.width, map.height).scale;
  const scale = Math.min(Math.max(map.view.scale * factor, least), MOST_ZOOM);
  const [across, down] = [x - map.width / 2, y - map.height / 2];
  const ratio = 1 / map.view.scale - 1 / scale;
  setView(map, { x: map.view.x + across * ratio, y: map.view.y + down * ratio, scale });
}

function showBox(map, box) {
  setView(map, fitted(box, map.width, map.height), box !== map.layout.box);
}

// The wheel scrolls the page; once the map has the focus, or with Control, it zooms.
function hearWheel(map) {
  map.stage.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && document.activeElement !== map.stage) return;
    event.preventDefault();
    const box = map.stage.getBoundingClientRect();
    zoomAt(map, Math.exp(-event.deltaY / 400), event.clientX - box.left, event.clientY - box.top);
  }, { passive: false });
}

// Drag moves, two fingers zoom. The pointer is held once it drags, not before: a click keeps its target.
function hearDrag(map) {
  const down = new Map();
  map.stage.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    down.set(event.pointerId, { x: event.clientX, y: event.clientY });
    map.pressedAt = { x: event.clientX, y: event.clientY };
    map.dragged = false;
  });
  map.stage.addEventListener("pointermove", (event) => {
    const last = down.get(event.pointerId);
    if (!last || !map.view) return;
    const now = { x: event.clientX, y: event.clientY };
    if (!map.dragged) {
      if (Math.hypot(now.x - map.pressedAt.x, now.y - map.pressedAt.y) < STILL_PX) return;
      map.dragged = true;
      map.stage.setPointerCapture(event.pointerId);
    }
    const other = [...down].find(([id]) => id !== event.pointerId)?.[1];
    down.set(event.pointerId, now);
    if (other) pinch(map, last, now, other);
    else {
      const { x, y, scale } = map.view;
      setView(map, { x: x - (now.x - last.x) / scale, y: y - (now.y - last.y) / scale, scale });
    }
  });
  for (const kind of ["pointerup", "pointercancel"]) {
    map.stage.addEventListener(kind, (event) => down.delete(event.pointerId));
  }
}

function pinch(map, last, now, other) {
  const apart = (point) => Math.max(Math.hypot(point.x - other.x, point.y - other.y), 1);
  const box = map.stage.getBoundingClientRect();
  zoomAt(map, apart(now) / apart(last), (now.x + other.x) / 2 - box.left, (now.y + other.y) / 2 - box.top);
}
