"""The declaration of accessibility: the state that the audit gives, what fails and why, how to complain."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

import pandas as pd
import streamlit as st

from components.figures import folded, table
from components.figures.table import Column
from components.text import formats
from components.text.formats import typeset
from components.text.plain import said
from data.editions import registry
from data.legal import audit, publisher
from data.legal.audit import FAILED, MET, OUT_OF_SCOPE, Criterion
from data.words import product

_COLUMNS: Final = (
    Column("numero", "Critère"),
    Column("theme", "Thème"),
    Column("sujet", "Sujet", wide=True),
    Column("resultat", "Résultat"),
    Column("echantillon", "Échantillon"),
    Column("preuve", "Ce qui a été vu", wide=True),
)
# Neither the result, the same for all of them, nor the theme, which their number says.
_FAILURES: Final = (_COLUMNS[0], _COLUMNS[2], _COLUMNS[4], Column("preuve", "Raison", wide=True))
_HOW: Final = (
    "Audit fait par l'équipe de l'atlas, non par un tiers : arbre d'accessibilité de chaque page lu de haut en "
    "bas, contrôle automatique (axe-core), parcours au clavier seul, fenêtres de 320 à 1 366 px, espacement du texte. "
    "Navigateur : Chromium. Aucun essai n'a été fait avec un lecteur d'écran ni avec des personnes handicapées. Le "
    "thème est clair et ne suit pas le mode sombre du système."
)
_PLAN: Final = (
    "Ce qui reste dépend surtout de Streamlit, qui écrit le code des pages : chaque nouvelle version est relue avec la "
    "grille, et un critère devenu possible est repris. À faire de notre côté : un essai avec des lecteurs d'écran."
)
_REDRESS: Final = """
Si un défaut d'accessibilité vous empêche d'accéder à un contenu ou à une fonction, si vous nous l'avez signalé et
n'avez pas obtenu de réponse satisfaisante, vous pouvez :

- écrire un message au [Défenseur des droits](https://formulaire.defenseurdesdroits.fr/) ;
- contacter le délégué du [Défenseur des droits dans votre région](https://www.defenseurdesdroits.fr/saisir/delegues) ;
- lui envoyer un courrier, gratuit, sans timbre : Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX 07.
"""


def draw() -> None:
    """Draw the declaration."""
    criteria = audit.grid()
    counts = Counter(each.result for each in criteria)
    known = publisher.read(registry.home())
    who = known.nom if known else "L'éditeur de ce site"
    st.title("Accessibilité", anchor=False)
    st.markdown(
        said(
            f"{who} s'engage à rendre ce site accessible, conformément à l'article 47 de la loi n° 2005-102 du 11 "
            f"février 2005. Cette déclaration s'applique au site « {product.NAME} »."
        )
    )
    st.header("État de conformité", anchor=False)
    st.markdown(
        said(
            f"Le site est {audit.state(criteria)} avec le référentiel général d'amélioration de l'accessibilité "
            f"(RGAA), version 4.1.2 : {formats.percent(100 * audit.share(criteria), 0)} des critères applicables sont "
            f"respectés ({counts[MET]} sur {counts[MET] + counts[FAILED]} ; {counts[OUT_OF_SCOPE]} des "
            f"{len(criteria)} critères ne s'appliquent pas)."
        )
    )
    st.header(typeset("Ce qui n'est pas accessible"), anchor=False)
    failed = [each for each in criteria if each.result == FAILED]
    with st.container(key="unmet-criteria"):
        table.draw(_rows(failed), _FAILURES, caption="Critères non respectés, et pourquoi")
    st.markdown(said(_PLAN))
    st.header("Établissement de cette déclaration", anchor=False)
    st.markdown(said(f"Établie le {formats.day(audit.DAY)}. {_HOW}"))
    folded.fold("grille", f"La grille : {len(criteria)} critères, chacun avec ce qui a été vu", lambda: _grid(criteria))
    st.header("Signaler un défaut", anchor=False)
    contact(known)
    st.header("Voies de recours", anchor=False)
    st.markdown(formats.typeset(_REDRESS))


def contact(known: publisher.Publisher | None) -> None:
    """How to reach the publisher, or that nobody said it."""
    if known is None:
        st.info(said(f"L'adresse de contact n'est pas renseignée : l'hébergeur l'écrit dans « {publisher.FILE} »."))
    else:
        st.link_button(said(f"Écrire à {known.nom}"), known.link, type="tertiary", icon=":material/mail:")


def _grid(criteria: Sequence[Criterion]) -> None:
    table.draw(_rows(criteria), _COLUMNS, caption="Grille du RGAA 4.1.2", height=480)


def _rows(criteria: Sequence[Criterion]) -> pd.DataFrame:
    return pd.DataFrame(
        [(each.number, each.theme, each.subject, each.result, each.sample, each.proof) for each in criteria],
        columns=[column.name for column in _COLUMNS],
    )
