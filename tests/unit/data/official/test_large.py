"""A file read piece after piece gives an edition the rows, the asides and the words that it gives when read at once."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from data.editions import registry
from data.files import pieces
from data.official import large, readers
from data.official.readers import Officials
from data.sources import raw_files
from data.sources.raw_files import RawSet
from data.tables import contracts
from data.tables.official import OFFICIAL
from geo.errors import DataError
from tests.unit.support import official_files as made
from tests.unit.support.official_files import DENSITY, FUND_HEADER, fund_row

CODES = ("01001", "NULL", "75101", "2A004")
FUND = FUND_HEADER + "".join(fund_row(CODES[rank % 4], f"Projet {rank}", amount=f"{rank}.5") for rank in range(1, 61))
TABLES = ("projets_officiels", "mises_de_cote")
Load = Callable[..., Officials]


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Load:
    """Read a file in pieces of so many bytes, or at once."""

    def run(size: int | None, fund: str = FUND) -> Officials:
        kept = {}
        for key, content in {"fonds_vert_2023": fund, "densite": DENSITY}.items():
            (tmp_path / key).write_text(content)
            kept[key] = raw_files.adopt(tmp_path / key, tmp_path / "home", key, 10**6)
        if size:
            monkeypatch.setattr(pieces, "BYTES", size)
        return readers.load(RawSet(tmp_path / "home", kept), made.ground(), made.known())

    return run


def rows(found: Officials, name: str) -> pd.DataFrame:
    """Every row of a table, in the columns and the types that an edition has."""
    parts = [each for each in (found.tables[name], *found.spool.batches(name)) if len(each)]
    fields = {field.name: field.dtype for table in OFFICIAL if table.name == name for field in table.fields}
    return pd.concat([part[list(fields)].astype(fields) for part in parts], ignore_index=True)


def test_pieces_give_what_the_whole_gives(load: Load) -> None:
    whole, cut = load(None), load(1_000)
    assert len(cut.spool.parts["projets_officiels"]) > 4
    assert cut.tables["projets_officiels"].empty
    for name in TABLES:
        pd.testing.assert_frame_equal(rows(cut, name), rows(whole, name))
    assert cut.sources == whole.sources
    assert cut.notes == whole.notes


def test_an_edition_has_them_as_one_table(load: Load, tmp_path: Path) -> None:
    whole, cut = load(None), load(1_000)
    one, other = (
        registry.publish({name: found.tables[name] for name in TABLES}, root=tmp_path / mark, parts=found.spool.parts)
        for mark, found in (("a", whole), ("b", cut))
    )
    assert other.tables == one.tables == tuple(sorted(TABLES))
    assert other.rows("projets_officiels") == one.rows("projets_officiels") == 60
    assert other.table("projets_officiels", ["ligne"])["ligne"].tolist() == list(range(2, 62))
    assert registry.verify(other) == ()
    part = other.folder / other.parts("projets_officiels")[2]
    part.chmod(0o644)
    part.write_bytes(part.read_bytes()[:-1] + b"x")
    assert [each.file for each in registry.verify(other)] == [f"édition {other.id}, projets_officiels/00002.parquet"]
    with pytest.raises(DataError, match="altéré"):
        other.table("projets_officiels")


@pytest.mark.parametrize(
    ("fund", "said"),
    [
        (FUND.replace("montant_engage", "montant"), "colonne absente"),
        (FUND_HEADER + fund_row() * 12 + fund_row(amount="abc") * 12, "12 lignes refusées sur 24"),
    ],
)
def test_a_file_that_changed_is_refused(load: Load, fund: str, said: str) -> None:
    with pytest.raises(DataError, match=said):
        load(500, fund)


def test_a_part_that_breaks_a_contract_is_refused(load: Load) -> None:
    part = next(load(1_000).spool.batches("projets_officiels"))
    contracts.validate_part("projets_officiels", part, {})
    with pytest.raises(DataError, match="clé en double"):
        contracts.validate_part("projets_officiels", pd.concat([part, part]), {})
    with pytest.raises(DataError, match="valeur absente de la table communes"):
        contracts.validate_part("projets_officiels", part, {"communes": pd.DataFrame({"code_insee": ["99999"]})})


def test_the_counts_of_a_finding_are_added() -> None:
    notes = ["a : 1\N{NARROW NO-BREAK SPACE}200", "b", "a : 3", "b", "c : 2, etc."]
    assert large.merged(notes) == ("a : 1\N{NARROW NO-BREAK SPACE}203", "b", "c : 2, etc.")
