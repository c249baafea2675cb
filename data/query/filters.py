"""What a visitor filters by, each filter told once: its field, its dimension, its address, its words.

Nothing else lists the filters: the dimensions, the masks, the addresses, the chips and the bar derive from these
records, and `Selection` has a field for each.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from data.words.text import grouped
from data.words.vocabulary import (
    ARRETS,
    ETIQUETTES_CHOIX,
    NATURES_AIDE,
    PERIMETERS,
    PRECISIONS,
    STATUTS,
    TAILLES,
    TYPES_EPCI,
    Vocabulary,
)

Range = tuple[int | None, int | None]
NO_RANGE: Final[Range] = (None, None)


@dataclass(frozen=True, kw_only=True)
class Filter:
    """One filter of the bar.

    dimension: of `Projects`, where it is one. field: of `Selection`. parameter: of an address; a link once shared keeps
    working, so never rename one. name: in the bar and on chips; noun: in notices. kind: several values, one of them,
    bounds in years or in euros, words, a number of the largest projects, or whether stopped projects count.
    column: of the table of projects, for a list. options: label of each value; None if they are those of an edition.
    every: what an empty list says. of_place: whether it chooses communes as well. occurring: whether the bar leaves out
    what no project has.
    """

    dimension: str
    field: str
    parameter: str
    name: str
    noun: str
    kind: Literal["several", "one", "years", "euros", "text", "largest", "stopped"]
    column: str = ""
    options: Mapping[str, str] | None = None
    every: str = ""
    of_place: bool = False
    occurring: bool = False

    def labels(self, vocabulary: Vocabulary) -> Mapping[str, str]:
        """The label of each value of a list, in their order."""
        if self.options is not None:
            return self.options
        known: Mapping[str, str] | tuple[str, ...] = getattr(vocabulary, self.field)
        return known if isinstance(known, Mapping) else {value: value for value in known}

    def chips(self, value: Any, vocabulary: Vocabulary | None) -> list[tuple[str | None, str]]:
        """(value, label) of each chip when the field holds `value`; without a vocabulary, codes stay as they are."""
        if self.kind in _SINGLE:
            return [(None, _SINGLE[self.kind](value))]
        names = self.labels(vocabulary) if vocabulary else self.options or {}
        if self.kind in {"one", "stopped"}:
            return [(None, names[value])]
        return [(each, names.get(each, each)) for each in value]


def _bounds(bounds: Range, text: Callable[[int], str]) -> str:
    match bounds:
        case (None, int(high)):
            return f"jusqu'à {text(high)}"
        case (int(low), None):
            return f"à partir de {text(low)}"
        case (int(low), int(high)) if low < high:
            return f"de {text(low)} à {text(high)}"
    return text(bounds[0] or 0)


# What the one chip of a filter without a list says.
_SINGLE: Final[Mapping[str, Callable[[Any], str]]] = {
    "years": lambda bounds: _bounds(bounds, str),
    "euros": lambda bounds: _bounds(bounds, lambda amount: f"{grouped(amount)}\N{NO-BREAK SPACE}€"),
    "text": lambda words: f"« {words} »",
    "largest": lambda count: "le premier" if count == 1 else f"les {count} premiers",
}
# By dimension, in the order of the filter bar.
FILTERS: Final[Mapping[str, Filter]] = {
    each.dimension: each
    for each in (
        Filter(
            dimension="programmes",
            field="programmes",
            parameter="programme",
            name="Programme",
            noun="programme",
            kind="several",
            column="programme",
            every="Tous les programmes",
        ),
        Filter(
            dimension="filieres",
            field="filieres",
            parameter="filiere",
            name="Filière",
            noun="filière",
            kind="several",
            column="filiere",
            every="Toutes les filières",
        ),
        Filter(
            dimension="annees",
            field="years",
            parameter="annees",
            name="Année",
            noun="années",
            kind="years",
            column="annee",
        ),
        Filter(
            dimension="statuts",
            field="statuses",
            parameter="statut",
            name="Statut",
            noun="statut",
            kind="several",
            column="statut",
            options=STATUTS,
            every="Tous les statuts",
        ),
        Filter(
            dimension="arretes",
            field="stopped",
            parameter="arretes",
            name="Projets arrêtés",
            noun="projets arrêtés",
            kind="stopped",
            options=ARRETS,
        ),
        Filter(
            dimension="montants",
            field="amounts_eur",
            parameter="montant",
            name="Investissement",
            noun="montant",
            kind="euros",
        ),
        Filter(
            dimension="natures_aide",
            field="aid_kinds",
            parameter="nature_aide",
            name="Nature de l'aide",
            noun="nature de l'aide",
            kind="several",
            column="nature_aide",
            options=NATURES_AIDE,
            every="Toutes les natures",
            occurring=True,
        ),
        Filter(
            dimension="etiquettes",
            field="tags",
            parameter="etiquette",
            name="Étiquette",
            noun="étiquette",
            kind="several",
            column="etiquette",
            options=ETIQUETTES_CHOIX,
            every="Toutes",
            occurring=True,
        ),
        Filter(
            dimension="regions",
            field="regions",
            parameter="region",
            name="Région",
            noun="région",
            kind="several",
            column="code_region",
            every="Toutes les régions",
            of_place=True,
        ),
        Filter(
            dimension="tailles",
            field="sizes",
            parameter="taille",
            name="Taille de commune",
            noun="taille",
            kind="several",
            column="taille",
            options=TAILLES,
            every="Toutes les tailles",
            of_place=True,
        ),
        Filter(
            dimension="types_epci",
            field="epci_types",
            parameter="epci",
            name="Intercommunalité",
            noun="intercommunalité",
            kind="several",
            column="type_epci",
            options=TYPES_EPCI,
            every="Tous les types",
            of_place=True,
        ),
        Filter(
            dimension="label",
            field="perimeter",
            parameter="label",
            name="Périmètre",
            noun="périmètre",
            kind="one",
            column="label",
            options=PERIMETERS,
            of_place=True,
        ),
        Filter(
            dimension="precisions",
            field="precisions",
            parameter="precision",
            name="Précision",
            noun="précision",
            kind="several",
            column="precision",
            options=PRECISIONS,
            every="Toutes les précisions",
            occurring=True,
        ),
        Filter(dimension="texte", field="text", parameter="q", name="Recherche", noun="recherche", kind="text"),
        Filter(
            dimension="plus_gros",
            field="without_top",
            parameter="sans",
            name="Sans les plus gros",
            noun="plus gros projets écartés",
            kind="largest",
        ),
    )
}
FIELDS: Final[Mapping[str, Filter]] = {each.field: each for each in FILTERS.values()}
