// What screen readers hear and what keeps its place for a keyboard, where Streamlit has no parameter: landmarks, names
// that tell the buttons of one figure from those of another, charts that are one picture, what a run changed said aloud,
// and the focus kept when a run replaces what had it. Looks again after each change of the page.

const FIGURE_BLOCK = "[class*='st-key-figure-']";
// What a figure or a view of a dossier warns of is a part of it: it is read in its place, and interrupts nobody.
const TOLD_IN_PLACE = [FIGURE_BLOCK, "[class*='st-key-pin-']", ".st-key-compared-coverage"].map((block) => `${block} [role='alert']`).join();
const FOCUSABLE = "a[href], button:not([disabled]), input:not([disabled]), textarea, summary, [tabindex='0']";
const PANEL = "[data-testid='stSidebar']";
const OPENER = "[data-testid='stExpandSidebarButton']";
const REMOVAL = "Retirer ";
const WATCHED = ["data-test-script-state", "role", "aria-label", "aria-labelledby"];
// What `Slot` adds to the key of a widget, and changes when something else than the widget changes the view.
const SLOT = /-\d+-[0-9a-f]+$/;

const each = (selector, act, root = document) => root.querySelectorAll(selector).forEach(act);
// Without the joiners of no width of `components/text/plain.py`.
const plainText = (element) => element?.textContent.replace(/\u2060/g, "").replace(/\s+/g, " ").trim() ?? "";

function put(element, name, value) {
  if (element && element.getAttribute(name) !== value) element.setAttribute(name, value);
}

// The words of a control without the name of its icon, which is a text too.
function shownWords(control) {
  return plainText(control.querySelector("[data-testid='stMarkdownContainer']") ?? control);
}

function nameLandmarks() {
  // Its label is hidden: who points at it reads what it is for.
  each(".st-key-place-search input", (box) => put(box, "title", "Chercher un lieu, un projet, une entreprise"));
  each(".st-key-place-search", (box) => {
    put(box, "role", "search");
    put(box, "aria-label", "Chercher un lieu, un projet, une entreprise");
  });
}

function nameFigures() {
  each(FIGURE_BLOCK, (figure) => {
    const link = figure.querySelector(".copy-link");
    const title = plainText(figure.querySelector("h2")) || link?.dataset.title || plainText(figure.querySelector("caption"));
    if (!title) return;
    // Written, not a label: what a label covers would be read after it.
    each("summary", (fold) => write(fold, "of-figure", `: ${title}`), figure);
    each("[class*='st-key-files-'] button, .copy-link", (control) => {
      put(control, "aria-label", `${shownWords(control)} : ${title}`);
    }, figure);
    const pictures = figure.querySelectorAll("[data-testid='stElementToolbarButton'] button[aria-label^='Plein écran']");
    pictures.forEach((button, rank) => {
      put(button, "aria-label", `Plein écran : ${title}${pictures.length > 1 ? ` (${rank + 1})` : ""}`);
    });
  });
  each(TOLD_IN_PLACE, (warning) => put(warning, "role", "note"));
}

// A chart is one picture, with the sentence that Vega writes once it has drawn; its values are in the table of its figure.
function makePictures() {
  each("[data-testid='stVegaLiteChart'][aria-label]", (chart) => {
    put(chart, "role", "img");
    chart.removeAttribute("aria-roledescription");
    each(":scope > *", (part) => put(part, "aria-hidden", "true"), chart);
  });
}

