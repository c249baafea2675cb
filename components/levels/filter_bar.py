"""The filter bar: what a visitor keeps, with the number of projects beside each value.

Widgets begin with what the selection holds and their callbacks change it. When anything else changes it (a chip, a
link, « back »), or when the counts in its labels change, a widget is drawn anew. The counts beside the values of a
filter ignore that filter, so a list stays the same while a visitor picks in it.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Any, Final

import numpy as np
import streamlit as st

from components.text import formats
from components.text.formats import typeset
from components.text.plain import said
from components.visit import address
from components.visit.address import Slot
from components.visit.kept import SELECTIONS, kept
from components.visit.visit import Visit
from data.cells import amounts
from data.cells.kinds import CellError
from data.query import aggregation
from data.query.filters import FILTERS, Filter
from data.query.projects import Projects
from data.query.selection import MAX_WITHOUT_TOP, Selection
from data.words.vocabulary import SCOPES

current = address.current

_AMOUNT_CHARS: Final = 30  # « 1 234 567,89 milliers d'euros », and nothing that costs to be read
_SHORT_PERIMETERS: Final = {"tous": "Tous", "dans": "Dans", "hors": "Hors"}
_SHORT_LIST: Final = 8  # longer ones are searched by typing


def draw() -> None:
    """Draw the bar in the side panel, for the current selection."""
    selection, visit = current(), Visit.current()
    counts, lists = _facets(visit, selection.chosen()), _lists(visit, selection.chosen())
    with st.sidebar:
        st.header("Filtres", anchor=False)
        _text(selection)
        for asked in FILTERS.values():
            match asked.kind:
                case "several":
                    _values(asked, lists[asked.field])
                case "one":
                    _perimeter(counts)
                case "stopped":
                    _stopped(asked, selection)
                case "years":
                    _years(selection, visit.vocabulary().years)
                case "euros":
                    _amounts(selection)
                case "largest":
                    _without_top(selection)


@kept(SELECTIONS)
def _facets(visit: Visit, chosen: Selection) -> dict[str, dict[str, int]]:
    found = aggregation.facets(visit.projects(), chosen)
    return {name: dict(zip(counts.index, counts.tolist(), strict=True)) for name, counts in found.items()}


@kept(SELECTIONS)
def _lists(visit: Visit, chosen: Selection) -> dict[str, dict[str, str]]:
    """The values that each list offers, by its field, and how it says them: with the projects that each would keep."""
    counts, projects, vocabulary = _facets(visit, chosen), visit.projects(), visit.vocabulary()
    found = {}
    for asked in (each for each in FILTERS.values() if each.kind == "several"):
        names = asked.labels(vocabulary)
        if asked.occurring:
            names = occurring(projects, asked.dimension, names, getattr(chosen, asked.field))
        own = counts.get(asked.dimension, {})
        found[asked.field] = {value: typeset(_counted(name, own.get(value, 0))) for value, name in names.items()}
    return found


def occurring(projects: Projects, dimension: str, names: Mapping[str, str], chosen: Collection[str]) -> dict[str, str]:
    """Of the `names` of a dimension, those that a project has, filters aside, and those chosen: an address may hold one
    that only another table of projects has.
    """
    found = projects.dimension(dimension, 1)
    present = {*found.labels[np.flatnonzero(np.bincount(found.codes))], *chosen}
    return {value: name for value, name in names.items() if value in present}


def draw_idle() -> None:
    """Keep the side panel, and so the place of the menu, on a page that filters do not concern."""
    with st.sidebar:
        st.header("Filtres", anchor=False)
        st.caption(said("Cette page décrit toutes les données : les filtres n'y changent rien. Ils sont conservés."))


def choose(field: str, options: Mapping[Any, str], label: str, *, style: str = "list", help: str | None = None) -> Any:
    """A control that writes one field of the selection (level, measure…), hence the address.

    `options` maps each value to its French label. `style`: "list" (drop-down) or "segments" (side by side, for a few
    short labels). Returns the value in force; one that is not among the options shows as « Choisir » in a list, and is
    returned as it is.
    """
    value = getattr(current(), field)
    slot = Slot.of(field, options.values())
    common: dict[str, Any] = {
        "options": list(options),
        "format_func": lambda option: typeset(options.get(option, option)),
        "key": slot.key,
        "on_change": partial(_keep_choice, slot),
        "help": help and said(help),
    }
    if style == "segments":
        st.segmented_control(
            said(label), default=value if value in options else None, required=True, width="stretch", **common
        )
    else:
        index = list(options).index(value) if value in options else None  # None would offer to clear the value
        st.selectbox(said(label), placeholder="Choisir", index=index, filter_mode=_filter_mode(options), **common)
    return value


def _values(asked: Filter, labels: Mapping[str, str]) -> None:
    slot = Slot.of(asked.field, labels.values())
    st.multiselect(
        said(asked.name),
        options=list(labels),
        default=list(getattr(current(), asked.field)),
        format_func=lambda value: labels.get(str(value), str(value)),
        key=slot.key,
        on_change=partial(_keep_values, slot, frozenset(labels)),
        placeholder=asked.every,
        select_all=False,
        filter_mode=_filter_mode(labels),
    )


def _text(selection: Selection) -> None:
    slot = Slot.of("text")
    st.text_input(
        FILTERS["texte"].name,
        value=selection.text,
        key=slot.key,
        on_change=partial(_keep_text, slot),
        placeholder="Projet, entreprise, commune…",
        max_chars=100,
        icon=":material/search:",
    )
    if selection.text:
        choose("scope", SCOPES, "Chercher dans")


def _years(selection: Selection, span: tuple[int, int]) -> None:
    first, last = span
    if first == last:
        return
    low, high = selection.years
    slot = Slot.of("years")
    st.slider(
        FILTERS["annees"].name,
        min_value=first,
        max_value=last,
        value=(max(low or first, first), min(high or last, last)),
        key=slot.key,
        on_change=partial(_keep_years, slot, span),
        format="%d",
    )


def _amounts(selection: Selection) -> None:
    """Two bounds, typed as texts: a number input of Chromium in English takes « 1,5 » for fifteen."""
    slots = Slot.of("amount-from"), Slot.of("amount-to")
    columns = st.container(key="filter-amounts").columns(2, gap="small", vertical_alignment="bottom")
    labels, hints = ("Investissement, de", "à (M€)"), ("0", "sans limite")
    for column, slot, label, hint, bound in zip(columns, slots, labels, hints, selection.amounts_eur, strict=True):
        column.container(key=f"field-{slot.name}").text_input(
            label,
            value="" if bound is None else amounts.in_millions(bound),
            key=slot.key,
            on_change=partial(_keep_amounts, slots),
            placeholder=hint,
            max_chars=_AMOUNT_CHARS,
        )
    for slot in slots:
        try:
            amounts.typed_millions(slot.value)
        except CellError as error:
            st.container(key=f"fault-{slot.name}").error(said(f"{error.message} : {error.remedy}."))


def _perimeter(counts: Mapping[str, Mapping[str, int]]) -> None:
    found = counts.get("label", {})
    labels = {
        value: name if value == "tous" else _counted(name, found.get(value, 0))
        for value, name in _SHORT_PERIMETERS.items()
    }
    choose("perimeter", labels, "Territoires d'industrie", style="segments")


def _stopped(asked: Filter, selection: Selection) -> None:
    slot = Slot.of(asked.field)
    st.toggle(
        "Compter les projets arrêtés",
        value=selection.stopped == "avec",
        key=slot.key,
        on_change=partial(_keep_stopped, slot),
        help="Suspendus, abandonnés ou liquidés : à part des totaux, sauf si un statut est choisi.",
    )


def _without_top(selection: Selection) -> None:
    slot = Slot.of("without_top")
    st.slider(
        "Sans les plus gros projets",
        min_value=0,
        max_value=MAX_WITHOUT_TOP,
        value=selection.without_top,
        key=slot.key,
        on_change=partial(_keep_choice, slot),
        help=said(
            "Écarte de tous les calculs les projets les plus gros par la grandeur affichée : investissement, aide ou "
            "emplois ; par l'investissement quand ce sont des projets."
        ),
    )


def _keep_choice(slot: Slot) -> None:
    if slot.value is not None:
        slot.keep(**{slot.name: slot.value})


def _keep_values(slot: Slot, known: frozenset[str]) -> None:
    slot.keep(**{slot.name: tuple(value for value in slot.value if value in known)})


def _keep_stopped(slot: Slot) -> None:
    slot.keep(stopped="avec" if slot.value else "sans")


def _keep_text(slot: Slot) -> None:
    slot.keep(text=slot.value or "")


def _keep_years(slot: Slot, span: tuple[int, int]) -> None:
    low, high = slot.value
    slot.keep(years=(None if low == span[0] else low, None if high == span[1] else high))


def _keep_amounts(slots: Sequence[Slot]) -> None:
    """Bounds typed in the wrong order are read in the right one; neither is kept while one of them is no amount."""
    try:
        low, high = (amounts.typed_millions(slot.value) for slot in slots)
    except CellError:  # said under the fields
        return
    if low is not None and high is not None and low > high:
        low, high = high, low
    slots[0].keep(amounts_eur=(low or None, high))


def _counted(name: str, count: float) -> str:
    return f"{name} ({formats.number(count)})"


def _filter_mode(options: Mapping[Any, str]) -> Any:
    """Typing to find a value helps in a long list; in a short one it opens the keyboard of a phone for nothing."""
    return "contains" if len(options) > _SHORT_LIST else None
