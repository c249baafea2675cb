"""The public claims: the decided ones as cards, the others as cards to open, and the table of them all."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import pandas as pd
import streamlit as st

from components.figures import figure, folded
from components.figures.figure import Figure
from components.figures.table import Column
from components.look import palette, templating
from components.text import formats, verdict_rule
from components.text.formats import typeset
from components.text.plain import said
from components.views.affirmations import sentences
from components.visit import navigation, provenance
from components.visit.visit import Visit, of_edition
from data.published import claims
from data.published.claim_measures import ENSEMBLES, Change, Measure, Published, PublishedShare
from data.published.claims import Finding
from data.query.selection import Selection
from data.words.vocabulary import PARTITIONS, VERDICTS, Vocabulary

Found = Mapping[str, tuple[Finding, ...]]
# The sign is beside the words of the verdict, never instead of them.
_SIGNS: Final = dict(zip(VERDICTS, ("✓", "✗", "≈", "?"), strict=True))
# Of the categories, two that are told apart, and from the others, by all eyes; what cannot be settled has no colour.
COLOURS: Final = dict(zip(VERDICTS, (palette.ACCENT, *palette.CATEGORICAL[3:5], palette.MUTED), strict=True))
_UNDECIDED: Final = "non vérifiable ici"
_INTRODUCTION: Final = (
    "Des chiffres circulent sur la géographie des projets industriels. Chacun est ici avec son auteur, sa date et sa "
    "définition, à côté de ce que donne le calcul le plus proche sur les données de cette édition ; nos chiffres sont "
    "recalculés à chaque édition. L'inventaire n'est pas un recensement : un chiffre proche n'est pas une preuve, un "
    "chiffre éloigné n'est pas une réfutation."
)
_LINKS: Final = {
    "repartition": "Voir sur la page Répartition",
    "carte": "Voir sur la page Carte",
    "projets": "Voir sur la page Projets",
}
_COLUMNS: Final = (
    Column("affirmation", "Affirmation", link="source_url"),
    Column("auteur", "Auteur"),
    Column("date", "Date", formats.when),
    Column("affirme", "Chiffre affirmé", numeric=True),
    Column("notre", "Notre chiffre", numeric=True),
    Column("couverture", "Ce qu'il couvre"),
    Column("verdict", "Verdict"),
)


def draw() -> None:
    """Draw the counts, the cards of the decided claims, the others folded, then the table."""
    table, found = _checked(Visit.current())
    is_decided = table["verdict"] != _UNDECIDED
    st.markdown(said(f"{_INTRODUCTION} {_counts(table['verdict'])}"))
    st.header("Ce que les données tranchent", anchor=False)
    with st.container(key="claims"):
        _cards(table[is_decided], found)
    others = table[~is_decided]
    folded.fold("regle", "La règle des verdicts", lambda: st.markdown(said(verdict_rule.RULE)))
    label = formats.counted(len(others), "affirmation non vérifiable ici", "affirmations non vérifiables ici")
    folded.fold("indecises", f"{label}, et ce qu'il faudrait pour les vérifier", lambda: _themes(others, found))
    figure.draw(_figure(table, found))


def _themes(claims_of: pd.DataFrame, found: Found) -> None:
    for theme, rows in claims_of.groupby("theme", sort=False):
        st.header(said(str(theme)), anchor=False)
        _cards(rows, found)


def _cards(rows: pd.DataFrame, found: Found) -> None:
    """Two abreast, where there is room."""
    cards = rows.to_dict("records")
    for start in range(0, len(cards), 2):
        for place, card in zip(st.columns(2), cards[start : start + 2], strict=False):
            with place:
                _card(card, found[card["id_affirmation"]])


def card_html(claim: Mapping[Any, Any], found: tuple[Finding, ...], vocabulary: Vocabulary) -> str:
    """A card, everything escaped. claim: a row of the table of claims; found: our figures, the nearest first."""
    names = ("Notre chiffre", "Sous une autre définition")
    figures = [
        (name, sentences.sentence(finding, vocabulary)) for name, finding in zip(names, found, strict=False)
    ] or [(names[0], sentences.NO_MEASURE)]
    entries = [
        ("Ce qui est affirmé", claim["definition"]),
        *figures,
        ("Ce qu'il faudrait pour vérifier", claim["definition_necessaire"]),
    ]
    return templating.render(
        "claim",
        affirmation=typeset(claim["affirmation"]),
        who=typeset(f"{claim['auteur']}, {formats.when(claim['date'])}"),
        source=typeset(claim["source_editeur"]),
        href=None if pd.isna(claim["source_url"]) else claim["source_url"],
        verdict=claim["verdict"],
        sign=_SIGNS[claim["verdict"]],
        colour=COLOURS[claim["verdict"]],
        explication=typeset(claim["explication"]),
        entries=[(typeset(term), typeset(text)) for term, text in entries],
        accent=palette.ACCENT,
        muted=palette.MUTED,
    )


TAGS: Final = "etiquettes"


def nearest_view(measure: Measure) -> tuple[str, Selection] | None:
    """The page and the view that show a measure among others; None for published figures, which no page redraws."""
    if isinstance(measure, Published | PublishedShare):
        return None
    selection = replace(measure.selection, measure=measure.grandeur)
    if isinstance(measure, Change):
        selection = replace(selection, years=(measure.de, measure.a))
    by, classes = ENSEMBLES[measure.ensemble].by, ENSEMBLES[measure.ensemble].classes
    if by == TAGS:
        return "projets", replace(selection, tags=classes)
    if by in PARTITIONS:
        return "repartition", replace(selection, partition=by)
    return "carte", replace(selection, level=by, denominator="part")


def _card(claim: Mapping[Any, Any], found: tuple[Finding, ...]) -> None:
    with st.container(border=True, key=f"claim-{claim['id_affirmation']}"):
        st.html(card_html(claim, found, Visit.current().inventory.vocabulary()))
        view = nearest_view(found[0].measure) if found else None
        if view is not None:
            slug, selection = view
            navigation.link(slug, _LINKS[slug], selection)


def _figure(table: pd.DataFrame, found: Found) -> Figure:
    visit = Visit.current()
    vocabulary = visit.inventory.vocabulary()
    nearest = [next(iter(found[key]), None) for key in table["id_affirmation"]]
    rows = table.assign(
        affirme=[sentences.claimed(*row) for row in table[["valeur", "unite"]].itertuples(index=False)],
        notre=pd.Series([None if f is None else sentences.figure(f) for f in nearest], dtype="str"),
        couverture=pd.Series([None if f is None else sentences.coverage(f, vocabulary) for f in nearest], dtype="str"),
    )
    return Figure(
        key="affirmations",
        title="Affirmations et chiffres de cette édition",
        source=provenance.source_line(Selection()),
        coverage="Notre chiffre suit la définition la plus proche ; les fichiers ont aussi la seconde et les raisons",
        rows=rows,
        columns=_COLUMNS,
        export=lambda: claims.output(table, found),
        filters=(),
        edition_id=visit.edition_id,
    )


def _counts(verdicts: "pd.Series[str]") -> str:
    counts = verdicts.value_counts()
    parts = [f"{verdict} : {formats.number(counts[verdict])}" for verdict in VERDICTS if verdict in counts]
    return f"{formats.counted(len(verdicts), 'affirmation')} ; {' ; '.join(parts)}."


@of_edition()
def _checked(visit: Visit) -> tuple[pd.DataFrame, Found]:
    edition = visit.edition()
    table = edition.table("affirmations")
    projects = visit.inventory.projects()
    return table, claims.findings(table, projects, visit.inventory.vocabulary(), edition.table("indicateurs"))
