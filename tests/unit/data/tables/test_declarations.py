"""The fingerprint of the declared tables: an edition of others is refused, and words change nothing."""

from dataclasses import replace

import pytest

from data.tables import declarations
from data.tables.fields import Field, Table

PLAIN = Field("taille", "str", "Taille", "classe de population", values=("t1", "t2"))
COMMUNES = Table("communes", "Communes", ("code_insee",), (PLAIN,))


def fingerprint(monkeypatch: pytest.MonkeyPatch, *tables: Table) -> str:
    monkeypatch.setattr(declarations, "TABLES", {table.name: table for table in tables})
    return declarations.fingerprint()


@pytest.mark.parametrize(
    "change",
    [
        {"name": "classe"},
        {"dtype": "int8"},
        {"nullable": True},
        {"values": ("t1", "t2", "t3")},
        {"pattern": "t[12]"},
        {"low": 0},
        {"high": 3},
        {"references": "tailles"},
    ],
)
def test_another_column_is_another_fingerprint(monkeypatch: pytest.MonkeyPatch, change: dict[str, object]) -> None:
    changed = replace(COMMUNES, fields=(replace(PLAIN, **change),))
    assert fingerprint(monkeypatch, changed) != fingerprint(monkeypatch, COMMUNES)


def test_another_table_key_or_order_is_another_fingerprint(monkeypatch: pytest.MonkeyPatch) -> None:
    other = replace(PLAIN, name="nom")
    found = [
        fingerprint(monkeypatch, COMMUNES),
        fingerprint(monkeypatch, COMMUNES, replace(COMMUNES, name="epci")),
        fingerprint(monkeypatch, replace(COMMUNES, key=("taille",))),
        fingerprint(monkeypatch, replace(COMMUNES, fields=(PLAIN, other))),
        fingerprint(monkeypatch, replace(COMMUNES, fields=(other, PLAIN))),
    ]
    assert len(set(found)) == len(found)


def test_other_words_are_the_same_fingerprint(monkeypatch: pytest.MonkeyPatch) -> None:
    said = replace(COMMUNES, description="Autre", fields=(replace(PLAIN, label="Autre", description="Autre"),))
    assert fingerprint(monkeypatch, said) == fingerprint(monkeypatch, COMMUNES)
