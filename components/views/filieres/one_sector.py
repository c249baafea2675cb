"""One filière: its figures beside those of all, its map, its leading territories, its régions and its quotients."""

from dataclasses import replace
from typing import Final

import streamlit as st

from components.figures import figure, folded, key_figures, links, section
from components.figures.section import Section
from components.figures.table import Column, coverage_column
from components.levels import level_figure
from components.text import formats, measure_labels
from components.text.formats import percent
from components.text.plain import said
from components.views.filieres import quotients, sector_figure, sentences
from components.visit import navigation, page_environment
from components.visit.kept import SECTIONS, kept
from components.visit.visit import Visit
from data.places.summary import totals
from data.query import aid
from data.query.measures import MEASURES
from data.query.selection import Selection
from data.spread import sectors

_LEADERS: Final = 10  # ten are read out in a meeting
_BARS: Final = 15  # the ten first ranks and those that tie with them, on the screen of a laptop


def draw(selection: Selection) -> None:
    """Draw the view of the only filière of a selection."""
    visit = Visit.current()
    (name,) = selection.filieres
    everything = replace(selection, filieres=())
    navigation.link("filieres", "Toutes les filières", everything, icon=":material/arrow_back:")
    sums = visit.national_sums(selection.chosen())
    if not sums["projets"]:
        st.info(said(f"La sélection n'a aucun projet de la filière « {name} »."))
        return
    among = visit.asked(sectors.by_sector, everything)
    if not selection.without_top:  # the largest of a filière are not the largest of all
        st.markdown(_standing(visit, everything, name))
    whole = int(among.loc[among["grandeur"] == "projets", "n"].sum())
    kinds = aid.kinds(visit.projects(), visit.matching(selection))
    key_figures.draw(totals(sums), f"sur {formats.number(whole)}, toutes filières confondues")
    key_figures.note(totals(sums), kinds)
    sector_figure.controls(selection)
    view = sentences.viewed(selection)
    territories = replace(view, level="territoires")
    _map(territories, name)
    narrow = page_environment.narrow()
    _leaders(visit, territories, name, narrow).draw()
    folded.fold("regions", f"{said(name)} par région", lambda: _regions(visit, view, name, narrow).draw())
    folded.section("quotients", "Où cette filière est spécialisée", view, (quotients.draw,))


@kept(SECTIONS)
def _standing(visit: Visit, everything: Selection, name: str) -> str:
    return said(sentences.standing(visit.asked(sectors.by_sector, everything), name))


def _map(territories: Selection, name: str) -> None:
    described, mapped = level_figure.build(territories, key="carte-filiere")
    title = described.title[0].lower() + described.title[1:]
    with figure.around(replace(described, title=f"{name} : {title}")):
        mapped.draw()


@kept(SECTIONS)
def _leaders(visit: Visit, territories: Selection, name: str, narrow: bool) -> Section:
    """The first territories, and those that tie with the last of them."""
    found = sectors.leaders(visit.projects(), visit.places(), territories, territories.measure, _LEADERS)
    label = MEASURES[territories.measure].label
    described = sector_figure.described(
        territories,
        key="tetes",
        title=f"{name} : territoires en tête, phase {territories.phase}",
        coverage=f"Selon : {label.lower()} ; les {_LEADERS} premiers rangs, ex æquo compris. Les parts sont de tout ce "
        "qui est connu de la filière, dans les territoires et hors d'eux",
        rows=found.assign(part=100 * found["part"]),
        columns=_leader_columns(territories),
        export=sector_figure.exported(found, territories.measure),
    )
    first = found.head(_BARS)
    twice = first["nom"].duplicated(keep=False)
    names = first["nom"].where(~twice, first["nom"] + " (" + first["precision_nom"] + ")")
    bars = sector_figure.bars(
        first.assign(nom=names), territories, noun="Territoire", title=described.title, narrow=narrow
    )
    more = f"{len(found)} territoires, ex æquo compris : le graphique en montre {_BARS}, le tableau tous."
    return Section(described, [*bars, *section.remark(more if len(found) > len(first) else "")])


@kept(SECTIONS)
def _regions(visit: Visit, view: Selection, name: str, narrow: bool) -> Section:
    """What the filière has in each région."""
    found = visit.asked(sectors.matrix, view, view.measure)
    filled = found[found["n"] > 0].sort_values(["valeur", "n"], ascending=False)
    regions = filled["code_region"].map(sector_figure.region_names(found))
    described = sector_figure.described(
        view,
        key="regions",
        title=f"{name} : {MEASURES[view.measure].label.lower()} par région",
        coverage=sector_figure.told_coverage(view),
        rows=filled.assign(region=regions, part_ligne=100 * filled["part_ligne"]),
        columns=_region_columns(view),
        export=sector_figure.exported(found, view.measure),
    )
    return Section(
        described,
        sector_figure.bars(filled.assign(nom=regions), view, noun="Région", title=described.title, narrow=narrow),
    )


def _region_columns(view: Selection) -> list[Column]:
    return [
        Column("region", "Région", view=links.situation("region")),
        Column("valeur", measure_labels.column_label(view), measure_labels.exact(view), numeric=True),
        Column("part_ligne", "Part de la filière", percent, numeric=True),
        Column("connus", "Projets comptés", formats.number, numeric=True),
        Column("n", "Projets", formats.number, numeric=True),
        coverage_column(),
    ]


def _leader_columns(view: Selection) -> list[Column]:
    return [
        Column("nom", "Territoire", view=links.place(f"territoires-{view.phase}", "id_territoire")),
        Column("precision_nom", "Région", view=links.situation("precision_nom")),
        Column("rang", "Rang", formats.number, numeric=True),
        Column("valeur", measure_labels.column_label(view), measure_labels.exact(view), numeric=True),
        Column("part", "Part de la filière", percent, numeric=True),
        Column("connus", "Projets comptés", formats.number, numeric=True),
        Column("n", "Projets", formats.number, numeric=True),
        coverage_column(),
    ]
