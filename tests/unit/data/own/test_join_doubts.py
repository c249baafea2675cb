"""What is asked about a row, never taken, and how many are."""

import pytest

from data.cells.amounts import ILLEGIBLE
from data.cells.communes import name_keys
from data.own import doubtful
from data.own.doubtful import NOWHERE
from data.own.findings import ACCEPTED, AMBIGUOUS, ASIDE, REJECTED, REPAIRED
from data.own.report import Choices, check, groups
from tests.unit.data.own.test_join import GROUND, joined, outcome, table


def test_a_point_far_from_the_commune_that_is_named_is_asked() -> None:
    frame = table(commune=["Thiers", "Thiers", "Thiers"], lon=["3.5", "4.02", "9.5"], lat=["45.5"] * 3)
    found = joined(frame)
    assert found.rows["statut"].tolist() == [REPAIRED, REPAIRED, AMBIGUOUS]
    assert found.questions[0].codes == {"63430", "91228"}
    assert outcome(frame, {found.questions[0].key: "91228"})[2] == (REPAIRED, "91228")


def test_a_name_of_another_departement_contradicts_a_code() -> None:
    frame = table(code_insee=["63430", "71153"], commune=["Ambérieu-en-Bugey", "Torcy"])
    assert outcome(frame) == [(AMBIGUOUS, None), (ACCEPTED, "71153")]


def test_without_a_departement_only_a_name_that_is_alone_is_taken_and_it_is_said() -> None:
    frame = table(commune=["Thiers", "Saint-Martin", "Tiers"])
    assert outcome(frame) == [(REPAIRED, "63430"), (AMBIGUOUS, None), (REJECTED, None)]


def test_a_row_of_totals_is_nowhere_and_says_so() -> None:
    frame = table(
        code_insee=["01004", "", "Total"], commune=["Ambérieu-en-Bugey", "TOTAL", ""], departement=["01", "", ""]
    )
    assert outcome(frame)[1:] == [(REJECTED, None)] * 2
    assert (joined(frame).rows["motif"].iloc[1:] != "").all()


def test_arrondissements_and_their_commune_are_one_place() -> None:
    assert outcome(table(code_insee=["75056", "75111"])) == [(ACCEPTED, "75056"), (REPAIRED, "75056")]


def test_a_name_that_is_nearly_right_is_asked_never_taken() -> None:
    found = joined(table(commune=["Tihers", "Tihers", "Zzz"], departement=["63"] * 3))
    assert found.rows["statut"].tolist() == [AMBIGUOUS, AMBIGUOUS, REJECTED]
    (question,) = found.questions
    assert (question.rows, question.codes) == (2, {"63430"})
    assert 0.8 <= question.candidates[0][1] < 1


def test_only_the_most_frequent_unknown_names_are_compared_and_the_others_say_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(doubtful, "MAX_DOUBTS", 1)
    found = joined(table(commune=["Thierss", "Tihers", "Tihers", "Thiers", "Zzz"], departement=["63"] * 5))
    assert found.rows["statut"].tolist() == [REJECTED, AMBIGUOUS, AMBIGUOUS, ACCEPTED, REJECTED]
    assert [question.name for question in found.questions] == ["Tihers"]
    said = "nom inconnu ; trop de noms inconnus pour chercher des ressemblances (3, pour 1 au plus)"
    assert set(found.rows["motif"].iloc[[0, 4]]) == {said}


def test_only_the_most_frequent_homonyms_and_contradictions_are_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doubtful, "MAX_DOUBTS", 1)
    homonyms = joined(table(commune=["Saint-Martin", "St Martin", "ST MARTIN", "St Martin"])).rows
    assert homonyms["statut"].tolist() == [REJECTED, AMBIGUOUS, REJECTED, AMBIGUOUS]
    assert "trop de noms à confirmer (3, pour 1 au plus)" in homonyms["motif"].iloc[0]
    names = ["Chalon-sur-Saône", "Chalon sur Saône", "Chalon sur Saône"]
    contrary = joined(table(code_insee=["71153"] * 3, commune=names)).rows
    assert contrary["statut"].tolist() == [REJECTED, AMBIGUOUS, AMBIGUOUS]
    assert contrary["code_insee"].isna().all()


