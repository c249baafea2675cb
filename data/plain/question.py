"""An address of `/api/` as a question, in the words of the addresses of pages: what they leave out is refused here.

A page says what it could not give and shows the rest; a program would take the rest for the whole.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs, urlencode

from data.plain.ground import Dataset, Ground
from data.plain.resources import COUNT, FIRST, MOST, ROOT, Resource, named
from data.query.address import PARAMETERS, dataset_asked, decode
from data.query.filters import FIELDS
from data.query.selection import Selection
from geo.errors import DataError, Problem

_WORDS: Final = f"choisir parmi les valeurs que donne {ROOT}filtres.json"
_REMEDIES: Final = {
    "years": "écrire 2020-2023, 2020- ou -2023, des années de ces projets",
    "euros": "écrire 1000000-5000000, 1000000- ou -5000000, en euros entiers",
    "text": "écrire des mots",
    "largest": "écrire un nombre de 0 à 10",
}
_NUMBER: Final = re.compile("[0-9]{1,9}")


@dataclass(frozen=True)
class Question:
    """What is asked for. first, count: which rows; parameters: as they were written; site: the origin of addresses."""

    ground: Ground
    resource: Resource
    kind: str
    dataset: Dataset
    selection: Selection
    first: int
    count: int
    parameters: Mapping[str, Sequence[str]]
    site: str

    def following(self, total: int) -> str | None:
        """The address of the rows that come next, None when there are no more. total: how many there are."""
        begins = self.first + self.count
        if not self.resource.paged or begins >= total:
            return None
        query = urlencode({**self.parameters, FIRST: [str(begins)], COUNT: [str(self.count)]}, doseq=True)
        return f"{self.site}{ROOT}{self.resource.name}.{self.kind}?{query}"


def read(ground: Ground, resource: Resource, kind: str, query: str, site: str = "") -> Question:
    """The question of an address. Raises `DataError` with all that it does not understand."""
    asked = parse_qs(query, keep_blank_values=True)
    key = dataset_asked(asked)
    if key not in ground.datasets:
        raise DataError.single(named("donnees"), f"aucune table de projets ne se nomme « {key[:60]} »", _WORDS)
    dataset = ground.dataset(key)
    words = {name: values for name, values in asked.items() if name not in (FIRST, COUNT)}
    problems = [
        *_out_of_place(resource, asked),
        *(problem for name, values in words.items() for problem in _refused(name, values, dataset)),
        *_numbers(asked),
    ]
    selection, _ = decode(words, dataset.vocabulary)
    if not problems and selection.zone and selection.level != "communes":
        problems = [
            Problem(named("zone"), "elle n'agit qu'au niveau des communes", "ajouter niveau=communes, ou l'ôter")
        ]
    if problems:
        raise DataError(problems)
    first, count = (int(asked.get(name, [str(usual)])[0]) for name, usual in ((FIRST, 0), (COUNT, MOST)))
    return Question(ground, resource, kind, dataset, selection, first, count, asked, site)


def _out_of_place(resource: Resource, asked: Mapping[str, Sequence[str]]) -> list[Problem]:
    taken = resource.taken
    known = ", ".join(taken) or "aucun"
    return [
        Problem(named(name), f"il n'agit pas sur « {resource.name} »", f"l'ôter ; ceux qui agissent : {known}")
        for name in asked
        if name not in taken
    ]


def _refused(name: str, values: Sequence[str], dataset: Dataset) -> list[Problem]:
    """What the codec of addresses leaves out of one parameter."""
    if name not in PARAMETERS:
        return []
    _, notices = decode({name: values}, dataset.vocabulary)
    empty = [] if any(value.strip() for value in values) else ["il n'a pas de valeur"]
    field, _ = PARAMETERS[name]
    remedy = _REMEDIES.get(FIELDS[field].kind, _WORDS) if field in FIELDS else _WORDS
    return [Problem(named(name), notice, remedy) for notice in (*notices, *empty)]


def _numbers(asked: Mapping[str, Sequence[str]]) -> list[Problem]:
    """What is wrong with the rows that are asked for."""
    found = []
    for name, lowest, highest in ((FIRST, 0, None), (COUNT, 1, MOST)):
        for value in asked.get(name, []):
            number = int(value) if _NUMBER.fullmatch(value) else -1
            if number < lowest or (highest is not None and number > highest):
                told = f"de {lowest} à {highest}" if highest else f"de {lowest} ou plus"
                found.append(Problem(named(name), "ce n'est pas un nombre de lignes", f"écrire un entier {told}"))
    return found
