"""A table checked in parts is checked as it is whole, wherever it is cut."""

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from data.own import doubtful, prepared, proposals, report
from data.own.doubtful import CODE_OR_POSTCODE, POSTCODE, Tally
from data.own.findings import ASIDE, STATUSES
from data.own.ground import Ground
from data.own.large.parts import Look, Outcome, Parts, checks, learn
from data.own.report import Choices
from tests.unit.data.own.ground import GROUND, ROWS, WITH_POSTCODES, table

EXAMPLES = 12  # of some tenths of a second each: a table is checked whole, then in up to twenty parts
HEADER = "code insee;commune;département;code postal;coordonnées;aide;emplois;projet"
ROLES = {
    "code_insee": "code insee",
    "commune": "commune",
    "departement": "département",
    "code_postal": "code postal",
    "lon": "coordonnées : longitude",
    "lat": "coordonnées : latitude",
    "aide": "aide",
    "emplois": "emplois",
    "projet": "projet",
}
SPECIAL = (
    "Total;;;;;1500;;",
    ";;;;;1000;;",
    ";;;;;2000;;",
    "Sous-total;;;;;;;",
    "Source : Insee;;;;;;;",
    "(1) Hors taxes;;;;;;;",
    ";;;;;;;Note de lecture",
    "01004;Source : Insee;;;;;;",
    HEADER,
)


def cells(*texts: str) -> st.SearchStrategy[str]:
    return st.sampled_from(texts)


ROW = st.tuples(
    cells("", "01004", "1004", "63300", "71200", "97500", "75056", "2A004", "abc", "01"),
    cells("", "Thiers", "Riom", "Ambérieu-en-Bugey", "Amberieux", "Thier", "Brie", "Lyon", "Rioms", "Balzak", "NC"),
    cells("", "63", "01", "Charente", "99"),
    cells("", "63300", "71200", "16440"),
    cells("", "45.5, 3.5", "45.2, 24.1", "0.0, 0.0"),
    cells("", "1000", "1000", "500", "1,234", "1.234", "12,5", "3.75", "1 000 000 000", "-5", "NC", "10 %"),
    cells("", "5", "12", "beaucoup"),
    cells("", "Usine", "usine", "Forge"),
).map(";".join)
LINES = st.lists(ROW | st.sampled_from(SPECIAL), min_size=1, max_size=25)


def cut(frame: pd.DataFrame, size: int) -> Parts:
    def passing() -> Iterator[pd.DataFrame]:
        for begin in range(0, len(frame), size):
            yield frame[begin : begin + size]

    return passing


def in_parts(parts: Parts, choices: Choices, ground: Ground) -> tuple[pd.DataFrame, Outcome, dict[str, report.Style]]:
    whole, tally = learn(parts, choices, ground), Tally()
    while True:
        found, outcome = [], Outcome()
        for part in checks(parts, whole, ground, tally):
            found.append(part.rows)
            outcome.add(part)
        if not tally.settle():
            return pd.concat(found), outcome, dict(whole.asked)


def require_same(frame: pd.DataFrame, choices: Choices, ground: Ground, size: int) -> None:
    expected = report.check(frame, choices, ground)
    rows, outcome, styles = in_parts(cut(frame, size), choices, ground)
    pd.testing.assert_frame_equal(rows, expected.rows)
    assert outcome.questions == {each.key: each for each in expected.questions}
    assert styles == expected.styles
    assert outcome.said == expected.said
    assert outcome.statuses is not None
    pd.testing.assert_frame_equal(outcome.statuses.reset_index(), report.groups(expected.rows))
    assert outcome.placed == report.result(expected.rows).placed


@settings(deadline=None, max_examples=EXAMPLES)
@given(LINES, st.integers(2, 12), st.frozensets(st.sampled_from(("total", "note", "entete"))), st.integers(1, 3))
@example([SPECIAL[7]] * 2 + ["01004;Thiers;63;;;5;;"] + [SPECIAL[7]] * 3, 2, frozenset(), 3)
@example(["01004;;;;;1;;Usine", "63300;;;;;2;;"] * 6 + ["Total;;;;;18;;"], 5, frozenset(), 3)
def test_any_cut_gives_what_the_whole_gives(lines: list[str], size: int, kept: frozenset[str], most: int) -> None:
    frame = prepared.split(table("\n".join([HEADER, *lines])), ("coordonnées",))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(doubtful, "MAX_DOUBTS", most)
        require_same(frame, Choices(ROLES, kept=kept), WITH_POSTCODES, size)


