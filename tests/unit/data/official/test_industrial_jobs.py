"""Industrial jobs by commune: a secret cell is unknown and no zero; of an archive, the lines that the record keeps."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from data.official import archive, published_rows, readers
from data.official.readers import Officials
from data.sources import raw_files
from data.sources.raw_files import RawSet
from geo.errors import DataError
from tests.unit.support import official_files as made

HEADER = (
    '"GEO";"GEO_OBJECT";"ACTIVITY";"NUMBER_EMPL";"LEGAL_FORM_WITH_PUBLIC";"FLORES_MEASURE";"OBS_STATUS";"TIME_PERIOD";'
    '"OBS_VALUE"'
)
Read = Callable[..., Officials]


def line(geo: str, value: str, measure: str = "EMPL3112", status: str = "A", **other: str) -> str:
    usual = {"object": "COM", "activity": "BE", "size": "_T", "form": "1T9X7", "year": "2024"}
    cells = usual | other
    quoted = (geo, cells["object"], cells["activity"], cells["size"], cells["form"], measure, status, cells["year"])
    return ";".join(f'"{cell}"' for cell in quoted) + f";{value}"


def zipped(*lines: str, name: str = "DS_FLORES_A5_2024_data.csv", head: str = HEADER, code: str = "utf-8") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("DS_FLORES_A5_2024_metadata.csv", "COD_VAR;LIB_VAR\n")
        parts.writestr(name, "\n".join((head, *lines, "")).encode(code))
    return buffer.getvalue()


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def run(content: bytes) -> Officials:
        path = tmp_path / "flores"
        path.write_bytes(content)
        kept = {"flores": raw_files.adopt(path, tmp_path / "home", "flores", 10**6)}
        return readers.load(RawSet(tmp_path / "home", kept), made.ground(), made.known())

    return run


def jobs(found: Officials) -> dict[str, list[object]]:
    table = found.tables["emplois_industriels"].set_index("code_insee")
    columns = ["emplois_industriels", "etablissements_industriels", "annee"]
    return {str(code): [None if pd.isna(cell) else cell for cell in row] for code, *row in table[columns].itertuples()}


def test_each_commune_has_the_jobs_of_the_industry_of_its_workplaces(read: Read) -> None:
    found = read(
        zipped(
            line("01001", "120"),
            line("01001", "7", "UNIT_LOC"),
            line("COM-75056", "0"),
            # Not of a commune, not the industry, not all sizes, not all employers: none of them is read.
            line("01", "9000", object="DEP"),
            line("01001", "800", activity="_T"),
            line("01001", "50", size="E1T4"),
            line("01001", "10", form="2AAAA"),
            line("01001", "90", year="2023"),
        )
    )
    assert jobs(found) == {"01001": [120, 7, 2024], "75056": [0, None, 2024]}
    assert (found.sources[0]["lus"], found.sources[0]["ecartes"]) == (4, 0)
    assert [text for _, text in found.notes if "autre année" in text] == [
        "lignes d'une autre année que la dernière, non lues : 1"
    ]


def test_a_secret_cell_is_unknown_and_never_zero(read: Read) -> None:
    found = read(zipped(line("01001", "", status="K"), line("75056", "45", status="W"), line("2A004", "3", status="K")))
    assert jobs(found) == {"01001": [None, None, 2024], "2A004": [None, None, 2024], "75056": [45, None, 2024]}
    assert any(text.endswith("(secret statistique), inconnus : 2") for _, text in found.notes)


def test_communes_that_merged_add_up_unless_one_is_secret(read: Read) -> None:
    # 01002 is now in 01001, 75101 in 75056.
    found = read(zipped(line("01001", "10"), line("01002", "5"), line("75056", "8"), line("75101", "", status="K")))
    assert jobs(found) == {"01001": [15, None, 2024], "75056": [None, None, 2024]}


def test_what_cannot_be_read_is_set_aside_with_its_reason(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.official.ground.MAX_REJECTED_SHARE", 0.9)
    rows = [line("01001", "x"), line("99999", "1"), line("75056", "1", "AUTRE"), line("2A004", "1"), line("2A004", "2")]
    found = read(zipped(*rows))
    assert found.tables["mises_de_cote"]["motif"].to_list() == [
        "nombre illisible : x",
        "commune inconnue de la géographie de référence : 99999",
        "mesure inconnue : AUTRE",
        "commune déjà comptée",
    ]
    assert jobs(found) == {"2A004": [1, None, 2024]}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (zipped(name="autre.txt"), "0 fichiers dont le nom finit par _data.csv"),
        (zipped(line("01001", "1"), head=HEADER.replace("ACTIVITY", "SECTEUR")), "colonne ACTIVITY : colonne absente"),
        (zipped(line("é", "1"), code="latin-1"), "n'est pas en UTF-8"),
        (zipped(line("01001", "1"))[:-30], "l'archive est abîmée"),
        (zipped(line("01001", "1")).replace(b"_data.csv", b"_data.txt"), "0 fichiers dont le nom finit par _data.csv"),
    ],
)
def test_another_archive_is_refused_with_a_remedy(read: Read, content: bytes, says: str) -> None:
    with pytest.raises(DataError, match=r"^DS_FLORES_A5_2024_CSV_FR\.zip.*Remède : ") as caught:
        read(content)
    assert says in str(caught.value)


def test_what_an_archive_inflates_to_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = made.known()["flores"]
    path = tmp_path / source.file
    path.write_bytes(zipped(*(line("01001", "1") for _ in range(1_000))))
    assert len(path.read_bytes()) < 2_000
    monkeypatch.setattr(archive, "MAX_KEPT", 10_000)
    with pytest.raises(DataError, match="lignes à lire"):
        published_rows.read(path, source)
    monkeypatch.setattr(archive, "MAX_INFLATED", 10_000)
    with pytest.raises(DataError, match="la table de l'archive dépasse"):
        published_rows.read(path, replace(source, keeps={"ACTIVITY": "AZ"}))
