"""The places of a comparison: their maps at one scale, their measures on one table and on one set of charts."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import pandas as pd
import streamlit as st

from components.charts import bar_charts
from components.drawn import chart
from components.figures import coverage_notes, figure
from components.figures.coverage_notes import Compared
from components.figures.figure import Figure
from components.figures.table import Column
from components.look import palette
from components.maps import locator_map, viewport
from components.places import comparison_text, place_sentences
from components.text import aid_kinds, coverages
from components.text.formats import joined, typeset
from components.text.plain import said
from components.visit import address, navigation, page_environment, provenance
from components.visit.visit import Visit
from data.places import comparison, sheet
from data.places.place import Place
from data.query import aggregation, aid, coverage
from data.query.selection import MAX_PLACES, Selection
from data.words.levels import NATIONAL_NAME
from data.words.quantities import QUANTITIES, Quantity

_MAP_HEIGHT: Final = 300  # px: four maps side by side on a laptop are as wide
# A port and another, a town and the métropole beside it, two industrial régions.
_EXAMPLES: Final = (
    ("commune-59183", "commune-76351"),
    ("commune-63430", "commune-63113"),
    ("region-32", "region-44"),
)
_OVERSEAS: Final = "97"


def choose(selection: Selection) -> list[Place]:
    """The places compared, with the buttons that move them forward, take them out and add others."""
    places = [Visit.current().place(key) for key in selection.places]
    if len(places) < MAX_PLACES:
        st.markdown(said(f"Ajouter un lieu avec la recherche ci-dessus : jusqu'à {MAX_PLACES}, de tous genres."))
    if len(places) == 1:
        _offer_peers(selection, places[0])
    if not places:
        _offer_examples(selection)
    return places


def maps(places: Sequence[Place], selection: Selection) -> None:
    """One map per place, all at the scale of the largest, under its name and its buttons."""
    visit = Visit.current()
    boxes = viewport.alike([locator_map.bounds(visit.places(), place) for place in places])
    rows = aggregation.matching(visit.projects(), selection)
    for column, (rank, place) in zip(st.columns(len(places)), enumerate(places), strict=True):
        with column:
            st.header(said(place.nom), anchor=False)
            st.caption(said(place_sentences.identity(place)))
            if place.filed:
                st.caption(said("Périmètre d'un fichier : un lien vers cette page demande d'ouvrir ce fichier."))
            _buttons(selection, place, rank)
            projects = sheet.rows_in(visit.project_table().iloc[rows], place)
            locator_map.draw(place, projects, key=f"map-compared-{place.told}", box=boxes[rank], height=_MAP_HEIGHT)
    if any(place.communes.str.startswith(_OVERSEAS).any() for place in places):
        st.caption(typeset("L'outre-mer est dessiné à une échelle qui lui est propre."))


def measures(places: Sequence[Place], selection: Selection) -> None:
    """The measures of the places, their differences with the first one, the country and the medians of their kinds."""
    visit = Visit.current()
    compared = comparison.compare(visit.projects(), visit.places(), selection, places)
    names = distinct_names(places)
    described = Figure.of(
        selection,
        key="comparaison",
        title=joined(names),
        source=provenance.source_line(replace(selection, denominator="habitants")),
        coverage="Écarts avec le premier lieu ; chaque valeur porte sur les projets dont elle est connue : la "
        f"couverture dit leur part{_kinds(places, names, selection)}",
        rows=pd.DataFrame(readings(compared, places)),
        columns=columns(places),
        export=lambda: compared,
    )
    figure.tabular(described)
    with st.container(key="compared-coverage"):
        coverage_notes.draw(coverage_notes.warnings(*_compared(compared, places)))
    rates = compared[compared["denominateur"] == "habitants"]
    st.header(typeset("Pour 10 000 habitants, aux mêmes échelles"), anchor=False)
    chart.draw(
        bars(rates, places),
        bar_charts.side_by_side(
            [comparison_text.label(measure, "aucun") for measure in rates["mesure"].unique()],
            _colours(places),
            narrow=page_environment.narrow(),
        ),
        alt=f"{described.title} : barres des mêmes valeurs que le tableau, pour 10 000 habitants.",
    )
    coverage_notes.draw(coverage_notes.legend(*_compared(compared, places)))


def distinct_names(places: Sequence[Place]) -> list[str]:
    """The names of the places, with their kind where two share one."""
    names = [place.nom for place in places]
    return [f"{p.nom} ({p.genre.lower()})" if names.count(p.nom) > 1 else p.nom for p in places]


def columns(places: Sequence[Place]) -> list[Column]:
    """The columns of the table: each place, its difference with the first, the country, the median of each kind."""
    names = distinct_names(places)
    found = [Column("libelle", "Mesure"), Column("valeur-0", names[0], numeric=True)]
    for rank, name in enumerate(names[1:], start=1):
        found += [Column(f"valeur-{rank}", name, numeric=True), Column(f"ecart-{rank}", "Écart", numeric=True)]
    found.append(Column("france", NATIONAL_NAME, numeric=True))
    kinds = {place_sentences.kin_name(place): rank for rank, place in enumerate(places) if not place.chosen}
    return [*found, *(Column(f"mediane-{rank}", f"Médiane des {kin}", numeric=True) for kin, rank in kinds.items())]


def readings(compared: pd.DataFrame, places: Sequence[Place]) -> list[dict[str, Any]]:
    """The lines of the table, as they read, for the measures that one of the places has; None is « — »."""
    lines = []
    for measure, denominator in sheet.COMPARED:
        of = (compared["mesure"] == measure) & (compared["denominateur"] == denominator)
        values = {row["lieu"]: row for _, row in compared[of].iterrows()}
        if all(pd.isna(row["valeur"]) for row in values.values()):
            continue
        write = comparison_text.reader(measure, denominator)
        line = {
            "libelle": comparison_text.label(measure, denominator),
            "france": write(values[places[0].key]["france"]),
        }
        for rank, place in enumerate(places):
            row = values[place.key]
            line |= {f"valeur-{rank}": write(row["valeur"]), f"mediane-{rank}": write(row["mediane"])}
            if rank:
                line[f"ecart-{rank}"] = comparison_text.signed(write, row["ecart"])
        lines.append(line)
        if measure in QUANTITIES and denominator == "aucun":
            lines.append(_coverages(QUANTITIES[measure], list(values.values())))
    return lines


def _coverages(quantity: Quantity, rows: "Sequence[pd.Series[Any]]") -> dict[str, Any]:
    """The line of how much of a quantity is known, under it. rows: of the places, in their order."""
    told = {f"valeur-{rank}": coverages.told(row["connus"], row["projets"]) or None for rank, row in enumerate(rows)}
    country = coverages.told(rows[0]["france_connus"], rows[0]["france_projets"]) or None
    return {"libelle": f"{quantity.label} : couverture", "france": country, **told}


def _kinds(places: Sequence[Place], names: Sequence[str], selection: Selection) -> str:
    """What the known aid of each place is made of, and that of the country."""
    visit = Visit.current()
    rows = aggregation.matching(visit.projects(), selection)
    own = [sheet.rows_in(visit.project_table().iloc[rows], place).index.to_numpy() for place in places]
    found = zip((*names, NATIONAL_NAME), (*own, rows), strict=True)
    told = [(name, aid_kinds.listed(aid.kinds(visit.projects(), each))) for name, each in found]
    return "".join(f" ; aide par nature, {name} : {kinds}" for name, kinds in told if kinds)


def _compared(compared: pd.DataFrame, places: Sequence[Place]) -> list[Compared]:
    """The places and the country, for each quantity."""
    names = dict(zip([place.key for place in places], distinct_names(places), strict=True))
    found = []
    for key, quantity in QUANTITIES.items():
        rows = compared[(compared["mesure"] == key) & (compared["denominateur"] == "aucun")]
        country = rows.iloc[0]
        found.append(
            Compared(
                [*rows["lieu"].map(names), NATIONAL_NAME],
                [*rows["connus"], country["france_connus"]],
                [*rows["projets"], country["france_projets"]],
                quantity.having,
            )
        )
    return found


def bars(rates: pd.DataFrame, places: Sequence[Place]) -> pd.DataFrame:
    """What the charts draw: per measure, the places, the country, the medians of their kinds."""
    names = dict(zip([place.key for place in places], distinct_names(places), strict=True))
    kin = {place.key: f"Médiane des {place_sentences.kin_name(place)}" for place in places}
    country = {"valeur": rates["france"], "connus": rates["france_connus"], "projets": rates["france_projets"]}
    parts = [
        rates.assign(nom=rates["lieu"].map(names)),
        rates.assign(nom=NATIONAL_NAME, **country),
        # A median is of places, each known to its own depth: it has no coverage.
        rates.assign(nom=rates["lieu"].map(kin), valeur=rates["mediane"], connus=0, projets=0),
    ]
    every = pd.concat(parts).drop_duplicates(["mesure", "nom"])
    texts = [
        comparison_text.reader(measure, "habitants")(value) or "pas de donnée"
        for measure, value in zip(every["mesure"], every["valeur"], strict=True)
    ]
    return pd.DataFrame(
        {
            "mesure": [comparison_text.label(measure, "aucun") for measure in every["mesure"]],
            "nom": every["nom"].to_numpy(),
            "valeur": every["valeur"].fillna(0).to_numpy(),
            "texte": texts,
            "couverture": coverages.each(every["connus"], every["projets"]),
            "faible": coverage.weak(every["connus"], every["projets"]),
        }
    )


def _colours(places: Sequence[Place]) -> dict[str, str]:
    colours = dict(zip(distinct_names(places), palette.CATEGORICAL, strict=False))
    medians = {f"Médiane des {place_sentences.kin_name(place)}": palette.FRAME_LINE for place in places}
    return {**colours, NATIONAL_NAME: palette.MUTED, **medians}


def _offer_peers(selection: Selection, place: Place) -> None:
    visit = Visit.current()
    offered = {
        f"Comparer {place.nom} avec un lieu voisin :": ("neighbours", visit.neighbours(place.key)),
        "Avec un lieu semblable, par la population, la densité et les filières :": ("peers", visit.alike(place.key)),
    }
    for told, (name, keys) in offered.items():
        if keys:
            st.markdown(said(told))
            with st.container(horizontal=True, gap="small", key=name):
                for key in keys:
                    _button(visit.place(key).nom, f"{name}-{key}", selection, (*selection.places, key))


def _offer_examples(selection: Selection) -> None:
    """Comparisons to begin with, for who has no place in mind."""
    visit = Visit.current()
    st.markdown(said("Ou ouvrir un exemple :"))
    with st.container(horizontal=True, gap="small", key="examples"):
        for rank, keys in enumerate(_EXAMPLES):
            _button(joined([visit.place(key).nom for key in keys]), f"example-{rank}", selection, keys)


def _buttons(selection: Selection, place: Place, rank: int) -> None:
    others = tuple(key for key in selection.places if key != place.key)
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key=f"compared-{place.told}"):
        navigation.link(
            "territoire", f"Fiche\N{NO-BREAK SPACE}: {said(place.nom)}", replace(selection, places=(place.key,))
        )
        if rank:
            _button(f"Mettre en premier {place.nom}", f"first-{place.told}", selection, (place.key, *others))
        if others:
            _button(f"Retirer {place.nom}", f"out-{place.told}", selection, others)


def _button(label: str, key: str, selection: Selection, places: tuple[str, ...]) -> None:
    view = replace(selection, places=places)
    st.button(said(label), key=key, on_click=address.open_view, args=(view,))
