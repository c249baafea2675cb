// Makes the page French where Streamlit offers no parameter: the language of the document and the words of its own
// controls. Reports whether the main block is narrow. Runs in the page itself (no frame) and fetches nothing.

const NARROW_PX = 640;
const ATTRIBUTES = ["aria-label", "title", "placeholder", "alt", "aria-roledescription", "aria-description"];
// Written by the project or by its data: never translated.
const OURS = ".stMarkdown, [data-testid='stDataFrame'], [data-testid='stTable'], textarea, script, style";

const WORDS = new Map(Object.entries({
  "Skip to main content": "Aller au contenu principal",
  "App pages": "Pages du tableau de bord",
  "Sidebar": "Filtres",
  "Expand sidebar": "Afficher les filtres",
  "Collapse sidebar": "Masquer les filtres",
  "Main menu": "Menu principal",
  "Navigate to home page": "Aller à l'accueil",
  "Notifications": "Notifications",
  "Running...": "Calcul en cours",
  "Stop": "Arrêter",
  "Close": "Fermer",
  "Dismiss": "Fermer",
  "Done": "Terminé",
  "Retry": "Réessayer",
  "Cancel": "Annuler",
  "view more": "voir plus",
  "view less": "voir moins",
  "View less": "Voir moins",
  "Page not found": "Page introuvable",
  "The page that you have requested does not seem to exist. Running the app's main page.":
    "Cette adresse ne mène à aucune page : voici l'accueil.",
  "Connection error": "Connexion perdue",
  "Connection timed out.": "Le serveur ne répond pas.",
  "Connecting": "Connexion",
  "Connecting to Streamlit server": "Connexion au serveur",
  "Please wait...": "Veuillez patienter",
  "Streamlit server is not responding. Are you connected to the internet?":
    "Le serveur ne répond plus. Êtes-vous relié au réseau ?",
  "Connection lost. Please wait for the app to reconnect, then try again.":
    "Connexion perdue. Attendez le retour de la connexion, puis recommencez.",
  "Reconnected to server.": "Connexion rétablie.",
  "Script execution error": "Erreur de calcul",
  "Choose an option": "Choisir",
  "Choose options": "Choisir",
  "No results": "Aucun résultat",
  "No options to select": "Aucun choix",
  "Select all": "Tout choisir",
  "Clear all": "Tout retirer",
  "Clear value": "Effacer la valeur",
  "Clear entry": "Effacer le texte",
  "Clear selection": "Effacer la sélection",
  "Selected values": "Valeurs choisies",
  "Multiselect options": "Choix possibles",
  "Selectbox options": "Choix possibles",
  "Multiselect": "Choix multiple",
  "Selectbox": "Choix",
  "Open": "Ouvrir",
  "Increment": "Augmenter",
  "Decrement": "Diminuer",
  "Number is above the allowed range.": "Nombre trop grand.",
  "Number is below the allowed range.": "Nombre trop petit.",
  "Press Enter to apply": "Entrée pour valider",
  "Press Enter to submit form": "Entrée pour envoyer",
  "Invalid input.": "Saisie incorrecte.",
  "Help": "Aide",
  "Link to heading": "Lien vers ce titre",
  "Copy to clipboard": "Copier",
  "Copied": "Copié",
  "Copied!": "Copié",
  "Fullscreen": "Plein écran",
  "Toggle fullscreen": "Plein écran",
  "Close fullscreen": "Quitter le plein écran",
  "Download as CSV": "Télécharger en CSV",
  "Download as PNG": "Télécharger en PNG",
  "Download failed": "Le téléchargement a échoué",
  "Copy Vega-Lite spec": "Copier la description du graphique",
  "Show data": "Voir les données",
  "Show chart": "Voir le graphique",
  "Show/hide columns": "Afficher ou masquer des colonnes",
  "Dataframe column menu": "Menu de la colonne",
  "Search": "Rechercher",
  "Close Search": "Fermer la recherche",
  "Next Result": "Résultat suivant",
  "Previous Result": "Résultat précédent",
  "Type to search": "Rechercher",
  "Sort ascending": "Trier par ordre croissant",
  "Sort descending": "Trier par ordre décroissant",
  "Autosize": "Ajuster la largeur",
  "Pin column": "Figer la colonne",
  "Unpin column": "Libérer la colonne",
  "Hide column": "Masquer la colonne",
  "Copy column name": "Copier le nom de la colonne",
  "Statistics": "Statistiques",
  "Format": "Format",
  "Automatic": "Automatique",
  "Localized": "Selon la langue",
  "Plain": "Brut",
  "Compact": "Abrégé",
  "Dollar": "Dollars",
  "Percent": "Pourcentage",
  "Scientific": "Scientifique",
  "Accounting": "Comptable",
  "Minimum": "Minimum",
  "Maximum": "Maximum",
  "Average": "Moyenne",
  "Median": "Médiane",
  "Sum": "Somme",
  "Standard deviation": "Écart-type",
  "Distinct": "Valeurs distinctes",
  "Values": "Valeurs",
  "Empty": "Vides",
  "empty": "vide",
  "No data": "Aucune donnée",
  "Map": "Carte",
  "Zoom in": "Zoom avant",
  "Zoom In": "Zoom avant",
  "Zoom Out": "Zoom arrière",
  "Reset North": "Remettre le nord en haut",
  "Toggle Attribution": "Sources de la carte",
  "Zoom out": "Zoom arrière",
  "Reset bearing to north": "Remettre le nord en haut",
  "Find my location": "Me situer",
  "Find My Location": "Me situer",
  "Enter fullscreen": "Plein écran",
  "Exit fullscreen": "Quitter le plein écran",
  "Toggle attribution": "Sources de la carte",
  "Pagination": "Pages",
  "Next page": "Page suivante",
  "Previous page": "Page précédente",
  "Scroll tabs left": "Onglets précédents",
  "Scroll tabs right": "Onglets suivants",
  "(opens in new tab)": "(nouvel onglet)",
  "Upload": "Choisir un fichier",
  "Drag and drop a file here": "Déposer un fichier ici",
  // Vega names the parts of a chart for screen readers.
  "visualization": "graphique",
  "group mark container": "ensemble de repères",
  "rect mark container": "barres",
  "symbol mark container": "points",
  "line mark container": "lignes",
  "area mark container": "aires",
  "text mark container": "textes",
  "rule mark container": "traits",
  "text mark": "texte",
  "bar": "barre",
  "point": "point",
  "circle": "cercle",
  "line mark": "ligne",
  "area mark": "aire",
  "rule mark": "trait",
  "axis": "axe",
  "legend": "légende",
  "title": "titre",
}));

