"""Rows placed by the name of their commune, and what is asked when a name may mean several communes."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Final, Self

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.cells.amounts import is_unknown
from data.cells.communes import Candidates, Names, departement_of_postcode, name_keys
from data.own.findings import ACCEPTED, AMBIGUOUS, REJECTED, REPAIRED, Findings, Positions, Texts

NOWHERE: Final = "aucune"  # the answer to a question none of whose communes is the right one
# Distinct names, the most frequent ones, that are compared with those of their département; and that are asked about
# because several communes bear them. The others are rejected, and say so.
MAX_DOUBTS: Final = 2_000
_MAX_CHOICES: Final = 20  # « Saint-Martin » has dozens: a list of choices must stay one

_CONFIRM: Final = "confirmer la commune dans la liste des lignes ambiguës, ou remplir son code INSEE"
_COMPLETE: Final = "remplir le code INSEE, ou le département"
_CODE: Final = "remplir le code INSEE"


@dataclass(frozen=True)
class Question:
    """A name that may mean several communes. key: the same as long as the table has this name; departement: its code,
    "" when it is not known; candidates: code and likeness (0 to 1), the closest first; rows: how many ask it.
    """

    key: str
    name: str
    departement: str
    candidates: Candidates
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
    rows = found.having("", REJECTED)
    rows = rows[~is_unknown(frame[roles["commune"]].iloc[rows]).to_numpy(dtype=bool)]
    cells = frame[roles["commune"]].iloc[rows].to_numpy(dtype=object)
    which, spelled, departements = _pairs(cells, _departements(frame, rows, roles, names))
    resolver = _Resolver(names, answers, np.bincount(which, minlength=len(spelled)))
    resolver.place(spelled, departements)
    with_code = found.statut[rows] == REJECTED
    resolver.write(found, rows, which)
    repaired = rows[with_code & (found.code[rows] != "")]
    found.write(repaired, statut=REPAIRED)
    unsaid = repaired[found.motif[repaired] == ""]
    found.write(unsaid, motif="code inconnu (« " + found.valeur[unsaid] + " »), commune trouvée par son nom")
    spoken = found.motif[rows] != ""
    found.write(rows[spoken], colonne=roles["commune"])
    found.write(rows, valeur=np.where(spoken, cells, ""))
    return resolver.questions


def contradictions(
    found: Findings, cells: pd.Series, column: str, names: Names, answers: Mapping[str, str]
) -> dict[str, Question]:
    """Ask about the rows whose code and name are those of two different communes of one département."""
    rows = found.having(ACCEPTED, REPAIRED)
    rows = rows[~is_unknown(cells.iloc[rows]).to_numpy(dtype=bool)]
    written = cells.iloc[rows].to_numpy(dtype=object)
    which, spelled, codes = _pairs(written, found.code[rows])
    resolver = _Resolver(names, answers, np.bincount(which, minlength=len(spelled)))
    contrary = resolver.contradict(spelled, codes)[which]
    resolver.write(found, rows[contrary], which[contrary])
    found.write(rows[contrary], colonne=column, valeur=written[contrary])
    return resolver.questions


class _Resolver:
    """Verdicts on distinct names, and the questions that they raise. rows: how many bear each name."""

    def __init__(self, names: Names, answers: Mapping[str, str], rows: Positions) -> None:
        self.questions: dict[str, Question] = {}
        self._names = names
        self._answers = answers
        self._rows = rows
        self._verdicts = [_rejected("aucune commune de ce nom exact, et pas de département")]
        self._which = np.zeros(len(rows), dtype=np.intp)  # the verdict of each name

    def place(self, spelled: Sequence[str], departements: Sequence[str]) -> None:
        """Decide what each name gives in its département, "" for an unknown one."""
        keys = name_keys(spelled)
        exact = self._names.each_exact(keys, [departement or None for departement in departements])
        bearers = np.array([len(codes) for codes in exact], dtype=np.intp)
        for rank in np.flatnonzero(bearers == 1).tolist():
            self._decide(rank, _only_one(exact[rank][0], departements[rank]))
        for rank in self._bounded(bearers > 1, "plusieurs communes portent ce nom ; trop de noms à confirmer"):
            motif = f"{len(exact[rank])} communes portent ce nom"
            self._ask(rank, spelled[rank], departements[rank], _certain(exact[rank]), motif)
        compared = [
            not codes and key != "" != place for codes, key, place in zip(exact, keys, departements, strict=True)
        ]
        motif = "nom inconnu ; trop de noms inconnus pour chercher des ressemblances"
        for rank, alike in self._alike(self._bounded(np.array(compared, dtype=bool), motif), keys, departements):
            self._compare(rank, spelled[rank], departements[rank], keys[rank], alike)

    def contradict(self, spelled: Sequence[str], codes: Sequence[str]) -> npt.NDArray[np.bool_]:
        """Decide what the names give that are not those of their codes; return which ones these are."""
        departements = [self._names.departement_of[code] for code in codes]
        others = self._names.each_exact(name_keys(spelled), departements)
        contrary = [bool(other) and code not in other for code, other in zip(codes, others, strict=True)]
        wrong = np.array(contrary, dtype=bool)
        for rank in self._bounded(wrong, "le nom n'est pas celui du code ; trop de noms à confirmer"):
            code = codes[rank]
            motif = f"le code est celui de {self._names.name(code)} ({code}), le nom celui d'une autre commune"
            self._ask(rank, spelled[rank], departements[rank], _certain([code, *others[rank]]), motif, code)
        return wrong

    def write(self, found: Findings, rows: Positions, names: Positions) -> None:
        """Write the verdict of each row. names: the place of its name."""
        for field in fields(_Verdict):
            texts = np.array([getattr(verdict, field.name) for verdict in self._verdicts], dtype=object)
            found.write(rows, **{field.name: texts[self._which[names]]})

    def _decide(self, ranks: int | list[int], verdict: _Verdict) -> None:
        self._which[ranks] = len(self._verdicts)
        self._verdicts.append(verdict)

    def _bounded(self, doubtful: npt.NDArray[np.bool_], motif: str) -> list[int]:
        """The most frequent of the doubtful names; the others are rejected with this motif and how many there are."""
        ranks = np.flatnonzero(doubtful)
        ranks = ranks[np.argsort(-self._rows[ranks], kind="stable")].tolist()
        self._decide(ranks[MAX_DOUBTS:], _rejected(f"{motif} ({len(ranks)}, pour {MAX_DOUBTS} au plus)"))
        return ranks[:MAX_DOUBTS]

    def _alike(
        self, ranks: Sequence[int], keys: Sequence[str], departements: Sequence[str]
    ) -> Iterator[tuple[int, Candidates]]:
        together = defaultdict(list)
        for rank in ranks:
            together[departements[rank]].append(rank)
        for departement, group in together.items():
            yield from zip(group, self._names.alike([keys[rank] for rank in group], departement), strict=True)

    def _compare(self, rank: int, name: str, departement: str, key: str, alike: Candidates) -> None:
        elsewhere = _certain(self._names.exact(key, None))
        if elsewhere or alike:
            like = (
                "commune de ce nom dans un autre département"
                if elsewhere
                else "nom approché d'une ou plusieurs communes"
            )
            self._ask(rank, name, departement, elsewhere + alike, like)
        else:
            self._decide(rank, _rejected(f"aucune commune de ce nom dans le département {departement}"))

    def _ask(self, rank: int, name: str, departement: str, candidates: Candidates, motif: str, code: str = "") -> None:
        key = f"{code or departement}|{name}"
        if (answer := self._answers.get(key)) is not None:
            self._decide(rank, self._answered(answer))
            return
        self.questions[key] = Question(key, name, departement, candidates[:_MAX_CHOICES])
        self._decide(rank, _Verdict("", AMBIGUOUS, motif, _CONFIRM if departement else _COMPLETE, key))

    def _answered(self, answer: str) -> _Verdict:
        if answer == NOWHERE or answer not in self._names.communes.index:
            return _rejected("aucune des communes proposées ne convient", _CODE)
        return _Verdict(answer, REPAIRED, f"commune confirmée : {self._names.name(answer)} ({answer})")


def _certain(codes: Sequence[str]) -> Candidates:
    return tuple((code, 1.0) for code in codes)


def _rejected(motif: str, remede: str = _COMPLETE) -> _Verdict:
    return _Verdict("", REJECTED, motif, remede)


def _only_one(code: str, departement: str) -> _Verdict:
    if departement:
        return _Verdict(code, ACCEPTED)
    return _Verdict(code, REPAIRED, f"seule commune de ce nom ({code}), sans département pour le confirmer")


def _pairs(cells: Texts, others: Texts) -> tuple[Positions, list[str], list[str]]:
    """Which distinct pair of texts each row has, and both texts of these pairs."""
    first, firsts = pd.factorize(cells)
    second, seconds = pd.factorize(others)
    which, pairs = pd.factorize(first * max(len(seconds), 1) + second)
    places = np.divmod(pairs, max(len(seconds), 1))
    return which, firsts[places[0]].tolist(), seconds[places[1]].tolist()


def _departements(frame: pd.DataFrame, rows: Positions, roles: Mapping[str, str], names: Names) -> Texts:
    """The code of the département of each of these rows, "" where nothing tells it."""
    codes = np.full(len(rows), "", dtype=object)
    if "departement" in roles:
        which, cells = pd.factorize(frame[roles["departement"]].iloc[rows].fillna("").to_numpy(dtype=object))
        codes = np.array(names.departement_codes(cells.tolist()), dtype=object)[which]
    if "code_postal" in roles:
        postcodes = departement_of_postcode(frame[roles["code_postal"]].iloc[rows])
        codes = np.where((codes == "") & np.isin(postcodes, names.departements.index), postcodes, codes)
    return codes
