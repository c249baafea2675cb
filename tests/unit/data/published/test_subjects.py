"""What the search box finds beside places, each with its kind."""

import pytest

from data.published.subjects import ACTOR, COMPANY, FIGURE, PROGRAMME, PROJECT, WORD, Subject, SubjectIndex

INDEX = SubjectIndex.of(
    [
        Subject(PROGRAMME, "Première Usine", "", "Première Usine"),
        Subject(COMPANY, "Verkor", "2 projets", "Verkor"),
        Subject(PROJECT, "Gigafactory Verkor à Dunkerque", "Verkor · Bourbourg (59)", "Gigafactory Verkor à Dunkerque"),
        Subject(PROJECT, "Usine de vélos", "A · Revin (08)", "Usine de vélos"),
        Subject(PROJECT, "Usine de câbles", "B · Thiers (63)", "Usine de câbles"),
        Subject(PROJECT, "Usine d'hydrogène", "C · Belfort (90)", "Usine d'hydrogène"),
        Subject(ACTOR, "Alphadio Olory-Togbe", "personne, président du CSI", "Alphadio Olory-Togbe"),
        Subject(FIGURE, "Ouvertures nettes d'usines", "Trendeo", "Trendeo"),
        Subject(WORD, "Taille dominante", "", "Taille dominante"),
    ]
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("verkor", [(COMPANY, "Verkor"), (PROJECT, "Gigafactory Verkor à Dunkerque")]),
        ("premiere us", [(PROGRAMME, "Première Usine")]),
        ("olory", [(ACTOR, "Alphadio Olory-Togbe")]),
        ("ouvertures nettes", [(FIGURE, "Ouvertures nettes d'usines")]),
        ("TAILLE dominante", [(WORD, "Taille dominante")]),
        ("verkro", []),  # no slip: a place of a like name comes before
        ("ve", []),
        ("", []),
    ],
)
def test_each_kind_is_found_by_its_name(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(each.genre, each.nom) for each in INDEX.find(text)] == expected


def test_one_kind_leaves_room_for_the_others() -> None:
    kinds = [each.genre for each in INDEX.find("usine")]
    assert kinds == [PROJECT, PROJECT, PROGRAMME, FIGURE]


def test_without_subjects_nothing_is_found() -> None:
    assert SubjectIndex.of([]).find("usine") == []