def test_an_answer_holds_for_all_the_rows_of_a_name_and_may_be_none_of_them() -> None:
    frame = table(commune=["Tihers", "Tihers", "Thiers"], departement=["63"] * 3)
    key = joined(frame).questions[0].key
    assert outcome(frame, {key: "63430"}) == [(REPAIRED, "63430")] * 2 + [(ACCEPTED, "63430")]
    assert outcome(frame, {key: NOWHERE})[0] == (REJECTED, None)
    assert joined(frame, {key: "63430"}).questions == ()


def test_a_name_of_another_departement_is_asked() -> None:
    (question,) = joined(table(commune=["Thiers"], departement=["42"])).questions
    assert question.candidates[0] == ("63430", 1.0)


def test_a_code_and_a_name_of_two_communes_are_asked() -> None:
    frame = table(code_insee=["71153", "71153"], commune=["Chalon-sur-Saône", "Le Creusot"])
    found = joined(frame)
    assert found.rows["statut"].tolist() == [AMBIGUOUS, ACCEPTED]
    assert found.questions[0].codes == {"71153", "71076"}
    assert outcome(frame, {found.questions[0].key: "71076"})[0] == (REPAIRED, "71076")
    assert outcome(frame, {found.questions[0].key: NOWHERE})[0] == (REJECTED, None)


def test_an_unknown_code_is_repaired_by_the_name_or_by_the_point() -> None:
    frame = table(code_insee=["99999", "99999"], commune=["Thiers", ""], departement=["63", ""], lon=["", "3.5"])
    frame["lat"] = ["", "45.5"]
    assert outcome(frame) == [(REPAIRED, "63430"), (REPAIRED, "63430")]


def test_points_place_rows_in_degrees_with_a_comma_or_exchanged() -> None:
    frame = table(lon=["3.5", "3,5", "45.5", "300", "abc", ""], lat=["45.5", "45,5", "3.5", "45", "45", ""])
    assert outcome(frame) == [
        (ACCEPTED, "63430"),
        (ACCEPTED, "63430"),
        (REPAIRED, "63430"),
        (REJECTED, None),
        (REJECTED, None),
        (REJECTED, None),
    ]


def test_a_point_settles_a_name_that_two_communes_have() -> None:
    frame = table(commune=["Saint-Martin", "Saint-Martin"], lon=["8.5", "3.5"], lat=["45.5", "45.5"])
    assert outcome(frame) == [(REPAIRED, "32001"), (AMBIGUOUS, None)]
    assert joined(frame).questions[0].rows == 1


def test_every_row_is_in_one_group_and_sums_add_up_to_the_centime() -> None:
    frame = table(
        code_insee=["01004", "1004", "", "99999", "71153"],
        commune=["", "", "Saint-Martin", "", "Chalon-sur-Saône"],
        aide=["0,10", "0,20", "1 000,05", "NC", "abc"],
    )
    checked = check(frame, Choices({name: name for name in frame.columns}), GROUND)
    table_of_groups = groups(checked.rows).set_index("statut")
    assert table_of_groups["lignes"].to_dict() == {ACCEPTED: 1, REPAIRED: 1, AMBIGUOUS: 2, REJECTED: 1, ASIDE: 0}
    assert table_of_groups["aide_centimes"].to_dict() == {
        ACCEPTED: 10,
        REPAIRED: 20,
        AMBIGUOUS: 100_005,
        REJECTED: 0,
        ASIDE: 0,
    }
    assert table_of_groups["aide_centimes_connus"].sum() == 3
    assert checked.said == {"aide": {ILLEGIBLE: 1}}
    assert "abc" in checked.rows["remarques"].iloc[-1]


def test_the_key_of_a_name_forgets_only_how_it_is_written() -> None:
    spelled = ["L'Isle-d'Abeau", "ISLE D ABEAU", "St-Jean", "SAINT JEAN", "Sainte-Jeanne", "12345", "Fontenay ss Bois"]
    keys = name_keys(spelled)
    assert keys == [*["isleabeau"] * 2, *["saintjean"] * 2, "saintejeanne", "", "fontenaysousbois"]
    assert name_keys([]) == []
