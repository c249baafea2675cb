"""Legal notice, personal data, and the plan of the site."""

from typing import Final

import streamlit as st

from components.text.formats import typeset
from components.text.plain import said
from components.visit import navigation
from data.editions import registry
from data.legal import publisher

_UNKNOWN: Final = (
    "L'éditeur de ce site n'est pas renseigné : qui le met en ligne l'écrit dans « editeur.toml », dans le dossier des "
    "éditions (nom, contact, adresse, directeur, hebergeur)."
)
_LICENCES: Final = (
    "Le code est libre (GPL 3). Les données viennent de publications citées ligne à ligne ; la page Méthode donne la "
    "licence de chaque source."
)
_PRIVACY: Final = """
- Aucun compte, aucune mesure d'audience, aucun traceur, aucune ressource d'un autre site.
- Un cookie protège l'envoi de fichiers (« \\_streamlit\\_xsrf ») ; le navigateur retient que la première visite a été
  vue (« premiere-visite ») et quelles rubriques du menu sont ouvertes. Rien de cela ne sert à reconnaître un visiteur,
  et aucun consentement n'est requis.
- Les filtres sont dans l'adresse de la page, nulle part ailleurs.
- Un fichier apporté dans « Mes données » reste dans la mémoire du serveur, pour cette visite seule. Il est oublié quand
  on le supprime, ou un quart d'heure après la fermeture de la page.
- Le serveur garde le motif de ses erreurs, sans ce qu'un visiteur a apporté. L'hébergeur peut tenir un journal des
  adresses IP, selon ses propres règles.
- Vos droits d'accès, de rectification et d'effacement s'exercent auprès de l'éditeur ; à défaut de réponse, auprès de
  la [CNIL](https://www.cnil.fr/fr/plaintes).
"""


def draw() -> None:
    """Draw the page."""
    st.title("Mentions légales, données personnelles, plan du site", anchor=False)
    st.header("Mentions légales", anchor=False)
    known = publisher.read(registry.home())
    if known is None:
        st.info(said(_UNKNOWN))
    else:
        st.markdown("\n".join(f"- {said(line)}" for line in _told(known)))
        st.link_button(said(f"Écrire à {known.nom}"), known.link, type="tertiary", icon=":material/mail:")
    st.markdown(said(_LICENCES))
    st.header("Données personnelles", anchor=False)
    st.markdown(typeset(_PRIVACY))
    st.header("Plan du site", anchor=False)
    with st.container(key="site-map"):
        for entry in navigation.PAGES:
            navigation.link(entry.slug, entry.title)


def _told(known: publisher.Publisher) -> list[str]:
    """« Éditeur : Préfecture de l'Ain, … » and what else is known of the publisher."""
    lines = {
        "Éditeur": ", ".join(filter(None, (known.nom, known.adresse))),
        "Directeur de la publication": known.directeur,
        "Hébergeur": known.hebergeur,
        "Contact": known.contact,
    }
    return [f"{name} : {text}" for name, text in lines.items() if text]
