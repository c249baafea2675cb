"""Which column of a visitor's table is what, proposed from names and content; the visitor has the last word."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from data.cells.amounts import cents, counts, is_unknown
from data.cells.communes import name_keys
from data.cells.dates import years
from data.own.ground import Ground
from data.words.quantities import QUANTITIES, Quantity
from data.words.text import fold

SAMPLE: Final = 400  # distinct cells of a column that are looked at
LEAST: Final = 0.45  # a proposal of a lower score is not made
_WITHOUT_NAME: Final = 0.6  # what content alone is worth, where it can be recognised
_PART_OF_NAME: Final = 0.8
_SEPARATORS: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Role:
    """What a column can be. names: how headers call it, folded, the whole header or some words of it. telling: whether
    its content is enough to recognise it under any name.
    """

    label: str
    names: tuple[str, ...]
    telling: bool = False


@dataclass(frozen=True)
class Proposal:
    """A column for a role, and how sure it is (0 to 1)."""

    column: str
    score: float


ROLES: Final[Mapping[str, Role]] = {
    "code_insee": Role(
        "Code INSEE de la commune",
        (
            "code insee",
            "insee",
            "code commune",
            "codecommune",
            "codeinsee",
            "depcom",
            "codgeo",
            "insee com",
            "code com",
        ),
        telling=True,
    ),
    "commune": Role(
        "Commune", ("commune", "nom commune", "libelle commune", "ville", "localite", "libcom", "lib com"), telling=True
    ),
    "departement": Role(
        "Département (code ou nom)",
        ("code departement", "departement", "dep", "dpt", "dept", "num dep", "code dep", "nom departement"),
    ),
    "code_postal": Role("Code postal", ("code postal", "codepostal", "cp", "postal code")),
    "epci": Role(
        "Intercommunalité (SIREN ou nom)",
        ("epci", "code epci", "siren epci", "epci siren", "nom epci", "epci nom", "intercommunalite", "groupement"),
    ),
    "region": Role("Région (code ou nom)", ("region", "nom region", "code region", "libelle region")),
    "echelon": Role("Échelon (commune, EPCI, département, région)", ("echelon", "maille", "niveau geographique")),
    "siret": Role("SIRET ou SIREN", ("siret", "siren", "numero siret", "numero siren")),
    "lon": Role("Longitude", ("longitude", "lon", "long", "lng", "x")),
    "lat": Role("Latitude", ("latitude", "lat", "y")),
    "projet": Role("Projet", ("projet", "nom du projet", "nom projet", "titre", "intitule", "objet", "libelle projet")),
    "entreprise": Role(
        "Entreprise",
        ("entreprise", "beneficiaire", "nom beneficiaire", "raison sociale", "societe", "denomination", "porteur"),
    ),
    "filiere": Role("Filière", ("filiere", "secteur", "secteur d activite")),
    "programme": Role("Programme", ("programme", "dispositif", "volet", "appel a projets", "nom demarche", "mesure")),
    "annee": Role("Année ou date", ("annee", "date", "exercice", "millesime", "date convention")),
    **{key: Role(each.heading, each.names) for key, each in QUANTITIES.items()},
    "statut": Role("Statut", ("statut", "etat", "avancement")),
}


def propose(frame: pd.DataFrame, ground: Ground) -> dict[str, Proposal]:
    """A column for each role that seems to have one, the best scores first; a column serves once."""
    scored = [
        (score, role, str(column))
        for column in frame.columns
        for role, score in _scores(str(column), frame[column], ground).items()
        if score >= LEAST
    ]
    order = list(ROLES)
    found: dict[str, Proposal] = {}
    for score, role, column in sorted(scored, key=lambda each: (-each[0], order.index(each[1]))):
        if role not in found and column not in {proposal.column for proposal in found.values()}:
            found[role] = Proposal(column, round(score, 2))
    return {role: found[role] for role in order if role in found}


def _scores(header: str, cells: pd.Series, ground: Ground) -> dict[str, float]:
    """How well a column suits each role: its name, weighed by how much of its content fits."""
    distinct = cells.dropna().drop_duplicates().iloc[: SAMPLE * 4]
    sample = distinct[~is_unknown(distinct)].iloc[:SAMPLE]
    if sample.empty:
        return {}
    words = " ".join(_SEPARATORS.sub(" ", fold(header)).split())
    scores = {}
    for role, described in ROLES.items():
        named = _named(words, described.names)
        if named or described.telling:
            fits = _FITS[role](sample, ground) if role in _FITS else 1.0
            scores[role] = max(named * (0.2 + 0.8 * fits), _WITHOUT_NAME * fits if described.telling else 0.0)
    return scores


def _named(words: str, names: tuple[str, ...]) -> float:
    """1 for the very name, less when the name is among other words of the header."""
    if words in names:
        return 1.0
    return _PART_OF_NAME if any(f" {name} " in f" {words} " for name in names if len(name) > 2) else 0.0


def _share(found: pd.Series | np.ndarray | list[bool]) -> float:
    return float(np.mean(np.asarray(found, dtype=bool)))


def _codes(sample: pd.Series, ground: Ground) -> float:
    padded = sample.str.strip().str.upper().str.removesuffix(".0").str.zfill(5)
    return _share([code in ground.present for code in padded])


def _communes(sample: pd.Series, ground: Ground) -> float:
    keys = name_keys(sample.tolist())
    return _share([bool(codes) for codes in ground.names.each_exact(keys, [None] * len(keys))])


def _departements(sample: pd.Series, ground: Ground) -> float:
    return _share([code != "" for code in ground.names.departement_codes(sample.tolist())])


def _matching(pattern: str) -> Callable[[pd.Series, Ground], float]:
    return lambda sample, _: _share(sample.str.strip().str.replace(" ", "").str.fullmatch(pattern))


def _within(limit: float) -> Callable[[pd.Series, Ground], float]:
    def fits(sample: pd.Series, _: Ground) -> float:
        return _share(pd.to_numeric(sample.str.strip().str.replace(",", "."), errors="coerce").abs() <= limit)

    return fits


def _quantity(quantity: Quantity) -> Callable[[pd.Series, Ground], float]:
    read = cents if quantity.kind == "cents" else counts
    return lambda sample, _: _share(~read(sample, ",").unread)


# What the content of a role is recognised by; the others hold any text.
_FITS: Final[Mapping[str, Callable[[pd.Series, Ground], float]]] = {
    "code_insee": _codes,
    "commune": _communes,
    "departement": _departements,
    "code_postal": _matching(r"[0-9]{4,5}(?:\.0)?"),
    "siret": _matching(r"[0-9]{9}(?:[0-9]{5})?(?:\.0)?"),
    "lon": _within(180),
    "lat": _within(90),
    "annee": lambda sample, _: _share(~years(sample).unread),
    **{key: _quantity(each) for key, each in QUANTITIES.items()},
}
