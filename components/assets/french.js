// Makes the page French where Streamlit offers no parameter: the language of the document and the words of its own
// controls. Loaded by the document of the front, before Streamlit's scripts; by the first run of a page without it.

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

makeFrench();
