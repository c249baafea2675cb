"""The words that the page of method defines, so that the search box leads to them."""

from typing import Final

WORDS: Final = (
    "Territoire d'industrie",
    "De la phase 1 à la phase 2",
    "Rang",
    "Concentration",
    "Taille dominante",
    "Intercommunalités comparables",
    "Chiffre daté",
    "Désaccord",
    "Nature d'un chiffre",
    "Accélérateurs et structures",
    "Euros investis par euro d'aide, emplois par million d'aide",
    "ROI territorial",
    "Du besoin au dispositif",
    "Distance",
    "Petite commune",
    "Type d'intercommunalité",
    "Projets affichés",
    "Sans les plus gros projets",
)
