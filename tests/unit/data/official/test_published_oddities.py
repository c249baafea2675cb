"""Small files that carry what the real ones are odd by, so that no machine needs these to know that they are read."""

import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from data.official import published_rows, readers
from data.official.readers import Officials
from data.sources import raw_files
from data.sources.raw_files import RawSet
from tests.unit.support import official_files as made
from tests.unit.support.official_files import FILES, PHASE_1

Read = Callable[[str, str | bytes], Officials]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def run(source_id: str, content: str | bytes) -> Officials:
        path = tmp_path / source_id
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        kept = {source_id: raw_files.adopt(path, tmp_path / "home", source_id, 10**6)}
        return readers.load(RawSet(tmp_path / "home", kept), made.ground(), made.known())

    return run


def test_the_shapes_of_phase_1_may_be_points_mixtures_or_absent(read: Read) -> None:
    """Five territories are published so; only the names and the members of a feature are read."""
    point = {"type": "Point", "coordinates": [2, 46]}
    mixed = {"type": "GeometryCollection", "geometries": [point, {"type": "Polygon", "coordinates": []}]}
    features = [
        {"type": "Feature", "properties": properties, "geometry": geometry}
        for properties, geometry in zip(PHASE_1, (point, mixed), strict=True)
    ]
    found = read("anct_phase1", json.dumps({"type": "FeatureCollection", "features": features}))
    assert found.tables["ecarts_perimetres"].empty
    assert found.sources[0]["lus"] == 2


def test_a_workbook_whose_style_sheet_is_broken_is_read(tmp_path: Path) -> None:
    """INSEE's holds a colour that the standard does not know: openpyxl refuses it."""
    record = made.known()["insee_ept"]
    book = openpyxl.Workbook()
    sheet = book.create_sheet(record.sheet)
    for row in (["Titre"], [], [], [], [], record.columns, ["75056", "Paris", "200054781", "Métropole", "75", "11"]):
        sheet.append(row)
    sound, broken = tmp_path / "sound.xlsx", tmp_path / record.file
    book.save(sound)
    with zipfile.ZipFile(sound) as parts, zipfile.ZipFile(broken, "w") as changed:
        for part in parts.namelist():
            content = parts.read(part)
            if part == "xl/styles.xml":
                content = re.sub(
                    rb"<fills", b'<colors><mruColors><color rgb="FF"/></mruColors></colors><fills', content
                )
                content = content.replace(b"<b val=", b"<bb val=").replace(b"</font>", b'<color rgb="x"/></font>')
            changed.writestr(part, content)
    with pytest.raises((ValueError, TypeError)):
        openpyxl.load_workbook(broken)
    assert published_rows.read(broken, record).rows["CODGEO"].to_list() == ["75056"]


def test_the_grid_of_density_has_a_byte_order_mark(read: Read) -> None:
    content = FILES["densite"].encode()
    assert content.startswith(b"\xef\xbb\xbf")
    assert read("densite", content).sources[0]["gardes"] == 3


def test_grants_of_windows_have_titles_over_two_lines(read: Read) -> None:
    """As a département publishes them: cp1252, `;`, carriage returns, line breaks inside the titles of columns."""
    header = 'Attribuant;"Date de\nconvention";Bénéficiaire;"SIRET du\nbénéficiaire";Objet de la subvention;'
    row = "Département de la Sarthe;12/03/2018;Les Amis du théâtre;200 018 653 00016;Création d’un site;1 234,50"
    content = f'{header}"Montant de la\nsubvention"\r\n{row}\r\n'.encode("cp1252")
    project = read("scdl_subventions", content).tables["projets_officiels"].iloc[0]
    assert (project["entreprise"], project["projet"]) == ("Les Amis du théâtre", "Création d’un site")
    assert (project["aide_centimes"], project["annee"], project["siren"]) == (123_450, 2018, "200018653")


def test_aid_of_the_ademe_ends_without_a_line_break(read: Read) -> None:
    header = "Nom de l attribuant,dateConvention,nomBeneficiaire,idBeneficiaire,objet,montant"
    row = "ADEME,2021-05-04,Usine SA,20001865300016,Chaudière biomasse,150000.5"
    project = read("ademe_aides", f"\ufeff{header}\n{row}").tables["projets_officiels"].iloc[0]
    assert (project["aide_centimes"], project["annee"]) == (15_000_050, 2021)
    assert project["code_insee"] is None or project["code_insee"] != project["code_insee"]
