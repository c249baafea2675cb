"""The measures that the table of claims may ask for, and the words for them: a closed vocabulary, no code.

A measure is written in a cell of `affirmations.csv` as « key=value » parts between semicolons, in one of four forms:

    ensemble=petites_communes;grandeur=projets;vue=annees=2022-2024     the share of an ensemble
    ensemble=hors_ile_de_france;grandeur=projets;de=2022;a=2025         how its total changed between two years
    indicateur=Fonds levés par les start-up industrielles;de=2023;a=2024  how a published figure changed (in France)
    indicateur=Part des projets industriels de Choose France;date=2024  a published share (in %, of any perimeter)

« vue », which may be left out, chooses the projects in the form of the address of a page: what follows its « ? ».
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qs

import pandas as pd

from data.cells.kinds import CellError, quoted
from data.query.address import decode
from data.query.selection import Selection
from data.spread import shares
from data.words.vocabulary import Vocabulary


@dataclass(frozen=True)
class Ensemble:
    """The classes of a dimension of `query.DIMENSIONS`; all the others when `outside`."""

    by: str
    classes: tuple[str, ...]
    outside: bool = False


ENSEMBLES: Final[Mapping[str, Ensemble]] = {
    **{key: Ensemble(by, classes) for key, (by, classes) in shares.HEADLINES.items()},
    "hors_metropoles": Ensemble("types_epci", ("ME",), outside=True),
    "hors_label": Ensemble("label", ("dans",), outside=True),
    "hors_ile_de_france": Ensemble("regions", ("11",), outside=True),
    "gigafactories": Ensemble("etiquettes", ("gigafactory",)),
    "relocalisations": Ensemble("etiquettes", ("relocalisation",)),
}


@dataclass(frozen=True)
class Share:
    """The share that an ensemble of `ENSEMBLES` has of a grandeur of `spread.MEASURED` in the selected projects."""

    ensemble: str
    grandeur: str
    selection: Selection


@dataclass(frozen=True)
class Change:
    """How the total of a grandeur in an ensemble changed from the year `de` to the year `a`."""

    ensemble: str
    grandeur: str
    selection: Selection
    de: int
    a: int


@dataclass(frozen=True)
class Published:
    """How an indicator changed from the date `de` to the date `a`. editeurs: who published the two values."""

    indicateur: str
    de: str
    a: str
    avant: float
    apres: float
    unite: str
    editeurs: tuple[str, ...]


@dataclass(frozen=True)
class PublishedShare:
    """What an indicator in % is at a date. editeurs: who published it."""

    indicateur: str
    date: str
    valeur: float
    editeurs: tuple[str, ...]


Measure = Share | Change | Published | PublishedShare


def parse(cell: str, vocabulary: Vocabulary, indicateurs: pd.DataFrame) -> Measure:
    """The measure that a cell asks for. Raises CellError, in French, when there is none of that form."""
    parts = _parts(cell)
    if "indicateur" in parts and "date" in parts:
        _require(parts, {"indicateur", "date"})
        return _published_share(parts, indicateurs)
    if "indicateur" in parts:
        _require(parts, {"indicateur", "de", "a"})
        return _published(parts, indicateurs)
    is_change = bool({"de", "a"} & parts.keys())
    _require(parts, {"ensemble", "grandeur"} | ({"de", "a"} if is_change else set()), optional="vue")
    ensemble = _one_of(parts["ensemble"], ENSEMBLES, "ensemble")
    grandeur = _one_of(parts["grandeur"], shares.MEASURED, "grandeur")
    selection = _selection(parts.get("vue"), vocabulary)
    if not is_change:
        return Share(ensemble, grandeur, selection)
    if "annees" in selection.active():
        raise CellError("la vue choisit des années, de et a aussi", "retirer annees de la vue")
    de, a = (_year(parts[name], vocabulary.years) for name in ("de", "a"))
    if de >= a:
        raise CellError(f"{de} n'est pas avant {a}", "écrire la première année dans de, la seconde dans a")
    return Change(ensemble, grandeur, selection, de, a)


def _parts(cell: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for part in cell.split(";"):
        name, sign, value = (text.strip() for text in part.partition("="))
        if not sign or not value:
            raise CellError(
                f"{quoted(part.strip())} n'a pas la forme clé=valeur", "séparer par « ; » des clés et leurs valeurs"
            )
        if name in parts:
            raise CellError(f"la clé {quoted(name)} est écrite deux fois", "n'en garder qu'une")
        parts[name] = value
    return parts


def _require(parts: Mapping[str, str], needed: set[str], optional: str | None = None) -> None:
    known = needed | ({optional} if optional else set())
    missing, unknown = sorted(needed - parts.keys()), sorted(parts.keys() - known)
    if missing:
        raise CellError(f"la clé {quoted(missing[0])} manque", f"l'ajouter ; les clés sont {', '.join(sorted(known))}")
    if unknown:
        raise CellError(
            f"clé inconnue : {quoted(unknown[0])}", f"la retirer ; les clés sont {', '.join(sorted(known))}"
        )


def _one_of(value: str, known: Collection[str], name: str) -> str:
    if value not in known:
        raise CellError(f"valeur inconnue pour {name} : {quoted(value)}", f"écrire {' ou '.join(known)}")
    return value


def _year(text: str, years: tuple[int, int]) -> int:
    first, last = years
    if not text.isascii() or not text.isdigit() or not first <= int(text) <= last:
        raise CellError(f"{quoted(text)} n'est pas une année de l'inventaire", f"écrire une année de {first} à {last}")
    return int(text)


def _selection(view: str | None, vocabulary: Vocabulary) -> Selection:
    if view is None:
        return Selection()
    remedy = "copier ce qui suit « ? » dans l'adresse de la page, par exemple annees=2022-2024&filiere=Santé"
    try:
        selection, notices = decode(parse_qs(view, keep_blank_values=True, strict_parsing=True), vocabulary)
    except ValueError:
        raise CellError(f"{quoted(view)} n'est pas une vue", remedy) from None
    if notices:
        raise CellError(notices[0], remedy)
    return selection


def _published(parts: Mapping[str, str], indicateurs: pd.DataFrame) -> Published:
    name = parts["indicateur"]
    rows = indicateurs[(indicateurs["indicateur"] == name) & (indicateurs["perimetre"] == "France")]
    if rows.empty:
        raise CellError(
            f"indicateur inconnu : {quoted(name)}", "écrire un libellé de indicateurs.csv, de périmètre France"
        )
    before, after = (_value_at(rows, parts[date]) for date in ("de", "a"))
    if before["unite"] != after["unite"]:
        raise CellError("les deux valeurs n'ont pas la même unité", "choisir deux dates de la même série")
    editeurs = tuple(dict.fromkeys(str(row["source_editeur"]) for row in (before, after)))
    return Published(
        name, parts["de"], parts["a"], float(before["valeur"]), float(after["valeur"]), str(after["unite"]), editeurs
    )


def _published_share(parts: Mapping[str, str], indicateurs: pd.DataFrame) -> PublishedShare:
    name = parts["indicateur"]
    rows = indicateurs[(indicateurs["indicateur"] == name) & (indicateurs["unite"] == "%")]
    if rows.empty:
        raise CellError(f"indicateur inconnu : {quoted(name)}", "écrire un libellé de indicateurs.csv, en %")
    row = _value_at(rows, parts["date"])
    return PublishedShare(name, parts["date"], float(row["valeur"]), (str(row["source_editeur"]),))


def _value_at(rows: pd.DataFrame, date: str) -> "pd.Series[Any]":
    found = rows[rows["date"] == date]
    if found[["valeur", "unite"]].drop_duplicates().shape[0] == 1:
        return found.iloc[0]
    dates = ", ".join(sorted(set(rows["date"])))
    if found.empty:
        raise CellError(f"aucune valeur publiée à la date {quoted(date)}", f"écrire une des dates publiées : {dates}")
    raise CellError(f"plusieurs valeurs publiées à la date {quoted(date)}", "choisir une date qui n'en a qu'une")
