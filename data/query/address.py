"""A selection in the form of an address: `encode` leaves defaults out, `decode` never raises, whatever it is given."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from data.query.filters import FIELDS
from data.query.selection import (
    DEFAULT,
    ENUMERATIONS,
    LISTS,
    MAX_EUR,
    MAX_PLACES,
    MAX_WITHOUT_TOP,
    MAX_YEAR,
    Selection,
)
from data.words.glossary import WORDS
from data.words.levels import PERIMETER
from data.words.place_keys import FILED, MAX_CHOSEN, chosen, in_address, perimeter_key, place_key, split
from data.words.text import clean
from data.words.vocabulary import POPULATIONS, Vocabulary

# Parameter of an address -> (field, French name for notices). A link once shared keeps working: never rename one.
PARAMETERS: Final[Mapping[str, tuple[str, str]]] = {
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
    "projet": ("project", "projet"),
    "entreprise": ("company", "entreprise"),
    "theme": ("theme", "thème"),
    "mot": ("word", "mot"),
    "projets": ("marks", "projets sur la carte"),
    "dessin": ("form", "dessin de la carte"),
    "dans": ("scope", "portée de la recherche"),
    **{each.parameter: (field, each.noun) for field, each in FIELDS.items()},
}
_RANGES: Final = tuple(field for field, each in FIELDS.items() if each.kind in {"years", "euros"})
_SEVERAL = (*LISTS, "places")
# Identifiers of the inventory, of official sources and of a visitor's table; whether there is one, its page says.
_PROJECT: Final = re.compile(r"[\w.-]{1,60}")
_TOLD: Final = ("text", "company")  # in any words: what they find, their page says
_PERIMETER: Final = place_key(PERIMETER.kind, "")
_RANGE = re.compile(r"(?P<low>[0-9]{1,14})?-(?P<high>[0-9]{1,14})?")
MAX_VALUES = 1000  # values read per parameter; no vocabulary is that long
MAX_NOTICES = 5  # a mangled link does not fill the page


def encode(selection: Selection) -> dict[str, list[str]]:
    """Parameters of the address that restores `selection`, as text; what equals the default is left out."""
    return {
        name: _written(field, getattr(selection, field))
        for name, (field, _) in PARAMETERS.items()
        if getattr(selection, field) != getattr(DEFAULT, field)
    }


def _written(field: str, value: Any) -> list[str]:
    if field == "places":
        return list(map(in_address, value))
    if field in _SEVERAL:
        return list(value)
    if field in _RANGES:
        return ["-".join("" if bound is None else str(bound) for bound in value)]
    return [str(value)]


# What letters and networks add to the links that they carry: it says nothing of the view.
_OF_LETTERS: Final = re.compile(r"(?:utm|mtm|pk|piwik|at|mc|hsa)_\w+|fbclid|gclid|dclid|msclkid|twclid|igshid|xtor|ref")


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
        if name in foreign or _OF_LETTERS.fullmatch(name):
            continue
        if name not in PARAMETERS:
            dropped.append(f"Paramètre d'adresse inconnu, ignoré : « {_echo(name)} ».")
            continue
        field, noun = PARAMETERS[name]
        values = [raw] if isinstance(raw, str) else raw
        kept, refused = _read(field, [v for v in map(clean, values[:MAX_VALUES]) if v], vocabulary)
        refused += list(values[MAX_VALUES:])
        dropped += [_notice(noun, value) for value in refused]
        if kept:
            found[field] = tuple(kept) if field in _SEVERAL else kept[0]
    return Selection(**found), _capped(dropped)


def _notice(noun: str, value: str) -> str:
    """What is said of a value that is left out."""
    if value.startswith(FILED):
        return (
            "Le périmètre de ce lien est dans un fichier, non dans l'adresse : ouvrir ce fichier à la page « Fiche "
            "d'un lieu », dans « Mon périmètre »."
        )
    return f"Valeur ignorée pour « {noun} » : « {_echo(value)} »."


def _read(field: str, values: Sequence[str], vocabulary: Vocabulary) -> tuple[list[Any], list[str]]:
    """(values understood, texts refused); a list of filters has no bound, other fields refuse what is beyond theirs."""
    most = len(values) if field in LISTS else MAX_PLACES if field == "places" else 1
    kept: list[Any] = []
    refused: list[str] = []
    known = known_values(field, vocabulary)
    for text in values:
        value = known.get(text) if known is not None else _parsed(field, text, vocabulary)
        if field == "places" and text.startswith(_PERIMETER):
            value, unknown = _perimeter(text, vocabulary)
            refused += unknown
        if value is None or len(kept) >= most:
            refused.append(text)
        else:
            kept.append(value)
    return kept, refused


def known_values(field: str, vocabulary: Vocabulary) -> dict[str, Any] | None:
    """Value by its cleaned text in an address, for a field with a closed list of values; None for the others."""
    closed: Mapping[str, Collection[Any]] = {
        **ENUMERATIONS,
        "dataset": vocabulary.datasets,
        **({"denominator": vocabulary.denominators} if vocabulary.denominators is not None else {}),
        **{field: FIELDS[field].labels(vocabulary) for field in LISTS},
        "zone": vocabulary.zones,
        "ranked_region": vocabulary.regions,
        "ranked_population": POPULATIONS,
        "scheme": vocabulary.schemes,
        "word": WORDS,
        "without_top": range(MAX_WITHOUT_TOP + 1),
    }
    return {clean(str(value)): value for value in closed[field]} if field in closed else None


def _parsed(field: str, text: str, vocabulary: Vocabulary) -> Any:
    """Text as it is, a known place, or the bounds of a range; None when they make no sense or leave no known year."""
    if field in _TOLD:
        return text
    if field == "project":
        return text if _PROJECT.fullmatch(text) else None
    if field == "places":
        present = vocabulary.former.get(text, text)
        return present if present in vocabulary.places else None
    match = _RANGE.fullmatch(text)
    if not match or text == "-":
        return None
    low, high = (None if bound is None else int(bound) for bound in match.group("low", "high"))
    first, last, highest = (*vocabulary.years, MAX_YEAR) if field == "years" else (0, MAX_EUR, MAX_EUR)
    at_least, at_most = low or 0, highest if high is None else high
    sound = at_least <= at_most <= highest
    return (low, high) if sound and at_least <= last and at_most >= first else None


def _perimeter(text: str, vocabulary: Vocabulary) -> tuple[str | None, list[str]]:
    """The perimeter of the members that are known, under their present codes, and the members left out of it; that of a
    file, where the visit has opened it.
    """
    if text.startswith(FILED):
        return vocabulary.perimeters.get(text), []
    members = {key: vocabulary.former.get(key, key) for key in chosen(text.removeprefix(_PERIMETER))}
    kept = [present for present in members.values() if present in vocabulary.places][:MAX_CHOSEN]
    unknown = [split(key)[1] for key, present in members.items() if present not in kept]
    return (perimeter_key(split(key)[1] for key in kept) if kept else None), unknown


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
