"""One answer for all the doubts of a kind: what is believed, what it leaves open, and what the rows then say."""

import pandas as pd
import pytest

from data.own import doubtful
from data.own.doubtful import (
    CODE,
    CODE_OR_NAME,
    CODE_OR_POSTCODE,
    NAME,
    NOWHERE,
    POSTCODE,
    POSTCODE_ALONE,
    Answers,
)
from data.own.findings import ACCEPTED, AMBIGUOUS, REJECTED, REPAIRED
from data.own.join import join
from tests.unit.data.own.test_join import GROUND, joined, outcome, table


def test_a_postcode_alone_is_asked_and_one_answer_does_for_those_of_one_commune() -> None:
    frame = table(code_postal=["63300", "71200", "99999"])
    found = joined(frame)
    assert found.rows["statut"].tolist() == [AMBIGUOUS, AMBIGUOUS, REJECTED]
    codes = {question.name: question.codes for question in found.questions}
    assert codes == {"63300": {"63430"}, "71200": {"71153", "71076"}}
    answers = {question.key: min(question.codes) for question in found.questions if question.name == "71200"}
    assert outcome(table(code_postal=["71200"]), answers) == [(REPAIRED, "71076")]
    roles = {"code_postal": "code_postal"}
    believed = join(frame, roles, GROUND, Answers(all={POSTCODE_ALONE: POSTCODE})).rows
    assert believed["statut"].tolist() == [REPAIRED, AMBIGUOUS, REJECTED]
    assert believed["code_insee"].iloc[0] == "63430"
    assert "votre réponse pour toutes : le code postal fait foi, Thiers (63430)" in believed["motif"].iloc[0]
    nowhere = join(frame, roles, GROUND, Answers(all={POSTCODE_ALONE: NOWHERE})).rows
    assert nowhere["statut"].tolist() == [REJECTED] * 3


def test_one_answer_does_for_all_the_codes_that_contradict_a_name() -> None:
    frame = table(
        code_insee=["63430", "42218", "01004", "32001"], commune=["Le Creusot", "Thiers", "Saint-Aubin", "Saint-Martin"]
    )
    roles = {name: name for name in frame.columns}
    found = joined(frame)
    assert found.rows["statut"].tolist() == [AMBIGUOUS, AMBIGUOUS, AMBIGUOUS, ACCEPTED]
    assert {question.kind for question in found.questions} == {CODE_OR_NAME}

    def codes(what: str) -> list[str | None]:
        rows = join(frame, roles, GROUND, Answers(all={CODE_OR_NAME: what})).rows
        return [None if pd.isna(code) else code for code in rows["code_insee"]]

    assert codes(CODE) == ["63430", "42218", "01004", "32001"]
    assert codes(NAME) == ["71153", "63430", None, "32001"]  # several communes are called Saint-Aubin: still asked
    assert codes(NOWHERE) == [None, None, None, "32001"]


def test_the_answer_to_one_question_comes_before_that_for_all() -> None:
    frame = table(code_insee=["63430"], commune=["Le Creusot"])
    (question,) = joined(frame).questions
    answers = Answers({question.key: "71153"}, {CODE_OR_NAME: CODE})
    assert join(frame, {name: name for name in frame.columns}, GROUND, answers).rows["code_insee"].tolist() == ["71153"]


def test_codes_that_may_be_postcodes_are_settled_by_one_answer() -> None:
    frame = table(code_insee=["71076", "63300", "71200"])

    def codes(what: str) -> list[str | None]:
        rows = join(frame, {"code_insee": "code_insee"}, GROUND, Answers(all={CODE_OR_POSTCODE: what})).rows
        return [None if pd.isna(code) else code for code in rows["code_insee"]]

    assert codes(CODE) == ["71076", None, None]
    assert codes(POSTCODE) == ["71153", "63430", None]


def test_more_contradictions_than_can_be_asked_are_settled_by_one_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doubtful, "MAX_DOUBTS", 1)
    frame = table(code_insee=["63430", "42218"], commune=["Le Creusot", "Thiers"])
    assert joined(frame).rows["statut"].tolist() == [AMBIGUOUS, REJECTED]
    roles = {name: name for name in frame.columns}
    rows = join(frame, roles, GROUND, Answers(all={CODE_OR_NAME: NAME})).rows
    assert rows["code_insee"].tolist() == ["71153", "63430"]
