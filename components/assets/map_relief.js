// A map in relief, which deck.gl draws: the place under the pointer or the keys is told as on the other maps. deck.gl can
// only write what the contour file holds: in its tooltip, the position of the place, which its name and values replace.

const POINTED = /^\d+$/;
const reliefs = new WeakMap();

// Called by the component under each map in relief, at each run.
async function tellRelief({ parentElement, data, setTriggerValue }) {
  const told = JSON.parse(new TextDecoder().decode(data));
  told.hover.values = told.hover.values.split("|");
  let relief = reliefs.get(parentElement);
  if (!relief) reliefs.set(parentElement, (relief = newRelief(parentElement)));
  relief.data = told;
  relief.open = (place) => setTriggerValue("place", { layer: told.layer, place });
  relief.line.textContent = "";
  const { features } = await geoFile(told.file);
  if (relief.data !== told) return;  // a later run came meanwhile
  relief.targets = features.map((feature, rank) =>
    ({ rank, name: feature.properties.nom, at: feature.geometry && middleOf(ringsOf(feature, (point) => point)) }));
  relief.current = null;
}

function newRelief(parentElement) {
  const box = parentElement.closest("[class*='st-key-map-of-']").querySelector("[class*='st-key-map-box-relief-']");
  const relief = { targets: [], current: null, view: { x: 2.5 * PLANE, y: -northing(46.5) * PLANE } };
  relief.line = parentElement.appendChild(element("p", { class: "map-relief-line", "aria-live": "polite" }));
  new MutationObserver(() => {
    const chart = box.querySelector("[data-testid=stDeckGlJsonChart]");
    if (chart && !chart.hasAttribute("tabindex")) {
      const label = "Carte en relief. Flèches : d’un lieu à l’autre, ses valeurs dites au pied de la carte ; Entrée : sa fiche.";
      for (const [name, value] of [["tabindex", "0"], ["role", "application"], ["aria-label", label]]) chart.setAttribute(name, value);
    }
    const tooltip = box.querySelector(".deck-tooltip");
    const place = tooltip && POINTED.test(tooltip.textContent) && relief.targets[Number(tooltip.textContent)];
    if (place) fillTooltip({ data: relief.data, tooltip }, place);
  }).observe(box, { childList: true, subtree: true, characterData: true });
  box.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const place = ARROWS[event.key] && nextPlace(relief, ARROWS[event.key]);
    if (place) reach(relief, place);
    else if (event.key === "Enter" && relief.current && relief.data.opens) {
      relief.line.textContent = `Ouverture : ${relief.current.name}`;
      relief.open(relief.current.rank);
    } else return;
    event.preventDefault();
  });
  return relief;
}

// Where a prism stands on the screen is known to deck.gl alone: the place that the keys reach is named, in a frame.
function reach(relief, place) {
  relief.current = place;
  const lines = linesOf(relief, place).map(([label, value]) => `${label} : ${value}`);
  relief.line.textContent = `${[place.name, ...lines].join(". ")}.${relief.data.opens ? " Entrée ouvre la fiche." : ""}`;
}
