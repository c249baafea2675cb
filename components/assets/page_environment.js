// Makes the page French where Streamlit offers no parameter: the language of the document and the words of its own
// controls. Hears slow clicks on maps. Copies links. Reports whether the main block is narrow. Runs in the page itself (no frame) and
// fetches nothing.

const NARROW_PX = 640;
const MAP = "[data-testid='stDeckGlJsonChart']";
const STILL_PX = 9;  // that of deck.gl
const COPIED_MS = 2000;
const ATTRIBUTES = ["aria-label", "title", "placeholder", "alt", "aria-roledescription", "aria-description"];
// Written by the project or by its data: never translated.
const OURS = ".stMarkdown, [data-testid='stDataFrame'], [data-testid='stTable'], textarea, script, style";

// FRENCH is french.json, put before this script.
const WORDS = new Map(Object.entries(FRENCH.words));
const PREFIXES = Object.entries(FRENCH.prefixes);
const compiled = (patterns) => patterns.map(([english, inFrench]) => [new RegExp(english, "s"), inFrench]);
const PATTERNS = compiled(FRENCH.patterns);
// Only in attributes, where no text of a page can be taken for them.
const ATTRIBUTE_PATTERNS = compiled(FRENCH.label_patterns);

const PAGES = "[data-testid='stSidebarNavItems'], [data-testid='stSidebarNavItems'] li";

function french(text, patterns) {
  const words = text.trim();
  if (words.length < 3) return null;
  const known = WORDS.get(words);
  if (known !== undefined) return known;
  for (const [prefix, inFrench] of PREFIXES) {
    const rest = words.startsWith(prefix) ? french(words.slice(prefix.length), patterns) : null;
    if (rest !== null) return inFrench + rest;
  }
  const [pattern, replacement] = patterns.find(([candidate]) => candidate.test(words)) ?? [];
  return pattern ? words.replace(pattern, replacement) : null;
}

// « Fullscreen: title of the figure » for the buttons of a figure.
function frenchLabel(text) {
  const translated = french(text, [...ATTRIBUTE_PATTERNS, ...PATTERNS]);
  if (translated !== null) return translated;
  const colon = text.indexOf(": ");
  const action = colon > 0 && WORDS.get(text.slice(0, colon));
  return action ? `${action} : ${text.slice(colon + 2)}` : null;
}

function translateText(node) {
  if (node.parentElement?.closest(OURS)) return;
  const translated = french(node.nodeValue, PATTERNS);
  if (translated === null) return;
  const after = /\s$/.test(node.nodeValue) && !/\s$/.test(translated) ? " " : "";
  // The node stays: React keeps a reference to it and will write to it again.
  if (translated + after !== node.nodeValue) node.nodeValue = translated + after;
}

function translateAttributes(element) {
  for (const name of ATTRIBUTES) {
    const value = element.getAttribute(name);
    const translated = value && frenchLabel(value);
    if (translated && translated !== value) element.setAttribute(name, translated);
  }
}

// Streamlit puts the titles of sections among the items of the list of pages, which a list may not hold.
function unlist(element) {
  if (element.matches(PAGES)) element.setAttribute("role", "none");
}

function translateTree(root) {
  if (root.nodeType === Node.TEXT_NODE) return translateText(root);
  if (root.nodeType !== Node.ELEMENT_NODE) return undefined;
  translateAttributes(root);
  unlist(root);
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    if (walker.currentNode.nodeType === Node.TEXT_NODE) translateText(walker.currentNode);
    else {
      translateAttributes(walker.currentNode);
      unlist(walker.currentNode);
    }
  }
  return undefined;
}

// One observer for the life of the page: it outlives the component, which a change of page may redraw.
// Its callback runs before the browser paints, so an English word is never seen.
function makeFrench() {
  if (window.frenchPage) return;
  window.frenchPage = new MutationObserver((mutations) => {
    for (const mutation of mutations) {
      if (mutation.type === "characterData") translateText(mutation.target);
      else if (mutation.type === "attributes") translateAttributes(mutation.target);
      else mutation.addedNodes.forEach(translateTree);
    }
  });
  document.documentElement.lang = "fr";
  translateTree(document.body);
  window.frenchPage.observe(document.body, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES,
  });
}

// deck.gl takes a press for a click when it hears the release within 250 ms of the press by Date.now(). In between it
// looks for what is under the pointer, which takes as long without a graphics card, and a hand may be slower: the click
// was lost. While it hears the release of a press that did not move, the clock is that of the press.
function hearSlowClicks() {
  if (window.hearsSlowClicks) return;
  window.hearsSlowClicks = true;
  const now = Date.now;
  let press = null;
  document.addEventListener("pointerdown", (event) => {
    press = event.target.closest?.(MAP) ? { x: event.clientX, y: event.clientY, at: now() } : null;
  }, true);
  document.addEventListener("pointerup", (event) => {
    if (!press || Math.hypot(event.clientX - press.x, event.clientY - press.y) > STILL_PX) return;
    const { at } = press;
    press = null;
    Date.now = () => at;
    setTimeout(() => { Date.now = now; });  // after deck.gl, which listens to the window
  }, true);
}

// Without WebGL a map is a white box: the style sheet says so in it.
function tellWithoutWebgl() {
  const canvas = document.createElement("canvas");
  if (!canvas.getContext("webgl2") && !canvas.getContext("webgl")) document.body.classList.add("no-webgl");
}

// Links of tables are real addresses, which a new tab can open; in this one they are followed within the visit, whose
// own table and history a new load would lose.
function followLinks(setTriggerValue) {
  const known = window.followsLink;
  window.followsLink = (link) => setTriggerValue("link", link);
  if (known) return;
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-view]");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    window.followsLink(link.getAttribute("href"));
  });
}

// The address of the view, as it is when the button is pressed. Without a secure context there is no clipboard but that
// of a selected text. The button says that it is done, and then offers it again.
function copyLinks() {
  if (window.copiesLinks) return;
  window.copiesLinks = true;
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("button.copy-link");
    if (!button || button.textContent === button.dataset.copied) return;
    if (navigator.clipboard) await navigator.clipboard.writeText(window.location.href);
    else copySelected(window.location.href);
    const offered = button.textContent;
    button.textContent = button.dataset.copied;
    setTimeout(() => { button.textContent = offered; }, COPIED_MS);
  });
}

function copySelected(text) {
  const field = document.body.appendChild(document.createElement("textarea"));
  field.value = text;
  field.select();
  document.execCommand("copy");
  field.remove();
}

export default function ({ data, setStateValue, setTriggerValue }) {
  makeFrench();
  hearSlowClicks();
  followLinks(setTriggerValue);
  copyLinks();
  tellWithoutWebgl();
  const main = document.querySelector("[data-testid='stMain']");
  if (!main) return undefined;
  let reported = data.narrow;
  const measure = () => {
    const narrow = main.clientWidth < NARROW_PX;
    if (narrow === reported) return;
    reported = narrow;
    setStateValue("narrow", narrow);
  };
  const observer = new ResizeObserver(measure);
  observer.observe(main);
  return () => observer.disconnect();
}