const PAGES = "[data-testid='stSidebarNavItems'], [data-testid='stSidebarNavItems'] li";

const PATTERNS = [
  [/^(\d+) more$/, "$1 autres"],
  [/^View (\d+) more$/, "Voir $1 autres"],
  [/^Select (\d+) matches$/, "Choisir les $1 résultats"],
  [/^You have requested page \/(.+), but no corresponding file was found.*$/, "La page « $1 » n'existe pas : voici l'accueil."],
  [/^Number is (?:above|below|outside) the allowed range\..*$/, "Nombre hors des limites."],
  [/^(\d+) options? available\.$/, "$1 choix."],
  [/^(.+), selected$/, "$1, choisi"],
  [/^Page (\d+)$/, "Page $1"],
  [/^([\d.]+) ?MB per file(.*)$/, "$1 Mo par fichier$2"],
  [/^([\d.]+) ?MB$/, "$1 Mo"],
  [/^([\d.]+) ?KB$/, "$1 ko"],
  [/^File must be ([\d.]+) ?MB or smaller\.?$/, "Le fichier dépasse $1 Mo."],
  [/^(.+) files are not allowed\.$/, "Les fichiers $1 ne sont pas admis."],
];

// Only in attributes, where no text of a page can be taken for them.
const ATTRIBUTE_PATTERNS = [
  [/^Remove (.+)$/s, "Retirer $1"],
  [/^Help for (.+)$/s, "Aide : $1"],
  [/^(.+) — start$/s, "$1, début"],
  [/^(.+) — end$/s, "$1, fin"],
  [/^([XY])-axis.* scale with values from (.+) to (.+)$/s, "Axe $1 : de $2 à $3"],
  [/^([XY])-axis.* scale with (\d+) values: (.+), ending with (.+)$/s, "Axe $1 : $2 valeurs, $3… $4"],
  [/^([XY])-axis.* scale with (\d+) values?: (.+)$/s, "Axe $1 : $2 valeurs, $3"],
  [/^Title text '(.*)'$/s, "Titre : « $1 »"],
];

function french(text, patterns) {
  const words = text.trim();
  if (words.length < 3) return null;
  const known = WORDS.get(words);
  if (known !== undefined) return known;
  const [pattern, replacement] = patterns.find(([candidate]) => candidate.test(words)) ?? [];
  if (pattern) return words.replace(pattern, replacement);
  return null;
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
  // The node stays: React keeps a reference to it and will write to it again.
  if (translated !== null && translated !== node.nodeValue) node.nodeValue = translated;
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

export default function ({ data, setStateValue }) {
  makeFrench();
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
