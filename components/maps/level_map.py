"""The map of a level's table: which kind suits the measure, how values read on hover, what the picture shows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from components.maps import deck, official_points, project_points
from components.maps.frame import HoverRow, MapFrame, ProjectDots, Variant, contours_of
from components.text import formats, measure_labels
from components.visit import navigation
from components.visit.visit import Visit
from data.query import coverage, measures
from data.query.level_keys import level_key, level_shown
from data.query.selection import Selection
from data.words.place_keys import place_key
from data.words.vocabulary import HIDDEN_MARKS, INVENTORY, WITH_OFFICIAL

# The column of a table whose map shows how far from the country places are.
_GAP: Final = "ecart"


@dataclass(frozen=True, eq=False)
class LevelMap:
    """The map of a level, made once for those who look at the same. table: that of its `View`, in the order of the
    contour files; frame: without the dots of projects, whose files are of the moment; alt: what it shows, in a
    sentence.
    """

    selection: Selection
    table: pd.DataFrame
    frame: MapFrame
    alt: str

    def draw(
        self,
        *,
        name: str = "",
        beside: npt.NDArray[np.float64] | None = None,
        relief: bool = False,
        variants: Sequence[Variant] = (),
    ) -> None:
        """Draw it. name: of a map that is not the first of its level on the page. beside: `scaled` values of the maps
        of its scale. relief: as prisms. variants: the map of each value of a dimension, instead of one.
        """
        kind, codes = level_shown(self.selection).kind, self.table.index
        deck.draw(
            replace(_marked(self.frame, self.selection), beside=beside),
            key=f"{level_key(self.selection)}{name}",
            alt=self.alt,
            on_pick=lambda position: navigation.open_sheet(place_key(kind, codes[position])),
            relief=relief,
            variants=variants,
        )


def of(table: pd.DataFrame, selection: Selection) -> LevelMap:
    """The map of the table of a level."""
    return LevelMap(selection, table, _frame(table, selection), alt(table, selection))


def scaled(table: pd.DataFrame, selection: Selection) -> npt.NDArray[np.float64]:
    """The values of a table that make the scale of its map: not the rates that rest on too few projects."""
    values = table[_shown(table)].to_numpy(dtype=np.float64)
    return values if is_total(selection) else np.where(table["fragile"], np.nan, values)


def _frame(table: pd.DataFrame, selection: Selection) -> MapFrame:
    """Totals and shares of the total are circles, ratios are coloured areas, and so are differences to the country."""
    plain = MapFrame(
        contours=contours_of(Visit.current().contours(), level_key(selection)),
        kind="circles" if is_total(selection) else "choropleth",
        values=table["valeur"].to_numpy(dtype=np.float64),
        hover=_hover(table, selection),
        unit=measure_labels.heading_of_map(selection),
        noun=level_shown(selection).title.lower(),
        format_value=measure_labels.short(selection),
        fragile=None if is_total(selection) else table["fragile"].to_numpy(dtype=bool),
        weak=coverage.weak(table["connus"], table["projets"]),
    )
    return _apart(plain, table, selection) if _GAP in table else plain


def _marked(frame: MapFrame, selection: Selection) -> MapFrame:
    """The map with the dots that the selection asks for."""
    return replace(
        frame,
        marks=_marks(selection) if selection.marks != HIDDEN_MARKS else None,
        official=official_points.file(Visit.current()) if beside_official(selection) else None,
    )


def _apart(plain: MapFrame, table: pd.DataFrame, selection: Selection) -> MapFrame:
    """The map of how far from the country places are. table: with the columns of `country.beside`."""
    gaps = table[_GAP].to_numpy(dtype=np.float64)
    said = partial(formats.with_sign, formatter=measure_labels.brief(selection))
    hover = HoverRow(measure_labels.heading_of_gaps(selection), list(map(said, gaps.tolist())))
    return replace(
        plain,
        values=gaps,
        hover=[hover, *plain.hover],
        unit=f"{measure_labels.gap_unit(selection)}, par rapport à la France",
        format_value=measure_labels.gap_short(selection),
        middle=measure_labels.of_country(selection, _country(table)),
    )


def _country(table: pd.DataFrame) -> float:
    """The value of the country, said on each row."""
    return float(table["france"].iloc[0]) if len(table) else np.nan


def _shown(table: pd.DataFrame) -> str:
    """The column that the map of a table shows."""
    return _GAP if _GAP in table else "valeur"


def beside_official(selection: Selection) -> bool:
    """Whether the communes of the official files are shown too: beside the inventory, never beside one of them."""
    return selection.marks == WITH_OFFICIAL and selection.dataset == INVENTORY


def _marks(selection: Selection) -> ProjectDots:
    """A dot in each commune that has a project of the selection, by euros and status."""
    return project_points.sized(Visit.current().selected(selection, project_points.READ), selection.dataset)


def is_total(selection: Selection) -> bool:
    """Whether values of a view add up over places."""
    return measures.is_total(selection.measure, selection.denominator)


def alt(table: pd.DataFrame, selection: Selection) -> str:
    """What the map shows, in a sentence: for those who do not see it, under the title and before the table."""
    title, shown = measure_labels.per(selection), _shown(table)
    known = table[table[shown].notna()]
    if known.empty or not known[shown].any():
        return f"Carte : {title}. Aucune valeur au-dessus de zéro dans la sélection."
    best = known.iloc[int(known[shown].to_numpy().argmax())]
    if shown == _GAP:
        gap, value = measure_labels.gap_short(selection)(best[_GAP]), _country(table)
        title = f"{title}, écart à la France"
        return f"Carte : {title}. {measure_labels.of_country(selection, value)}. Le plus haut : {best['nom']}, {gap}."
    return f"Carte : {title}. Maximum : {best['nom']}, {measure_labels.short(selection)(best['valeur'])}."


def variant(table: pd.DataFrame, selection: Selection, label: str, told: str) -> Variant:
    """The map of a part of the projects. told: how much of it is known."""
    texts = list(map(measure_labels.brief(selection), table["valeur"]))
    values = table["valeur"].to_numpy(dtype=np.float64)
    if is_total(selection):
        return Variant(label, values, texts, told)
    weak = coverage.weak(table["connus"], table["projets"])
    return Variant(label, values, texts, told, table["fragile"].to_numpy(dtype=bool), weak)


def _hover(table: pd.DataFrame, selection: Selection) -> list[HoverRow]:
    """Values bear no unit: their label does, once."""
    projects = HoverRow("Projets", [formats.number(count) for count in table["projets"]])
    if selection.measure == "projets" and measure_labels.unit(selection) == "projets":
        return [projects]
    texts = list(map(measure_labels.brief(selection), table["valeur"]))
    value = HoverRow(measure_labels.heading_of_brief(selection), texts)
    if (table["connus"] == table["projets"]).all():
        return [value, projects]
    pairs = zip(table["connus"], table["projets"], strict=True)
    counted = [str(count) if known == count else f"{known}/{count}" for known, count in pairs]
    return [value, HoverRow("Connus / projets", counted)]
