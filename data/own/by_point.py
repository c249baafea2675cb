"""Rows placed by their point, and the points that contradict a name."""

from collections.abc import Mapping
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.own.doubtful import NAME, NAME_OR_POINT, POINT, Answers, Doubt
from data.own.findings import (
    ACCEPTED,
    AMBIGUOUS,
    BY_NAME,
    BY_POSTCODE,
    REJECTED,
    REPAIRED,
    Findings,
    Positions,
    Texts,
)
from data.own.ground import Ground
from data.own.verdicts import Evidence, Question, Resolver, certain
from geo.location import OUTSIDE, Floats

# Degrees between a point and the commune that is named, 8 to 11 km in France: nearer, the point of a neighbour is that
# of a road or of a head office.
_FAR: Final = 0.1


def by_point(
    found: Findings,
    frame: pd.DataFrame,
    roles: Mapping[str, str],
    ground: Ground,
    questions: Mapping[str, Question],
    answers: Answers,
) -> dict[str, Question]:
    """Place the rows that are not yet by the commune that holds their point; settle the questions that it answers.
    Return those that it raises: a point far from the commune that a name gives.
    """
    lon, lat = (_degrees(frame[roles[role]]) for role in ("lon", "lat"))
    written = (frame[roles["lon"]].fillna("") + " ; " + frame[roles["lat"]].fillna("")).to_numpy(object)
    columns = f"{roles['lon']}, {roles['lat']}"
    raised = _contradictions(found, (lon, lat), ground, answers, columns, written)
    _place(found, frame, roles, (lon, lat), ground, questions, columns, written)
    return raised


def _contradictions(
    found: Findings,
    points: tuple[Floats, Floats],
    ground: Ground,
    answers: Answers,
    columns: str,
    written: Texts,
) -> dict[str, Question]:
    """Ask about the rows that a name or a postcode places far from their point."""
    rows = np.flatnonzero(np.isin(found.signe, (BY_NAME, BY_POSTCODE)) & (found.code != ""))
    lon, lat = (axis[rows] for axis in points)
    held = ground.locator.positions(lon, lat)
    named = ground.communes.index.get_indexer(pd.Index(found.code[rows]))
    rows, held, named = (each[held != OUTSIDE] for each in (rows, held, named))
    far = (held != named) & (ground.locator.distances(named, *(axis[rows] for axis in points)) > _FAR)
    rows, held = rows[far], held[far]
    others = ground.communes.index.to_numpy(dtype=object)[held]
    which, pairs = pd.factorize(found.code[rows] + "|" + others)
    resolver = Resolver(ground.names, answers, np.bincount(which, minlength=len(pairs)), ground.present)
    for rank, (code, other) in enumerate(pair.split("|") for pair in pairs):
        motif = f"le point est dans {ground.names.name(other)} ({other}), loin de la commune nommée"
        told = Evidence(ground.names.name(code), ground.names.departement_of[code])
        doubt = Doubt(NAME_OR_POINT, {NAME: code, POINT: other})
        resolver.ask(rank, told, certain([code, other]), motif, f"point {code}|{other}", doubt)
    resolver.write(found, rows, which)
    found.write(rows, colonne=columns, valeur=written[rows])
    return resolver.questions


def _place(
    found: Findings,
    frame: pd.DataFrame,
    roles: Mapping[str, str],
    points: tuple[Floats, Floats],
    ground: Ground,
    questions: Mapping[str, Question],
    columns: str,
    written: Texts,
) -> None:
    rows = _placeable(found, frame, roles)
    lon, lat = (axis[rows] for axis in points)
    # No two communes of France are each other's mirror: a point that is in one as it is written is nowhere swapped.
    straight, swapped = ground.locator.positions(lon, lat), ground.locator.positions(lat, lon)
    position = np.where(straight == OUTSIDE, swapped, straight)
    codes = ground.communes.index.to_numpy(dtype=object)[position]
    inside = position != OUTSIDE
    status, keys = found.statut[rows], found.question[rows]
    answers = [key in questions and code in questions[key].codes for code, key in zip(codes, keys, strict=True)]
    settled = inside & np.array(answers, dtype=bool)
    said = np.where(straight == OUTSIDE, "longitude et latitude échangées", "")
    said = np.where((said == "") & (status == REJECTED), "code ou commune inconnus, placée par ses coordonnées", said)
    said = np.where((said == "") & settled, "plusieurs communes possibles, placée par ses coordonnées", said)
    placed = inside & ((status != AMBIGUOUS) | settled)
    spoken = said[placed] != ""
    found.write(
        rows[placed],
        code=codes[placed],
        statut=np.where(spoken, REPAIRED, ACCEPTED),
        motif=said[placed],
        remede="",
        question="",
        colonne=np.where(spoken, columns, ""),
        valeur=np.where(spoken, written[rows[placed]], ""),
    )
    outside = np.isfinite(lon) & np.isfinite(lat) & ~inside & (status == "")
    found.write(
        rows[outside],
        statut=REJECTED,
        colonne=columns,
        valeur=written[rows[outside]],
        motif="ce point n'est dans aucune commune",
        remede="écrire la longitude et la latitude en degrés (WGS 84), ou remplir le code INSEE",
    )


def _placeable(found: Findings, frame: pd.DataFrame, roles: Mapping[str, str]) -> Positions:
    """The rows that a point may place: not those whose code, which is no commune's, may be that of a larger place with
    the point of its middle.
    """
    rows = found.having("", REJECTED, AMBIGUOUS)
    if "code_insee" not in roles:
        return rows
    cells = frame[roles["code_insee"]].iloc[rows]
    short = cells.fillna("").str.replace(r"\s", "", regex=True).str.removesuffix(".0")
    larger = short.str.fullmatch("[0-9]{1,3}|2[AB]|[0-9]{9}").to_numpy(dtype=bool)
    return rows[~larger]


def _degrees(cells: pd.Series) -> npt.NDArray[np.float64]:
    """Degrees, with a point or a comma; NaN for anything else."""
    numbers = pd.to_numeric(cells.str.strip().str.replace(",", "."), errors="coerce")
    return numbers.to_numpy(dtype=np.float64, na_value=np.nan)
