// What Streamlit's blocks are not and a reader needs: lists, figures with their title, words that a style sheet alone would
// write. Looked at again after each change of the page, by spoken.js, whose `each`, `put` and `plainText` it uses.

const WIDE = window.matchMedia("(min-width: 768px)");
// Links side by side, each in a block of its own.
const ROWS_OF_LINKS = ["sector-links", "sheet-links", "project-links", "lineage-links", "other-names", "own-doors", "site-map"]
  .map((key) => `.st-key-${key}`).join();
// Attributes of HTML 4 that Streamlit leaves on blocks, where they do nothing.
const OF_STYLE = ["width", "height", "color"];

// The list owns its items, which the menu holds: a list around them would be taken away by the next run.
function listMenu() {
  each("[data-testid='stTopNav']", (menu) => {
    const items = [...menu.querySelectorAll(":scope > .rc-overflow-item:not([aria-hidden='true'])")];
    items.forEach((item, rank) => {
      item.id ||= `menu-item-${rank}`;
      put(item, "role", "listitem");
    });
    const list = menu.querySelector(":scope > .menu-list") ?? menu.appendChild(Object.assign(
      document.createElement("div"), { className: "menu-list for-readers" }));
    put(list, "role", "list");
    put(list, "aria-owns", items.map(({ id }) => id).join(" "));
  });
  each("[data-testid='stTopNavPopoverBody']", (body) => {
    const door = document.getElementById(body.querySelector("[role='menu']")?.getAttribute("aria-labelledby"));
    put(body, "role", "navigation");
    put(body, "aria-label", `Pages : ${plainText(door)}`);
  });
}

function listLinks() {
  each(ROWS_OF_LINKS, (row) => {
    put(row, "role", "list");
    [...row.children].filter((block) => block.querySelector("a")).forEach((block) => put(block, "role", "listitem"));
  });
}

// A picture and the title that says what it shows are one figure.
function joinPictures() {
  each("[class*='st-key-figure-']", (figure) => {
    const title = plainText(figure.querySelector("h2"));
    if (!title || !figure.querySelector("[role='img'], [role='application'], .map")) return;
    put(figure, "role", "figure");
    put(figure, "aria-label", title);
  });
}

function write(parent, className, text, place = "append") {
  let words = parent.querySelector(`.${className}`);
  if (!words) {
    words = Object.assign(document.createElement("span"), { className });
    parent[place](words);
  }
  if (words.textContent !== text) words.textContent = text;
}

// The name of the site in the band that Streamlit leaves empty; what is behind two chevrons, the menu too on a phone.
function writeWordsOfPanel() {
  each("[data-testid='stSidebarHeader']", (band) => write(band, "site-name", SITE, "prepend"));
  each("[data-testid='stExpandSidebarButton']", (opener) => {
    write(opener, "opener-words", WIDE.matches ? "Filtres" : "Filtres et pages");
    put(opener, "aria-label", WIDE.matches ? "Afficher les filtres" : "Afficher les filtres et pages");
  });
}

// The name of an icon in a text is English, and says nothing that the text does not.
function hideIcons() {
  each(".stMarkdown [role='img'][aria-label$=' icon']", (icon) => {
    icon.removeAttribute("role");
    icon.removeAttribute("aria-label");
    put(icon, "aria-hidden", "true");
  });
}

function leaveOutStyle() {
  for (const name of OF_STYLE) each(`:is(div, span)[${name}]`, (block) => block.removeAttribute(name));
}

// What is said elsewhere: the values of a slider by its handles, those under a pointer by the table of the figure.
function hideWhatIsSaidTwice() {
  each("[data-testid='stSliderTickBar'], [data-testid='stSliderThumbValue'], #vg-tooltip-element", (shown) => {
    put(shown, "aria-hidden", "true");
  });
}

// One stop, named by what the file is for, once; what is wrong with a file is written under it (style.css), not under a
// pointer.
function nameUploads() {
  each("[data-testid='stFileUploader']", (field) => {
    const label = plainText(field.querySelector("[data-testid='stWidgetLabel']"));
    put(field.querySelector("input[type='file']"), "aria-hidden", "true");
    field.querySelector("section")?.removeAttribute("aria-label");
    each("section > span button, section > div > button", (button) => put(button, "aria-label", `Choisir un fichier : ${label}`), field);
    each("[data-testid='stFileChips'] > button", (button) => put(button, "aria-label", `Choisir un autre fichier : ${label}`), field);
    each("[data-testid='stFileChip']", (chip) => put(chip, "role", "group"), field);
  });
}

