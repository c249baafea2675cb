"""What a page says of a visitor's table: worked in a child process, told in small tables and in JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final, Self

import pandas as pd

from data.cells.amounts import Style
from data.cells.identifiers import rounded
from data.own import report
from data.own.headers import Money
from data.own.proposals import set_apart
from data.own.report import Checked, Choices, Result
from data.own.verdicts import Question
from data.places.levels import Places

HEAD_ROWS: Final = 50  # of the enriched table: all of them are in its files
REASONS: Final = 2_000  # remarks that are told: the files of rows give them one by one
FRAMES: Final = ("statuses", "communes", "review", "head")
# Columns of text of which the first rows are shown.
TEXTS: Final = ("projet", "entreprise", "filiere", "programme", "statut")
_LISTED: Final = 5  # lines of each kind of row that is set aside: enough to find them in a spreadsheet
_SHOWN_TEXT: Final = 500  # characters of a cell of the head


@dataclass(frozen=True)
class Aside:
    """Rows of a kind that is none of the table: how many, the first lines."""

    rows: int
    first: tuple[int, ...]


@dataclass(frozen=True)
class Told:
    """What became of a table.

    lines: rows read; result: its figures; above, lost: rows in a place above communes, in none; statuses, communes:
    sums by status and by commune; review: the first of `report.to_review`, which holds `reviewed`; head: the first rows
    enriched; rounded: SIRET whose digits are lost; apart: columns of money that counts nowhere; questions, styles,
    said: of `Checked`; asides: by kind.
    """

    lines: int
    result: Result
    above: int
    lost: int
    reviewed: int
    rounded: int
    questions: tuple[Question, ...]
    styles: Mapping[str, Style]
    said: Mapping[str, Mapping[str, int]]
    asides: Mapping[str, Aside]
    apart: Mapping[str, Money]
    statuses: pd.DataFrame
    communes: pd.DataFrame
    review: pd.DataFrame
    head: pd.DataFrame

    @classmethod
    def of(cls, frame: pd.DataFrame, choices: Choices, checked: Checked, places: Places) -> Self:
        """What is told of a check of a table."""
        rows = checked.rows
        counted = report.kept(rows)
        levels = report.levels_of(counted)
        review = report.to_review(counted)
        shown = [choices.roles[role] for role in TEXTS if role in choices.roles]
        siret = choices.roles.get("siret")
        return cls(
            lines=len(rows),
            result=report.result(rows),
            above=int((levels.notna() & (levels != "commune")).sum()),
            lost=int(levels.isna().sum()),
            reviewed=len(review),
            rounded=int(rounded(frame[siret]).sum()) if siret else 0,
            questions=checked.questions,
            styles=checked.styles,
            said=checked.said,
            asides=_asides(rows["genre"]),
            apart=set_apart(frame),
            statuses=report.groups(rows),
            communes=report.totals(rows, "code_insee").reset_index(names="code_insee"),
            review=_short(review.head(REASONS)),
            head=_short(report.enriched(frame[list(dict.fromkeys(shown))], rows.head(HEAD_ROWS), places)),
        )

    def document(self) -> dict[str, Any]:
        """All but the tables, as JSON holds it."""
        held = {name: value for name, value in vars(self).items() if name not in FRAMES}
        for name in ("styles", "asides"):
            held[name] = {key: asdict(value) for key, value in held[name].items()}
        return held | {"result": asdict(self.result), "questions": [asdict(each) for each in self.questions]}

    @classmethod
    def read(cls, document: Mapping[str, Any], frames: Mapping[str, pd.DataFrame]) -> Self:
        """What `document` says, with its tables."""
        held = dict(document)
        held["styles"] = {key: Style(**value) for key, value in held["styles"].items()}
        held["asides"] = {key: Aside(each["rows"], tuple(each["first"])) for key, each in held["asides"].items()}
        result = held["result"]
        sums = {key: (int(whole), int(placed)) for key, (whole, placed) in result["sums"].items()}
        held["result"] = Result(result["rows"], result["placed"], sums)
        held["questions"] = tuple(_question(each) for each in held["questions"])
        return cls(**{**held, **frames})


def _asides(kinds: pd.Series) -> dict[str, Aside]:
    lines = kinds[kinds != ""].groupby(kinds).groups
    return {str(kind): Aside(len(index), tuple(map(int, index[:_LISTED]))) for kind, index in lines.items()}


def _short(frame: pd.DataFrame) -> pd.DataFrame:
    """The same with texts of a length that a page can show."""
    texts = [name for name in frame.columns if pd.api.types.is_string_dtype(frame[name])]
    return frame.assign(**{name: frame[name].str.slice(0, _SHOWN_TEXT) for name in texts})


def _question(held: Mapping[str, Any]) -> Question:
    candidates: Sequence[Any] = held["candidates"]
    return Question(**{**held, "candidates": tuple((str(code), float(alike)) for code, alike in candidates)})
