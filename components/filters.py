"""The filter bar: what a visitor keeps, with the number of projects beside each value.

Widgets only mirror the selection: each run sets them from it, and their callbacks change it. So a chip, a link or the
« back » button moves them too, and their labels may hold counts that change at each run.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, Final

import pandas as pd
import streamlit as st

from components import address, formats
from data import query
from data.projects import Projects
from data.selection import FILTERS, MAX_EUR, MAX_WITHOUT_TOP, Selection
from data.vocabulary import (
    PERIMETERS,
    PRECISIONS,
    SCOPES,
    STATUTS,
    TAILLES,
    TYPES_EPCI,
    Vocabulary,
)

current = address.current

EUR_PER_MILLION: Final = 1_000_000
_COUNT: Final = re.compile(r" \([^()]*\)$")
_SHORT_PERIMETERS: Final = {"tous": "Tous", "dans": "Dans", "hors": "Hors"}
_NO_COUNTS: Final = pd.Series(dtype="int64")


def draw(projects: Projects, vocabulary: Vocabulary) -> None:
    """Draw the bar in the side panel, for the current selection."""
    selection = current()
    counts = query.facets(projects, selection)
    with st.sidebar:
        st.header("Filtres", anchor=False)
        _text(selection)
        _values("programmes", {p: p for p in vocabulary.programmes}, counts, "Tous les programmes")
        _values("filieres", {f: f for f in vocabulary.filieres}, counts, "Toutes les filières")
        _years(selection, vocabulary.years)
        _values("statuts", STATUTS, counts, "Tous les statuts")
        _amounts(selection)
        _values("regions", vocabulary.regions, counts, "Toutes les régions")
        _values("tailles", TAILLES, counts, "Toutes les tailles")
        _values("types_epci", TYPES_EPCI, counts, "Tous les types")
        _perimeter(selection, counts)
        _values("precisions", PRECISIONS, counts, "Toutes les précisions")
        _without_top(selection)


def draw_idle() -> None:
    """Keep the side panel, and so the place of the menu, on a page that filters do not concern."""
    with st.sidebar:
        st.header("Filtres", anchor=False)
        st.caption(
            "Cette page décrit toutes les données\N{NO-BREAK SPACE}: les filtres n'y changent rien. Ils sont conservés."
        )


def choose(
    fields: str | tuple[str, ...],
    options: Mapping[Any, str],
    label: str,
    *,
    style: str = "list",
    help: str | None = None,
    label_visibility: Any = "visible",
) -> Any:
    """A control of the display (level, measure…) that writes to the selection, hence to the address.

    `options` maps each value to its French label; with several `fields`, values are tuples in the same order.
    `style`: "list" (drop-down) or "segments" (side by side, for a few short labels). Returns the value in force; one
    that is not among the options shows as « Choisir » in a list and is returned as it is.
    """
    names = (fields,) if isinstance(fields, str) else fields
    held = tuple(getattr(current(), name) for name in names)
    value = held[0] if isinstance(fields, str) else held
    key = "display-" + "-".join(names)
    _mirror(key, value if value in options else None)
    common: dict[str, Any] = {
        "options": list(options),
        "format_func": options.__getitem__,
        "key": key,
        "on_change": partial(_choose, key, names),
        "help": help,
        "label_visibility": label_visibility,
    }
    if style == "segments":
        st.segmented_control(label, required=True, **common)
    else:
        index = 0 if value in options else None  # None would offer to clear the value
        st.selectbox(label, placeholder="Choisir", index=index, filter_mode=_filter_mode(options), **common)
    return value


def values_of(shown: Iterable[str], values_by_name: Mapping[str, str]) -> tuple[str, ...]:
    """The values that a list holds.

    Its labels travel with the count of the moment: a click sent before the browser had the new counts comes back as
    text with the old one, and is read without it.
    """
    known = set(values_by_name.values())
    read = (value if value in known else values_by_name.get(_COUNT.sub("", value)) for value in shown)
    return tuple(value for value in read if value is not None)


def _values(dimension: str, names: Mapping[str, str], counts: Mapping[str, pd.Series], placeholder: str) -> None:
    field, label = FILTERS[dimension]
    key = f"filter-{dimension}"
    found = counts.get(dimension, _NO_COUNTS)
    labels = {value: _counted(name, found.get(value, 0)) for value, name in names.items()}
    _mirror(key, getattr(current(), field), same=_same_values)
    st.multiselect(
        label,
        options=list(labels),
        format_func=lambda value: labels.get(value, value),
        key=key,
        on_change=partial(_keep_values, key, field, {name: value for value, name in names.items()}),
        placeholder=placeholder,
        select_all=False,
        filter_mode=_filter_mode(names),
    )


def _text(selection: Selection) -> None:
    _mirror("filter-text", selection.text)
    st.text_input(
        FILTERS["texte"][1],
        key="filter-text",
        on_change=_keep_text,
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
    _mirror("filter-years", (max(low or first, first), min(high or last, last)))
    st.slider(
        FILTERS["annees"][1],
        min_value=first,
        max_value=last,
        key="filter-years",
        on_change=partial(_keep_years, span),
        format="%d",
    )


def _amounts(selection: Selection) -> None:
    left, right = st.columns(2, gap="small", vertical_alignment="bottom")
    for side, place, label in ((0, left, "Investissement, de"), (1, right, "à (M€)")):
        key = f"filter-amount-{side}"
        bound = selection.amounts_eur[side]
        _mirror(key, None if bound is None else bound / EUR_PER_MILLION)
        place.number_input(
            label,
            min_value=0.0,
            max_value=float(MAX_EUR // EUR_PER_MILLION),
            value=None,
            step=1.0,
            format="%g",
            key=key,
            on_change=_keep_amounts,
            placeholder=("0", "sans limite")[side],
        )


def _perimeter(selection: Selection, counts: Mapping[str, pd.Series]) -> None:
    found = counts.get("label", _NO_COUNTS)
    labels = {
        value: name if value == "tous" else _counted(name, found.get(value, 0))
        for value, name in _SHORT_PERIMETERS.items()
    }
    _mirror("filter-perimeter", selection.perimeter)
    st.segmented_control(
        "Territoires d'industrie",
        options=list(PERIMETERS),
        format_func=labels.__getitem__,
        key="filter-perimeter",
        on_change=partial(_choose, "filter-perimeter", ("perimeter",)),
        required=True,
        width="stretch",
    )


def _without_top(selection: Selection) -> None:
    _mirror("filter-without-top", selection.without_top)
    st.slider(
        "Sans les plus gros projets",
        min_value=0,
        max_value=MAX_WITHOUT_TOP,
        key="filter-without-top",
        on_change=partial(_choose, "filter-without-top", ("without_top",)),
        help="Écarte de tous les calculs les projets au plus fort investissement connu.",
    )


def _mirror(key: str, value: Any, same: Callable[[Any, Any], bool] = lambda a, b: bool(a == b)) -> None:
    """Set a widget from the selection, unless it already shows that: resetting it would undo a click on its way."""
    if key not in st.session_state or not same(st.session_state[key], value):
        st.session_state[key] = list(value) if same is _same_values else value


def _same_values(shown: Iterable[str], wanted: Sequence[str]) -> bool:
    return sorted(shown) == sorted(wanted)


def _choose(key: str, fields: Sequence[str]) -> None:
    chosen = st.session_state[key]
    if chosen is not None:
        values = (chosen,) if len(fields) == 1 else chosen
        address.change(**dict(zip(fields, values, strict=True)))


def _keep_values(key: str, field: str, values_by_name: Mapping[str, str]) -> None:
    address.change(**{field: values_of(st.session_state[key], values_by_name)})


def _keep_text() -> None:
    address.change(text=st.session_state["filter-text"] or "")


def _keep_years(span: tuple[int, int]) -> None:
    low, high = st.session_state["filter-years"]
    address.change(years=(None if low == span[0] else low, None if high == span[1] else high))


def _keep_amounts() -> None:
    """Bounds typed in the wrong order are put right rather than refused."""
    millions = [st.session_state[f"filter-amount-{side}"] for side in (0, 1)]
    low, high = (None if m is None else round(m * EUR_PER_MILLION) for m in millions)
    if low is not None and high is not None and low > high:
        low, high = high, low
    address.change(amounts_eur=(low or None, high))


def _counted(name: str, count: float) -> str:
    return f"{name} ({formats.number(count)})"


def _filter_mode(options: Mapping[Any, str]) -> Any:
    """Typing to find a value only helps in a long list; in a short one it opens the keyboard of a phone for nothing."""
    return "contains" if len(options) > 8 else None