// Each view of a dossier has the same buttons.
function namePins() {
  each("[class*='st-key-pin-foot-']", (foot) => {
    const view = `vue ${Number([...foot.classList].join(" ").match(/st-key-pin-foot-(\d+)/)[1]) + 1}`;
    each("button, a", (control) => put(control, "aria-label", `${shownWords(control)} : ${view}`), foot);
    const pin = foot.closest("[class*='st-key-pin-']:not([class*='st-key-pin-foot-'])");
    each("textarea", (note) => {
      const label = plainText(note.closest("[data-testid='stTextArea']").querySelector("[data-testid='stWidgetLabel']"));
      put(note, "aria-label", `${label} : ${view}`);
    }, pin ?? foot);
  });
}

// Each map has the same buttons: the title of its figure tells them apart. A title beside a label
// would be read after it.
function nameWaysOfMaps() {
  const maps = [...document.querySelectorAll(".map")];
  for (const map of maps) {
    const title = map.closest("[class*='st-key-figure-']")?.querySelector("h2");
    const of = plainText(title) || map.getAttribute("aria-label")?.split(/\s?;|\.(?:\s|$)/)[0];
    each(".map-ways :is(button, select)", (way) => {
      const name = way.matches("select") ? "aria-label" : "title";
      way.dataset.act ||= way.getAttribute(name);
      put(way, name, maps.length > 1 ? `${way.dataset.act} : ${of}` : way.dataset.act);
    }, map);
  }
}

// The title above says what is behind the tabs: not that of a figure which ends before them.
function nameTabs() {
  const titles = [...document.querySelectorAll("[data-testid='stMain'] :is(h1, h2)")];
  each("[role='tablist']", (tabs) => {
    const above = titles.filter((title) => {
      const figure = title.closest("[class*='st-key-figure-']");
      return title.compareDocumentPosition(tabs) & Node.DOCUMENT_POSITION_FOLLOWING && (!figure || figure.contains(tabs));
    }).at(-1);
    if (above) put(tabs, "aria-label", plainText(above));
  });
}

// Each card has its link, in the same words: to the page that measures a claim, to the sheet of a scheme.
function nameCards() {
  each("[class*='st-key-claim-'], [class*='st-key-scheme-']", (card) => {
    const title = plainText(card.querySelector("h3"));
    each("[data-testid='stPageLink'] a", (link) => put(link, "aria-label", `${shownWords(link)} : ${title}`), card);
  });
}

// What Streamlit puts at the end of the document, beside all its landmarks: the lists of fields, the helps of controls.
function nameOverlays() {
  each("[data-testid$='Dropdown']:has(> [role='listbox'])", (list) => {
    put(list, "role", "region");
    const choices = list.querySelector("[role='listbox']");
    choices.removeAttribute("aria-labelledby");  // its label, then the button that opened it, which says it again
    put(list, "aria-label", `Choix : ${choices.getAttribute("aria-label")}`);
  });
  each("#stFloatingOverlayPortal > :has([role='tooltip'])", (help) => {
    put(help, "role", "region");
    put(help, "aria-label", "Aide");
  });
  // A dialog has its own button to close it; that of its library, which is not seen, has the same name.
  each("[data-testid='stDialog'] button[aria-label='Fermer'][tabindex='-1']", (other) => put(other, "aria-hidden", "true"));
  // Streamlit ties a help to what is around its control, which nobody reaches.
  each("[data-testid='stTooltipHoverTarget']", (around) => {
    const control = around.querySelector("button, a");
    const help = around.getAttribute("aria-describedby");
    if (control && help) put(control, "aria-describedby", help);
    else if (control?.hasAttribute("aria-describedby")) control.removeAttribute("aria-describedby");
  });
}

// Keys that other buttons have words for: nobody else meets the buttons that Streamlit needs for them.
function leaveOutOtherKeys() {
  each(".st-key-presenting-more", (buttons) => { buttons.inert = true; });
}

// What the style would ask of the whole page by `:has`: it would be asked again of each element whenever anything is added
// anywhere, 8 ms, and a list adds a measure of its own: a change of filter on Accueil took 470 ms to its picture, now 280.
function markPage() {
  const { classList } = document.body;
  classList.toggle("alone", Boolean(document.querySelector(".st-key-presenting, .st-key-presenter-notes, .st-key-embedded")));
  classList.toggle("guided", Boolean(document.querySelector(".first-visit")));
}

function mendStructure() {
  markPage();
  nameTabs();
  nameCards();
  nameOverlays();
  gatherLinks();
  nameUploads();
  namePins();
  nameWaysOfMaps();
  listMenu();
  listLinks();
  joinPictures();
  writeWordsOfPanel();
  leaveOutStyle();
  hideWhatIsSaidTwice();
  hideIcons();
  leaveOutOtherKeys();
}

// Options are printed with the apostrophe of typography; who seeks one types that of the keyboard.
function printTypedApostrophes() {
  document.addEventListener("beforeinput", (event) => {
    if (event.data !== "'" || !event.target.matches?.("[role='combobox']")) return;
    event.preventDefault();
    document.execCommand("insertText", false, "\u2019");
  });
}