@settings(deadline=None, max_examples=EXAMPLES)
@given(st.lists(st.sampled_from(["63300", "63200", "71200", "16440", "01004", "2A004"]), min_size=1), st.integers(1, 5))
def test_codes_that_may_be_postcodes_are_so_in_every_part(codes: list[str], size: int) -> None:
    frame = table("\n".join(["insee;aide", *(f"{code};1" for code in codes)]))
    for believed in ({}, {CODE_OR_POSTCODE: POSTCODE}):
        choices = Choices({"code_insee": "insee", "aide": "aide"}, believed=believed)
        require_same(frame, choices, WITH_POSTCODES, size)


@settings(deadline=None, max_examples=EXAMPLES)
@given(LINES, st.integers(1, 12))
def test_the_columns_proposed_are_those_of_the_whole(lines: list[str], size: int) -> None:
    frame = table("\n".join([HEADER, *lines]))
    ready = prepared.prepared(frame).frame
    look = Look()
    for part in cut(frame, size)():
        look.add(part)
    assert look.columns() == list(ready.columns)
    assert look.proposed(GROUND) == proposals.propose(ready, GROUND)
    assert look.apart == proposals.set_apart(ready)
    assert look.lines == len(frame)


def test_a_sample_of_many_cells_is_the_same_in_parts() -> None:
    lines = [f"{rank:05};{ROWS[rank % len(ROWS)][1]} {rank};{rank}" for rank in range(3 * proposals.SAMPLE)]
    frame = table("\n".join(["numéro;ville;subvention", *lines]))
    look = Look()
    for part in cut(frame, 170)():
        look.add(part)
    assert look.proposed(GROUND) == proposals.propose(frame, GROUND)
    pd.testing.assert_series_equal(look._samples["ville"], proposals.sampled(frame)["ville"])


def test_the_names_beside_codes_are_those_of_the_first_rows() -> None:
    places = [(code, name) for code, name, _ in ROWS if code[0] not in "02"]
    lines = [f"{code};{name}" for code, name in places * proposals.SAMPLE][: proposals.SAMPLE]
    frame = table("\n".join(["repère;lieu", *lines, *[f"{code};là" for code, _ in places]]))
    look = Look()
    for part in cut(frame, proposals.SAMPLE)():
        look.add(part)
    assert look.proposed(GROUND)["code_insee"].column == "repère"
    assert look.proposed(GROUND) == proposals.propose(frame, GROUND)


def test_a_column_of_points_is_one_from_its_first_cell_to_its_last() -> None:
    frame = table("\n".join(["lieu;position", *["a;"] * 3, "c;inconnue", *["b;45.5, 3.5"] * 4]))
    found = {}
    for size in (2, 3, 8):
        look = Look()
        for part in cut(frame, size)():
            look.add(part)
        found[size] = look.points
    assert found == dict.fromkeys((2, 3, 8), ())


def test_a_total_sums_up_the_rows_of_parts_above() -> None:
    frame = table("\n".join(["insee;commune;aide", *["01004;Ambérieu-en-Bugey;1", "63430;Thiers;2"] * 3, ";;9"]))
    choices = Choices({"code_insee": "insee", "commune": "commune", "aide": "aide"})
    for size in range(1, 8):
        _, outcome, _ = in_parts(cut(frame, size), choices, GROUND)
        assert outcome.statuses is not None and outcome.statuses.at[ASIDE, "aide_centimes"] == 900


