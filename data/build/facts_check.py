"""The facts read without building: what is wrong, what is asked, how much is known and where nothing is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from data.build import inventory
from data.review import doubles, doubts, faults, headquarters, holes, titles
from data.review.holes import Hole
from data.sources import corrections
from geo import reference
from geo.errors import Problem
from geo.reference import Reference


@dataclass(frozen=True)
class Review:
    """faults: what is wrong. asked: what is to be read again, by kind. known: by key of `holes.BY`. empty: where no
    project is.
    """

    projects: int
    faults: tuple[Problem, ...]
    asked: dict[str, tuple[Problem, ...]]
    known: dict[str, pd.DataFrame]
    empty: tuple[Hole, ...]


def review(folder: Path, today: date) -> Review:
    """What the facts of a folder say of themselves. Raises `DataError`, as a build would, when they cannot be read."""
    known = inventory.facts_in_series(folder)
    geography = reference.read_reference()
    inventory.require_known_communes(known, geography)
    settled = known | inventory.settled(known, geography)
    corrected = corrections.applied(known["projets"], known["corrections"])
    pairs = doubles.pairs(corrected, known["fusions"])
    projets = settled["projets"]
    wrong = (
        *faults.followed(known | {"projets": corrected}),
        *faults.to_come(known | {"projets": corrected}, today),
        *faults.backwards(projets),
        *faults.aid_of_nothing(known["projets"]),
        *doubles.faults(pairs),
    )
    asked = {
        "Doubles possibles": tuple(doubles.asked(pairs)),
        "Investissement par emploi": tuple(doubts.per_job(projets)),
        "Aide et investissement": tuple(doubts.aid_share(projets)),
        "Sièges possibles": tuple(_headquarters(settled, geography)),
        "Titres d'une autre commune": tuple(titles.asked(corrected, known["corrections"], _names(geography))),
        "Filières et programmes rares": tuple(doubts.rare_names(projets)),
        "Dates dans le désordre": (
            *doubts.late_years(projets),
            *doubts.early_events(known["evenements"], projets),
            *doubts.foretold(known["evenements"]),
        ),
    }
    located = holes.located(projets, geography)
    by = {key: holes.known_by(located, key) for key in holes.BY}
    return Review(len(projets), wrong, asked, by, tuple(holes.empty(located, known, geography)))


def _names(geography: Reference) -> dict[str, str]:
    return dict(zip(geography.communes["code_insee"], geography.communes["nom"], strict=True))


def _headquarters(settled: dict[str, pd.DataFrame], geography: Reference) -> Iterator[Problem]:
    inhabitants = settled["populations"].set_index("code_insee")["population"]
    communes = geography.communes[["code_insee", "nom", "code_region"]]
    communes = communes.assign(population=communes["code_insee"].map(inhabitants))
    return headquarters.asked(settled["projets"], settled["verifications"], communes, geography.successions)
