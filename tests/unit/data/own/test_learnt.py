"""What was decided of a table comes back from its file, and another file is refused."""

import json

import pytest

from data.own.learnt import MAX_BYTES, Learnt
from data.own.report import Choices
from geo.errors import DataError

CHOICES = Choices(
    roles={"commune": "Ville", "aide": "Aide 2022"},
    also={"aide": ("Aide 2023",)},
    decimals={"aide": ","},
    answers={"63|Tihers": "63430"},
    kept=frozenset({"total"}),
)


def test_what_is_kept_comes_back() -> None:
    learnt = Learnt(CHOICES, 4)
    assert Learnt.of(learnt.text().encode(), "a.json") == learnt
    assert Learnt.of(Learnt(Choices({})).text().encode(), "a.json") == Learnt(Choices({}))


def test_it_serves_the_columns_that_the_next_table_has() -> None:
    proposed = Choices({"commune": "Commune", "annee": "Date", "projet": "Ville"})
    found = Learnt(CHOICES).on(["Ville", "Aide 2022", "Commune", "Date"], proposed)
    assert found.roles == {"commune": "Ville", "annee": "Date", "aide": "Aide 2022"}
    assert found.also == {}
    assert (found.answers, found.kept) == (CHOICES.answers, CHOICES.kept)


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"{}", b"null", b"[" * 100_000, b'{"fichier": 3}', b" " * (MAX_BYTES + 1), b"\xff"]
)
def test_another_file_is_refused(content: bytes) -> None:
    with pytest.raises(DataError, match="Remède"):
        Learnt.of(content, "a.json")


def test_what_is_unknown_in_it_is_left_out() -> None:
    held = json.loads(Learnt(CHOICES, 4).text())
    held |= {
        "colonnes": {"inconnu": ["x"], "commune": "Ville", "aide": [3], "projet": ["Objet", "Autre"], "annee": []},
        "signes_decimaux": {"aide": ";"},
        "reponses": {"a": 3, "b": "63430"},
        "lignes_gardees": ["total", "autre", 3],
        "ligne_entete": True,
    }
    found = Learnt.of(json.dumps(held).encode(), "a.json")
    assert found == Learnt(Choices({"projet": "Objet"}, answers={"b": "63430"}, kept=frozenset({"total"})))