def test_a_decimal_sign_that_a_late_part_tells_is_that_of_all() -> None:
    lines = ["01004;1,234"] * 5 + ["01004;12,5"]
    frame = table("\n".join(["insee;aide", *lines]))
    choices = Choices({"code_insee": "insee", "aide": "aide"})
    rows, *_ = in_parts(cut(frame, 2), choices, GROUND)
    assert rows["aide_centimes"].tolist() == [123] * 5 + [1250]
    assert not learn(cut(frame, 2), choices, GROUND).open_signs("t.csv")


ROWS_OF_TWO, NOTE_ROW = ["01004;Thiers;5", "63430;Thiers;6"], "(1) Source;;1,234"


@pytest.mark.parametrize(
    ("lines", "example"),
    [
        ([*ROWS_OF_TWO, NOTE_ROW, *ROWS_OF_TWO, "63300;Riom;7"], "1,234"),  # a row, which others follow
        ([*ROWS_OF_TWO, NOTE_ROW, NOTE_ROW, *ROWS_OF_TWO], "1,234"),
        ([*ROWS_OF_TWO, *ROWS_OF_TWO, NOTE_ROW, NOTE_ROW], ""),  # notes, which ask nothing
        ([";;1,234"] * 3, "1,234"),  # a table of nothing else
    ],
)
def test_what_looks_like_a_note_asks_of_its_amount_unless_it_ends_the_table(lines: list[str], example: str) -> None:
    frame = table("\n".join(["insee;commune;aide", *lines]))
    choices = Choices({"code_insee": "insee", "commune": "commune", "aide": "aide"})
    for size in range(1, len(lines) + 1):
        assert learn(cut(frame, size), choices, GROUND).asked["aide"].example == example
        require_same(frame, choices, GROUND, size)


def test_an_amount_far_from_the_median_of_other_parts_is_told() -> None:
    frame = table("\n".join(["insee;aide", *["01004;1000"] * 12, "01004;9000000", "01004;0,5"]))
    choices = Choices({"code_insee": "insee", "aide": "aide"})
    rows, *_ = in_parts(cut(frame, 3), choices, GROUND)
    assert rows["remarques"].str.contains("très loin de la médiane").tolist() == [False] * 12 + [True, True]
    require_same(frame, choices, GROUND, 3)


def test_what_no_part_tells_is_open() -> None:
    frame = table("\n".join(["insee;aide", *["01004;1,234"] * 5]))
    choices = Choices({"code_insee": "insee", "aide": "aide"})
    (problem,) = learn(cut(frame, 2), choices, GROUND).open_signs("t.csv")
    assert problem.column == "aide"
    assert "« 1,234 » se lit de deux façons" in problem.message
    assert not learn(cut(frame, 2), replace(choices, decimals={"aide": ","}), GROUND).open_signs("t.csv")


def test_suspect_codes_are_open_until_it_is_said_what_is_believed() -> None:
    frame = table("\n".join(["insee", *["63300", "71200", "16440"] * 3]))
    choices = Choices({"code_insee": "insee"})

    def found(choices: Choices) -> list[str]:
        parts = cut(frame, 2)
        _, outcome, _ = in_parts(parts, choices, WITH_POSTCODES)
        problems = learn(parts, choices, WITH_POSTCODES).open_codes(outcome.questions, "t.csv")
        return [problem.message for problem in problems]

    assert found(choices) == ["des codes INSEE sont peut-être des codes postaux (9 lignes attendent une réponse)"]
    assert found(replace(choices, believed={CODE_OR_POSTCODE: POSTCODE})) == []


def test_every_status_is_met() -> None:
    lines = ["01004;;;;;1;1;A", "1004;;;;;2;2;B", ";Thier;63;;;3;3;C", ";;;;;4;1;Usine", "Total;;;;;10;;"]
    frame = table("\n".join([HEADER, *lines]))
    roles = {role: column for role, column in ROLES.items() if role not in ("lon", "lat")}
    for size in range(1, len(lines) + 1):
        _, outcome, _ = in_parts(cut(frame, size), Choices(roles), GROUND)
        assert outcome.statuses is not None
        assert outcome.statuses["lignes"].to_dict() == dict.fromkeys(STATUSES, 1)
        assert outcome.statuses.at[ASIDE, "aide_centimes"] == 1000
