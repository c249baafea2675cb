"""Rows placed by the name of their commune, and what is asked when a name may mean several communes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Self

import numpy as np
import pandas as pd

from data.own_amounts import is_unknown
from data.own_names import Names, departement_of_postcode, name_key
from data.own_rows import ACCEPTED, AMBIGUOUS, REJECTED, REPAIRED, Findings

NOWHERE: Final = "aucune"  # the answer to a question none of whose communes is the right one
MAX_ALIKE: Final = 1_500  # distinct unknown names that are compared with all those of their département

_CONFIRM: Final = "confirmer la commune dans la liste des lignes ambiguës, ou remplir son code INSEE"
_COMPLETE: Final = "remplir le code INSEE, ou le département"


@dataclass(frozen=True)
class Question:
    """A name that may mean several communes. key: the same as long as the table has this name; departement: its code,
    "" when it is not known; candidates: code and likeness (0 to 1), the closest first; rows: how many ask it.
    """

    key: str
    name: str
    departement: str
    candidates: tuple[tuple[str, float], ...]
    rows: int = 0

    @property
    def codes(self) -> frozenset[str]:
        """The communes to choose from."""
        return frozenset(code for code, _ in self.candidates)

    def asked(self, rows: int) -> Self:
        """The question with the number of rows that ask it."""
        return replace(self, rows=rows)


@dataclass(frozen=True)
class _Verdict:
    """What a name gives, in the columns of `Findings`."""

    code: str
    statut: str
    motif: str = ""
    remede: str = ""
    question: str = ""


def by_name(
    found: Findings, frame: pd.DataFrame, roles: Mapping[str, str], names: Names, answers: Mapping[str, str]
) -> dict[str, Question]:
    """Place the rows without a commune whose name and département have one; return the questions that arise.

    The département is that of its column, else of the postcode; without any, a name must be the only one in France.
    """
    open_rows = found.having("", REJECTED)
    cells = frame[roles["commune"]].iloc[open_rows]
    rows = open_rows[~is_unknown(cells).to_numpy(dtype=bool)]
    cells = frame[roles["commune"]].iloc[rows].to_numpy(dtype=object)
    departements = _departements(frame.iloc[rows], roles, names)
    pairs = pd.MultiIndex.from_arrays([cells, departements])
    which, distinct = pd.factorize(pairs)
    resolver = _Resolver(names, answers)
    verdicts = [resolver.verdict(str(name), str(departement)) for name, departement in distinct]
    for code in ("code", "statut", "motif", "remede", "question"):
        texts = np.array([getattr(verdict, code) for verdict in verdicts], dtype=object)
        if code == "statut":
            after_code = (found.statut[rows] == REJECTED) & np.isin(texts[which], (ACCEPTED, REPAIRED))
            kept = np.where(after_code, REPAIRED, texts[which])
        elif code == "motif":
            said = "code inconnu (« " + found.valeur[rows] + " »), commune trouvée par son nom"
            kept = np.where(after_code & (texts[which] == ""), said, texts[which])
        else:
            kept = texts[which]
        found.write(rows, **{code: kept})
    spoken = rows[found.motif[rows] != ""]
    found.write(spoken, colonne=roles["commune"])
    found.write(rows, valeur=np.where(found.motif[rows] != "", cells, ""))
    return resolver.questions


def contradictions(
    found: Findings, cells: pd.Series, column: str, names: Names, answers: Mapping[str, str]
) -> dict[str, Question]:
    """Ask about the rows whose code and name are those of two different communes of one département."""
    rows = found.having(ACCEPTED, REPAIRED)
    rows = rows[~is_unknown(cells.iloc[rows]).to_numpy(dtype=bool)]
    which, distinct = pd.factorize(pd.MultiIndex.from_arrays([found.code[rows], cells.iloc[rows].to_numpy(object)]))
    questions: dict[str, Question] = {}
    verdicts: dict[int, _Verdict] = {}
    for rank, (code, name) in enumerate(distinct):
        departement = names.departement_of[code]
        others = names.exact(name_key(str(name)), departement)
        if not others or code in others:
            continue
        key = f"{code}|{name}"
        if (answer := answers.get(key)) is not None:
            verdicts[rank] = _answered(names, answer)
            continue
        questions[key] = Question(key, str(name), departement, tuple((each, 1.0) for each in (code, *others)))
        motif = f"le code est celui de {names.name(code)} ({code}), le nom celui d'une autre commune"
        verdicts[rank] = _Verdict("", AMBIGUOUS, motif, _CONFIRM, key)
    concerned = np.isin(which, list(verdicts))
    ranks, rows = which[concerned].tolist(), rows[concerned]
    for each in ("code", "statut", "motif", "remede", "question"):
        found.write(rows, **{each: np.array([getattr(verdicts[rank], each) for rank in ranks], dtype=object)})
    found.write(rows, colonne=column, valeur=cells.iloc[rows].to_numpy(dtype=object))
    return questions


def _answered(names: Names, answer: str) -> _Verdict:
    if answer == NOWHERE or answer not in names.communes.index:
        return _Verdict("", REJECTED, "aucune des communes proposées ne convient", "remplir le code INSEE")
    return _Verdict(answer, REPAIRED, f"commune confirmée : {names.name(answer)} ({answer})")


class _Resolver:
    """Verdicts on distinct names, and the questions that they raise."""

    def __init__(self, names: Names, answers: Mapping[str, str]) -> None:
        self.questions: dict[str, Question] = {}
        self._names = names
        self._answers = answers
        self._compared = 0

    def verdict(self, name: str, departement: str) -> _Verdict:
        """What a name gives in a département, "" for an unknown one."""
        key = name_key(name)
        found = self._names.exact(key, departement or None) if key else []
        if len(found) == 1:
            only = "" if departement else f"seule commune de ce nom ({found[0]}), sans département pour le confirmer"
            return _Verdict(found[0], REPAIRED if only else ACCEPTED, only)
        if found:
            homonyms = tuple((code, 1.0) for code in found)
            return self._asked(name, departement, homonyms, f"{len(found)} communes portent ce nom")
        if not key or not departement:
            return _Verdict("", REJECTED, "aucune commune de ce nom exact, et pas de département", _COMPLETE)
        self._compared += 1
        if self._compared > MAX_ALIKE:
            return _Verdict("", REJECTED, f"aucune commune de ce nom ; plus de {MAX_ALIKE} noms inconnus", _COMPLETE)
        elsewhere = [(code, 1.0) for code in self._names.exact(key, None)]
        candidates = (*elsewhere, *self._names.alike(key, departement))
        if not candidates:
            return _Verdict("", REJECTED, f"aucune commune de ce nom dans le département {departement}", _COMPLETE)
        motif = (
            "commune de ce nom dans un autre département" if elsewhere else "nom approché d'une ou plusieurs communes"
        )
        return self._asked(name, departement, candidates, motif)

    def _asked(self, name: str, departement: str, candidates: tuple[tuple[str, float], ...], motif: str) -> _Verdict:
        key = f"{departement}|{name}"
        if (answer := self._answers.get(key)) is not None:
            return _answered(self._names, answer)
        shown = candidates[:20]  # « Saint-Martin » has dozens: a list of choices must stay one
        self.questions[key] = Question(key, name, departement, shown)
        return _Verdict("", AMBIGUOUS, motif, _CONFIRM if departement else _COMPLETE, key)


def _departements(frame: pd.DataFrame, roles: Mapping[str, str], names: Names) -> np.ndarray:
    """The code of the département of each row, "" where nothing tells it."""
    codes = np.full(len(frame), "", dtype=object)
    if "departement" in roles:
        cells = frame[roles["departement"]].fillna("").astype(str)
        codes = cells.map({cell: names.departement(cell) or "" for cell in cells.unique()}).to_numpy(dtype=object)
    if "code_postal" in roles:
        codes = np.where(codes == "", departement_of_postcode(frame[roles["code_postal"]]), codes)
    known = np.isin(codes, names.departements.index.to_numpy(dtype=object))
    return np.where(known, codes, "")
