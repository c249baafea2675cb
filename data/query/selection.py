"""What a visitor asks for, as one frozen value.

A `Selection` is canonical: two requests that mean the same are equal and hash alike, whatever the order of the clicks,
so it can key a cache and an address.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Self

from data.query.filters import FIELDS, FILTERS, NO_RANGE, Range
from data.query.measures import DENOMINATORS, MEASURES, ranking
from data.words.levels import TITLES
from data.words.text import clean, french_order
from data.words.vocabulary import (
    EVERY_THEME,
    FLAT,
    FORMS,
    INVENTORY,
    MARKS,
    PARTITIONS,
    PHASES,
    PRESENT_PHASE,
    SCOPES,
    THEMES,
    Vocabulary,
)

MAX_WITHOUT_TOP = 10  # beyond, the projects left out are no outliers any more
MAX_PLACES = 4  # compared side by side
MAX_EUR = 10**13  # far above any real amount, far below what int64 cents can hold
MAX_YEAR = 9999  # an address writes years with four digits

# Field -> the values it may have, for those that no edition changes.
ENUMERATIONS: Mapping[str, Collection[Any]] = {
    "level": TITLES,
    "phase": PHASES,
    "measure": MEASURES,
    "denominator": DENOMINATORS,
    "marks": MARKS,
    "form": FORMS,
    "partition": PARTITIONS,
    "theme": (*THEMES, EVERY_THEME),
    "scope": SCOPES,
    **{field: each.options for field, each in FIELDS.items() if each.options is not None},
}
LISTS: Final = tuple(field for field, each in FIELDS.items() if each.kind == "several")


def _canonical(values: Iterable[str], known: Collection[str] | None) -> tuple[str, ...]:
    if isinstance(values, str):
        raise TypeError(f"a list of values is expected, not {values!r}")
    ranks = {value: rank for rank, value in enumerate(known or ())}
    return tuple(sorted(set(values), key=lambda v: (ranks.get(v, len(ranks)), *french_order(v))))


def _check_range(name: str, bounds: Range, highest: int) -> None:
    low, high = bounds
    if any(b is not None and not 0 <= b <= highest for b in bounds):
        raise ValueError(f"{name} out of 0..{highest}: {bounds}")
    if low is not None and high is not None and low > high:
        raise ValueError(f"{name} upside down: {bounds}")


@dataclass(frozen=True)
class Chip:
    """One active filter: `value` is one value of a list, or None when the filter is a single thing (range, text)."""

    dimension: str
    value: str | None
    label: str

    @property
    def name(self) -> str:
        """French name of the dimension."""
        return FILTERS[self.dimension].name


@dataclass(frozen=True, kw_only=True)
class Selection:
    """Level, measure and filters of a view; the defaults are the plain national view.

    Lists are sorted without duplicates and empty means « no filter ». Ranges include both bounds; None is open.
    `ranked_region` (a code) and `ranked_population` (of `POPULATIONS`) choose the places of a ranking, not projects.
    `dataset` is the table of projects that is shown: the inventory, an official source, the visitor's own.
    `project` is the identifier of the project whose page is open, `company` the name of the company whose page is: they
    filter nothing, nor does `scheme`.
    `scheme` is the programme whose sheet is open, `theme` the figures shown without one, `word` the one of the glossary
    whose meaning is shown: they filter nothing.
    `places` are keys of `data.words.place_keys`, in the order asked for: the sheet shows the first, a comparison all.
    `stopped` counts suspended, abandoned and liquidated projects as well; `statuses`, when asked for, decide alone.
    `amounts_eur` bounds the known investment in whole euros, so a project without a known one is left out.
    Raises ValueError for a value outside the fixed enumerations, an upside-down range or an oversized bound.

    >>> Selection(filieres=("Santé", "Chimie", "Santé")) == Selection(filieres=("Chimie", "Santé"))
    True
    """

    dataset: str = INVENTORY
    level: str = "territoires"
    phase: int = PRESENT_PHASE
    measure: str = "projets"
    denominator: str = "aucun"
    zone: str | None = None
    places: tuple[str, ...] = ()
    marks: str = "non"
    form: str = FLAT
    partition: str = "tailles"
    ranked_region: str | None = None
    ranked_population: str | None = None
    scheme: str | None = None
    project: str | None = None
    company: str | None = None
    theme: str = THEMES[0]
    word: str | None = None
    programmes: tuple[str, ...] = ()
    filieres: tuple[str, ...] = ()
    years: Range = NO_RANGE
    statuses: tuple[str, ...] = ()
    stopped: str = "sans"
    amounts_eur: Range = NO_RANGE
    aid_kinds: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    epci_types: tuple[str, ...] = ()
    perimeter: str = "tous"
    precisions: tuple[str, ...] = ()
    text: str = ""
    scope: str = "tout"
    without_top: int = 0

    def __post_init__(self) -> None:
        for name in LISTS:
            if getattr(self, name) != ():  # a page makes a hundred views, and most lists are empty
                object.__setattr__(self, name, _canonical(getattr(self, name), ENUMERATIONS.get(name)))
        object.__setattr__(self, "places", tuple(dict.fromkeys(self.places)))
        object.__setattr__(self, "text", clean(self.text))
        for name, known in ENUMERATIONS.items():
            value = getattr(self, name)
            unknown = [each for each in (value if name in LISTS else (value,)) if each not in known]
            if unknown:
                raise ValueError(f"unknown {name}: {sorted(map(str, unknown))}")
        _check_range("years", self.years, MAX_YEAR)
        _check_range("amounts_eur", self.amounts_eur, MAX_EUR)
        if len(self.places) > MAX_PLACES:
            raise ValueError(f"at most {MAX_PLACES} places: {self.places}")
        if not 0 <= self.without_top <= MAX_WITHOUT_TOP:
            raise ValueError(f"without_top must be in 0..{MAX_WITHOUT_TOP}: {self.without_top}")

    def filters(self, vocabulary: Vocabulary | None = None) -> tuple[Chip, ...]:
        """The active filters, one per chip, in the order of the filter bar; `vocabulary` names the régions."""
        return tuple(
            Chip(dimension, value, label + self._ranked(dimension))
            for dimension in self.active()
            for value, label in FILTERS[dimension].chips(getattr(self, FILTERS[dimension].field), vocabulary)
        )

    def _ranked(self, dimension: str) -> str:
        """By what the largest are, where a filter leaves them out: « (emplois décroissants) »."""
        if FILTERS[dimension].kind != "largest":
            return ""
        order = ranking(self.measure).sorted_by
        return f" ({order[0].lower()}{order[1:]})"

    def active(self) -> tuple[str, ...]:
        """The dimensions that filter something, in the order of the filter bar."""
        return tuple(d for d, each in FILTERS.items() if getattr(self, each.field) != getattr(DEFAULT, each.field))

    def without(self, dimension: str, value: str | None = None) -> Self:
        """The same view with one filter removed: one `value` of a list, or the whole `dimension`."""
        field = FILTERS[dimension].field
        changes: dict[str, Any] = {field: getattr(DEFAULT, field)}
        if value is not None and field in LISTS:
            changes = {field: tuple(v for v in getattr(self, field) if v != value)}
        if field == "text":
            changes["scope"] = DEFAULT.scope
        return replace(self, **changes)

    def cleared(self) -> Self:
        """The same projects, level, measure, denominator and zone, without any filter."""
        return replace(self, scope=DEFAULT.scope, **{field: getattr(DEFAULT, field) for field in FIELDS})

    def filtering(self) -> dict[str, Any]:
        """What chooses the projects: the fields of the filters, and what they are read with. The measure is among them
        when the largest are left out, as it says of what.
        """
        ranked = ("measure",) if self.without_top else ()
        return {name: getattr(self, name) for name in ("phase", "scope", *ranked, *FIELDS)}

    def chosen(self) -> "Selection":
        """What chooses the projects alone, so that views of the same ones share what is made of them."""
        return Selection(**self.filtering())

    def viewed(self) -> "Selection":
        """What decides the values of a level: the projects, the level, the measure."""
        shown = {field: getattr(self, field) for field in ("level", "zone", "measure", "denominator")}
        return replace(self.chosen(), **shown)


DEFAULT: Final = Selection()
