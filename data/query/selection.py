"""What a visitor asks for, as one frozen value, and its form in an address.

A `Selection` is canonical: two requests that mean the same are equal and hash alike, whatever the order of the clicks,
so it can key a cache and an address. `encode` leaves defaults out; `decode` never raises, whatever the address holds.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Self

from data.words.chips import chip_labels
from data.words.text import clean, french_order
from data.words.vocabulary import (
    DENOMINATORS,
    EVERY_THEME,
    INVENTORY,
    LEVELS,
    MARKS,
    MEASURES,
    PARTITIONS,
    PERIMETERS,
    PHASES,
    POPULATIONS,
    PRECISIONS,
    SCOPES,
    STATUTS,
    TAILLES,
    THEMES,
    TYPES_EPCI,
    Vocabulary,
)

Range = tuple[int | None, int | None]
NO_RANGE: Final[Range] = (None, None)
MAX_WITHOUT_TOP = 10
MAX_PLACES = 4  # compared side by side
MAX_EUR = 10**13  # far above any real amount, far below what int64 cents can hold
MAX_YEAR = 9999

_ENUMERATIONS: Mapping[str, Collection[Any]] = {
    "level": LEVELS,
    "phase": PHASES,
    "measure": MEASURES,
    "denominator": DENOMINATORS,
    "marks": MARKS,
    "partition": PARTITIONS,
    "theme": (*THEMES, EVERY_THEME),
    "perimeter": PERIMETERS,
    "scope": SCOPES,
    "statuses": STATUTS,
    "sizes": TAILLES,
    "epci_types": TYPES_EPCI,
    "precisions": PRECISIONS,
}
# Filter by the name of its dimension, in the order of the filter bar: (field, French name).
FILTERS: Mapping[str, tuple[str, str]] = {
    "programmes": ("programmes", "Programme"),
    "filieres": ("filieres", "Filière"),
    "annees": ("years", "Année"),
    "statuts": ("statuses", "Statut"),
    "montants": ("amounts_eur", "Investissement"),
    "regions": ("regions", "Région"),
    "tailles": ("sizes", "Taille de commune"),
    "types_epci": ("epci_types", "Intercommunalité"),
    "label": ("perimeter", "Périmètre"),
    "precisions": ("precisions", "Précision"),
    "texte": ("text", "Recherche"),
    "plus_gros": ("without_top", "Sans les plus gros"),
}
_LISTS = ("programmes", "filieres", "statuses", "regions", "sizes", "epci_types", "precisions")


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
class Filter:
    """One active filter: `value` is one value of a list, or None when the filter is a single thing (range, text)."""

    dimension: str
    value: str | None
    label: str

    @property
    def name(self) -> str:
        """French name of the dimension."""
        return FILTERS[self.dimension][1]


@dataclass(frozen=True, kw_only=True)
class Selection:
    """Level, measure and filters of a view; the defaults are the plain national view.

    Lists are sorted without duplicates and empty means « no filter ». Ranges include both bounds; None is open.
    `ranked_region` (a code) and `ranked_population` (of `POPULATIONS`) choose the places of a ranking, not projects.
    `dataset` is the table of projects that is shown: the inventory, an official source, the visitor's own.
    `scheme` is the programme whose sheet is open, `theme` the figures shown without one: they filter nothing.
    `places` are keys of `data.words.place_keys`, in the order asked for: the sheet shows the first, a comparison all.
    `amounts_eur` bounds the known investment in whole euros, so a project without a known one is left out.
    Raises ValueError for a value outside the fixed enumerations, an upside-down range or an oversized bound.
    """

    dataset: str = INVENTORY
    level: str = "territoires"
    phase: int = 2
    measure: str = "projets"
    denominator: str = "aucun"
    zone: str | None = None
    places: tuple[str, ...] = ()
    marks: str = "non"
    partition: str = "tailles"
    ranked_region: str | None = None
    ranked_population: str | None = None
    scheme: str | None = None
    theme: str = THEMES[0]
    programmes: tuple[str, ...] = ()
    filieres: tuple[str, ...] = ()
    years: Range = NO_RANGE
    statuses: tuple[str, ...] = ()
    amounts_eur: Range = NO_RANGE
    regions: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    epci_types: tuple[str, ...] = ()
    perimeter: str = "tous"
    precisions: tuple[str, ...] = ()
    text: str = ""
    scope: str = "tout"
    without_top: int = 0

    def __post_init__(self) -> None:
        for name in _LISTS:
            object.__setattr__(self, name, _canonical(getattr(self, name), _ENUMERATIONS.get(name)))
        object.__setattr__(self, "places", tuple(dict.fromkeys(self.places)))
        object.__setattr__(self, "text", clean(self.text))
        for name, known in _ENUMERATIONS.items():
            value = getattr(self, name)
            unknown = set(value if name in _LISTS else (value,)) - set(known)
            if unknown:
                raise ValueError(f"unknown {name}: {sorted(map(str, unknown))}")
        _check_range("years", self.years, MAX_YEAR)
        _check_range("amounts_eur", self.amounts_eur, MAX_EUR)
        if len(self.places) > MAX_PLACES:
            raise ValueError(f"at most {MAX_PLACES} places: {self.places}")
        if not 0 <= self.without_top <= MAX_WITHOUT_TOP:
            raise ValueError(f"without_top must be in 0..{MAX_WITHOUT_TOP}: {self.without_top}")

    def filters(self, vocabulary: Vocabulary | None = None) -> tuple[Filter, ...]:
        """The active filters, one per chip, in the order of the filter bar; `vocabulary` names the régions."""
        names = vocabulary.regions if vocabulary else {}
        return tuple(
            Filter(dimension, value, label)
            for dimension in self.active()
            for value, label in chip_labels(dimension, getattr(self, FILTERS[dimension][0]), names)
        )

    def active(self) -> tuple[str, ...]:
        """The dimensions that filter something, in the order of the filter bar."""
        return tuple(d for d, (field, _) in FILTERS.items() if getattr(self, field) != getattr(DEFAULT, field))

    def without(self, dimension: str, value: str | None = None) -> Self:
        """The same view with one filter removed: one `value` of a list, or the whole `dimension`."""
        field = FILTERS[dimension][0]
        changes: dict[str, Any] = {field: getattr(DEFAULT, field)}
        if value is not None and field in _LISTS:
            changes = {field: tuple(v for v in getattr(self, field) if v != value)}
        if field == "text":
            changes["scope"] = DEFAULT.scope
        return replace(self, **changes)

    def cleared(self) -> Self:
        """The same projects, level, measure, denominator and zone, without any filter."""
        return replace(self, scope=DEFAULT.scope, **{field: getattr(DEFAULT, field) for field, _ in FILTERS.values()})


DEFAULT: Final = Selection()


# Parameter of an address -> (field, French name for notices). A link once shared keeps working: never rename one.
_PARAMETERS: Mapping[str, tuple[str, str]] = {
    "donnees": ("dataset", "données"),
    "niveau": ("level", "niveau"),
    "phase": ("phase", "phase"),
    "mesure": ("measure", "mesure"),
    "par": ("denominator", "dénominateur"),
    "zone": ("zone", "zone"),
    "lieu": ("places", "lieu"),
    "partage": ("partition", "partage"),
    "classement_region": ("ranked_region", "région du classement"),
    "classement_population": ("ranked_population", "population du classement"),
    "dispositif": ("scheme", "dispositif"),
    "theme": ("theme", "thème"),
    "projets": ("marks", "projets sur la carte"),
    "programme": ("programmes", "programme"),
    "filiere": ("filieres", "filière"),
    "annees": ("years", "années"),
    "statut": ("statuses", "statut"),
    "montant": ("amounts_eur", "montant"),
    "region": ("regions", "région"),
    "taille": ("sizes", "taille"),
    "epci": ("epci_types", "intercommunalité"),
    "label": ("perimeter", "périmètre"),
    "precision": ("precisions", "précision"),
    "q": ("text", "recherche"),
    "dans": ("scope", "portée de la recherche"),
    "sans": ("without_top", "plus gros projets écartés"),
}
_RANGES = ("years", "amounts_eur")
_SEVERAL = (*_LISTS, "places")
_RANGE = re.compile(r"(?P<low>[0-9]{1,14})?-(?P<high>[0-9]{1,14})?")
MAX_VALUES = 1000  # values read per parameter; no vocabulary is that long
MAX_NOTICES = 5


def encode(selection: Selection) -> dict[str, list[str]]:
    """Parameters of the address that restores `selection`, as text; what equals the default is left out."""
    return {
        name: _written(field, getattr(selection, field))
        for name, (field, _) in _PARAMETERS.items()
        if getattr(selection, field) != getattr(DEFAULT, field)
    }


def _written(field: str, value: Any) -> list[str]:
    if field in _SEVERAL:
        return list(value)
    if field in _RANGES:
        return ["-".join("" if bound is None else str(bound) for bound in value)]
    return [str(value)]


def decode(
    params: Mapping[str, str | Sequence[str]], vocabulary: Vocabulary, foreign: Collection[str] = ()
) -> tuple[Selection, tuple[str, ...]]:
    """The selection that an address holds, and one French notice for each thing left out of it.

    Never raises: unknown, malformed, repeated or oversized values are dropped. `foreign` names parameters that belong
    to a page and are skipped without a notice. Notices are plain text, at most `MAX_NOTICES` and a count of the others.
    """
    found: dict[str, Any] = {}
    dropped: list[str] = []
    for name, raw in params.items():
        if name in foreign:
            continue
        if name not in _PARAMETERS:
            dropped.append(f"Paramètre d'adresse inconnu, ignoré : « {_echo(name)} ».")
            continue
        field, noun = _PARAMETERS[name]
        values = [raw] if isinstance(raw, str) else raw
        kept, refused = _read(field, [v for v in map(clean, values[:MAX_VALUES]) if v], vocabulary)
        refused += list(values[MAX_VALUES:])
        dropped += [f"Valeur ignorée pour « {noun} » : « {_echo(value)} »." for value in refused]
        if kept:
            found[field] = tuple(kept) if field in _SEVERAL else kept[0]
    return Selection(**found), _capped(dropped)


def _read(field: str, values: Sequence[str], vocabulary: Vocabulary) -> tuple[list[Any], list[str]]:
    """(values understood, texts refused); a list of filters has no bound, other fields refuse what is beyond theirs."""
    most = len(values) if field in _LISTS else MAX_PLACES if field == "places" else 1
    kept: list[Any] = []
    refused: list[str] = []
    known = _known(field, vocabulary)
    for text in values:
        value = known.get(text) if known is not None else _parsed(field, text, vocabulary)
        if value is None or len(kept) >= most:
            refused.append(text)
        else:
            kept.append(value)
    return kept, refused


def _known(field: str, vocabulary: Vocabulary) -> dict[str, Any] | None:
    """Value by its cleaned text in an address, for a field with a closed list of values; None for the others."""
    closed: Mapping[str, Collection[Any]] = {
        **_ENUMERATIONS,
        "dataset": vocabulary.datasets,
        "programmes": vocabulary.programmes,
        "filieres": vocabulary.filieres,
        "regions": vocabulary.regions,
        "zone": vocabulary.zones,
        "ranked_region": vocabulary.regions,
        "ranked_population": POPULATIONS,
        "scheme": vocabulary.schemes,
        "without_top": range(MAX_WITHOUT_TOP + 1),
    }
    return {clean(str(value)): value for value in closed[field]} if field in closed else None


def _parsed(field: str, text: str, vocabulary: Vocabulary) -> Any:
    """Text as it is, a known place, or the bounds of a range; None when they make no sense or leave no known year."""
    if field == "text":
        return text
    if field == "places":
        return text if text in vocabulary.places else None
    match = _RANGE.fullmatch(text)
    if not match or text == "-":
        return None
    low, high = (None if bound is None else int(bound) for bound in match.group("low", "high"))
    first, last, highest = (*vocabulary.years, MAX_YEAR) if field == "years" else (0, MAX_EUR, MAX_EUR)
    at_least, at_most = low or 0, highest if high is None else high
    sound = at_least <= at_most <= highest
    return (low, high) if sound and at_least <= last and at_most >= first else None


def dataset_asked(params: Mapping[str, str | Sequence[str]]) -> str:
    """The table of projects that an address names, known or not: its words are what the rest of it is read with."""
    asked = params.get("donnees", DEFAULT.dataset)
    return asked if isinstance(asked, str) else next(iter(asked), DEFAULT.dataset)


def _echo(text: str) -> str:
    """Enough of a visitor's text to recognise it, without any character that a page could take for markup."""
    return re.sub(r"[^\w\s,'’+-]|_", "·", clean(text, 40))


def _capped(notices: list[str]) -> tuple[str, ...]:
    others = len(notices) - MAX_NOTICES
    if others <= 0:
        return tuple(notices)
    rest = "Un autre élément" if others == 1 else f"{others} autres éléments"
    return (*notices[:MAX_NOTICES], f"{rest} de l'adresse : ignoré{'' if others == 1 else 's'}.")