function nameControls() {
  each(".st-key-chips button[kind='secondary']", (chip) => put(chip, "aria-label", REMOVAL + shownWords(chip)));
  each("[data-testid='stMultiSelect'], [data-testid='stSelectbox']", (list) => {
    const label = list.querySelector("input")?.getAttribute("aria-label");
    for (const act of ["Ouvrir", "Tout retirer", "Effacer la valeur"]) {
      const button = label && list.querySelector(`button[aria-label^='${act}']`);
      put(button, "aria-label", `${act} : ${label}`);
    }
  });
  // Its name is its label, said once: the label of the whole slider follows that of the handle.
  each("input[type='range'][aria-label][aria-labelledby]", (handle) => handle.removeAttribute("aria-labelledby"));
  each("[role='presentation'][aria-label]", (zone) => put(zone, "role", "group"));
  // One handle has the name of its slider.
  each("[data-testid='stSlider'] [role='group'][aria-label]", (slider) => {
    if (slider.querySelectorAll("input[type='range']").length === 1) slider.removeAttribute("aria-label");
  });
  each(".st-key-filter-amounts", (bounds) => {
    put(bounds, "role", "group");
    put(bounds, "aria-label", "Investissement, en millions d’euros");
    put(bounds.querySelector("input[aria-label='à (M€)']"), "aria-label", "Investissement, à (M€)");
  });
  // A label is written in Markdown; an attribute keeps the signs that protect it.
  each("[aria-label*='\\\\']", (element) => {
    put(element, "aria-label", element.getAttribute("aria-label").replace(/\\([!-/:-@[-`{-~])/g, "$1"));
  });
}

// « fault-x » holds what is wrong with the field of « field-x ».
function tieFaults() {
  each("[class*='st-key-field-']", (field) => {
    const name = [...field.classList].find((each) => each.startsWith("st-key-field-")).slice("st-key-field-".length);
    const fault = document.querySelector(`.st-key-fault-${CSS.escape(name)} [role='alert']`);
    each("input, textarea", (input) => {
      if (fault) {
        fault.id = `fault-${name}`;
        put(input, "aria-invalid", "true");
        put(input, "aria-describedby", fault.id);
      } else if (input.getAttribute("aria-describedby") === `fault-${name}`) {
        input.removeAttribute("aria-invalid");
        input.removeAttribute("aria-describedby");
      }
    }, field);
  });
}

function say(text) {
  const voice = document.getElementById("spoken") ?? document.body.appendChild(Object.assign(
    document.createElement("div"), { id: "spoken", className: "for-readers" }));
  put(voice, "role", "status");
  voice.textContent = voice.textContent === text ? `${text}\u00a0` : text;  // the same words again are a change too
}

const running = () => document.querySelector("[data-testid='stApp']")?.dataset.testScriptState !== "notRunning";

// The page that a run opened, the number of projects that it left, the view that is presented: what sighted visitors see
// change.
function tellChanges(told) {
  const view = document.querySelector(".presenter-note")?.dataset;
  const now = {
    page: window.location.pathname,
    count: plainText(document.querySelector(".st-key-chips p")),
    view: view ? `${view.place}. ${view.title}` : "",
  };
  const changed = (what) => now[what] && now[what] !== told?.[what];
  const words = [["page", document.title], ["count", now.count], ["view", now.view]]
    .filter(([what]) => changed(what)).map(([, said]) => said);
  if (told && words.length) say(words.join(". "));
  return now;
}

function stableKeys(element) {
  const keys = [];
  for (let block = element; block; block = block.parentElement) {
    const key = [...block.classList].find((name) => name.startsWith("st-key-"));
    if (key) keys.push({ key: key.replace(SLOT, "-"), rank: stops(block).indexOf(element) });
  }
  return keys;
}

const stops = (block) => [...block.querySelectorAll(FOCUSABLE)].filter((stop) => stop.checkVisibility({ visibilityProperty: true }));

// The same control, or the one that took its place: the next chip, or what follows the chips; the panel that opened, or
// what opens it again.
function heirOf(held) {
  const panel = document.querySelector(PANEL);
  if (held.element.matches(OPENER)) return stops(panel)[0];
  if (held.inPanel && panel.dataset.collapsed === "true") return document.querySelector(OPENER);
  const title = document.querySelector("[data-testid='stMain'] h1");
  if (held.path !== window.location.pathname || held.element.matches("h1")) return title;
  for (const { key, rank } of held.keys) {
    const block = document.querySelector(key.endsWith("-") ? `[class*='${CSS.escape(key)}']` : `.${CSS.escape(key)}`);
    const found = block ? stops(block) : [];
    if (found.length) return found[Math.min(Math.max(rank, 0), found.length - 1)];
  }
  return title;
}

// Streamlit runs the page again at « r » alone, and has a command at « c »: who speaks to a computer, or slips on a key,
// did not ask for it.
function leaveLettersAlone() {
  window.addEventListener("keydown", (event) => {
    const written = event.target.closest?.("input, textarea, [contenteditable]");
    if (/^[rc]$/i.test(event.key) && !written && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.stopImmediatePropagation();
    }
  }, true);
}

function keepFocus() {
  let held = null;
  let byKeyboard = false;
  document.addEventListener("keydown", () => { byKeyboard = true; }, true);
  document.addEventListener("pointerdown", () => { byKeyboard = false; }, true);
  document.addEventListener("focusin", (event) => {
    const element = event.target;
    held = { element, keys: stableKeys(element), path: window.location.pathname, inPanel: Boolean(element.closest(PANEL)) };
  });
  return () => {
    const lost = held && (!held.element.isConnected || held.element.closest("[inert]"));
    if (!lost || document.activeElement !== document.body || !byKeyboard) return;
    const heir = heirOf(held);
    if (!heir) return;
    if (!heir.matches(FOCUSABLE)) heir.tabIndex = -1;
    heir.focus();
  };
}

function speak() {
  if (window.speaks) return;
  window.speaks = true;
  leaveLettersAlone();
  readTooltips();
  walkLinks();
  printTypedApostrophes();
  const restoreFocus = keepFocus();
  let told = null;
  let waiting = 0;
  const look = () => {
    waiting = 0;
    nameLandmarks();
    nameFigures();
    makePictures();
    nameControls();
    tieFaults();
    mendStructure();
    if (running()) return;
    told = tellChanges(told);
    restoreFocus();
  };
  const soon = () => { waiting ||= requestAnimationFrame(look); };
  new MutationObserver(soon).observe(document.body, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: WATCHED,
  });
  say("");
  soon();
}
