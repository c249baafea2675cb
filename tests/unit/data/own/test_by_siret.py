"""Rows of a visitor's table whose only place is a SIRET."""

from dataclasses import replace

import pandas as pd

from data.own.findings import ACCEPTED, REJECTED, REPAIRED
from data.own.join import join
from tests.unit.data.own.ground import GROUND

SITUATED = replace(GROUND, establishments=pd.Series({"20001865300010": "63430"}))


def table(**columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame(columns, dtype="str").replace("", None)


def test_they_are_where_an_official_file_puts_their_establishment() -> None:
    frame = table(
        siret=["200 018 653 00010", "20001865300028", "2,00E+13", "20001865300010", "20001865300010"],
        code_insee=["", "", "", "01004", "99999"],
    )
    rows = join(frame, {name: name for name in frame.columns}, SITUATED).rows
    assert rows["code_insee"].fillna("").tolist() == ["63430", "", "", "01004", ""]
    assert rows["statut"].tolist() == [REPAIRED, REJECTED, REJECTED, ACCEPTED, REJECTED]
    assert rows["motif"].iloc[0] == (
        "commune de l'établissement de ce SIRET, d'après un fichier officiel : Thiers (63430)"
    )
    assert (rows["colonne"].iloc[0], rows["valeur"].iloc[0]) == ("siret", "200 018 653 00010")


def test_a_place_that_is_named_says_more_than_a_siret() -> None:
    frame = table(siret=["20001865300010"], departement=["Loire"])
    rows = join(frame, {name: name for name in frame.columns}, SITUATED).rows
    assert (rows["code_insee"].isna().tolist(), rows["lieu"].tolist()) == ([True], ["departement-42"])


def test_without_such_a_file_nothing_is_placed() -> None:
    rows = join(table(siret=["20001865300010"]), {"siret": "siret"}, GROUND).rows
    assert rows["statut"].tolist() == [REJECTED]
