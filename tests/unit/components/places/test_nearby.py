"""The structures and the territories near a place, on a small made country along one meridian."""

import numpy as np
import pandas as pd
import pytest

from components.places import nearby
from data.places import proximity
from data.places.levels import Places
from data.places.place import Place

KM = 1 / proximity.KM_PER_DEGREE
# code, nom, km north of « Bourg », territory of phase 2.
COMMUNES = [
    ("01", "Bourg", 0.0, None),
    ("02", "Voisin", 0.6, "2-A"),
    ("03", "Loin", 23.4, "2-B"),
    ("04", "Antipode", 12_345.0, "2-C"),
    ("05", "Ailleurs", 40.0, "2-B"),
    ("06", "Sans contour, dedans", float("nan"), "2-A"),
    ("07", "Sans contour, dehors", float("nan"), None),
]
NAMES = {"2-A": "Avant-Pays", "2-B": "Bocage", "2-C": "Caps"}


def country() -> Places:
    communes = pd.DataFrame(COMMUNES, columns=["code_insee", "nom", "km", "id_territoire_2"]).set_index("code_insee")
    communes = communes.assign(lon=communes["km"] * 0, lat=communes["km"] * KM)
    return Places({"territoires-2": pd.DataFrame({"nom": NAMES})}, communes)


PLACES = country()


def commune(code: str) -> Place:
    nom = str(PLACES.communes.at[code, "nom"])
    rows = PLACES.communes.index.get_indexer(pd.Index([code]))
    return Place(f"commune-{code}", "communes", code, nom, "", 1, "2023", 1.0, pd.Index([code]), rows)


def structures(*rows: tuple[str, str | None, int | None, str | None, str | None]) -> pd.DataFrame:
    """nom, code_insee, annee_debut, promotion, source_url."""
    table = pd.DataFrame(rows, columns=["nom", "code_insee", "annee_debut", "promotion", "source_url"])
    texts = {
        "porteur": "CCI",
        "type": "accélérateur",
        "region": "Nord",
        "description": "Un.",
        "source_editeur": "Presse",
    }
    table = table.assign(**texts, source_date=None, commune=table["code_insee"].map(PLACES.communes["nom"]))
    return table.astype(dict.fromkeys(table.columns, "str") | {"annee_debut": "Int16"})


def spoken(text: str) -> str:
    """Markdown as it is seen, with plain spaces."""
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("\\", "").replace("\u2060", "")


def test_a_commune_outside_is_told_of_the_three_nearest_territories() -> None:
    found = nearby.territories_around(PLACES, commune("01"))
    assert found is not None
    assert spoken(nearby.outside_sentence("Bourg", found)) == (
        "Bourg n'est dans aucun Territoire d'industrie de la phase 2 ; les plus proches à vol d'oiseau : "
        "« Avant-Pays » (moins de 1 km), « Bocage » (23 km) et « Caps » (12 345 km)."
    )


@pytest.mark.parametrize("code", ["02", "06"])
def test_a_commune_inside_is_never_told_outside_even_without_a_point(code: str) -> None:
    assert nearby.territories_around(PLACES, commune(code)) is None


def test_a_commune_outside_without_a_point_is_told_of_no_distance() -> None:
    found = nearby.territories_around(PLACES, commune("07"))
    assert found is not None
    assert nearby.outside_sentence("X", found) == "X n'est dans aucun Territoire d'industrie de la phase 2."


def test_a_place_that_is_no_commune_is_not_told_outside() -> None:
    place = Place("departement-01", "departements", "01", "Ain", "", 1, "2023", 1.0, pd.Index(["01"]), np.array([0]))
    assert nearby.territories_around(PLACES, place) is None


PROMOTIONS = structures(
    ("Relance – Bourg, 2e promotion", "01", 2023, "2e promotion", "https://exemple.fr/2"),
    ("Relance – Bourg, 1re promotion", "01", 2022, "1re promotion", None),
    ("Relance – Bourg, 1re promotion", "03", 2021, "1re promotion", None),
    ("Usine – extension 2023", "03", 2023, None, "https://exemple.fr/3"),
    ("Usine", "03", None, "bilan", "https://exemple.fr/0"),
    ("Partout – phase pilote", None, None, None, None),
    ("Partout – 5e promotion", None, 2025, "5e promotion", None),
)


def test_promotions_of_one_structure_in_one_commune_are_one_row() -> None:
    found = nearby.grouped(PROMOTIONS)
    assert list(zip(found["nom"], found["commune"].fillna("—"), strict=True)) == [
        ("Partout", "—"),
        ("Relance – Bourg", "Bourg"),
        ("Relance – Bourg, 1re promotion", "Loin"),  # alone in its commune: its name says all that is known
        ("Usine", "Loin"),
    ]
    assert found["annee_debut"].tolist() == [2025, 2022, 2021, 2023]
    assert found["promotion"].fillna("—").tolist() == [
        "5e promotion",
        "1re promotion ; 2e promotion",
        "1re promotion",
        "bilan",
    ]
    assert found["lien"].fillna("—").tolist() == ["—", "https://exemple.fr/2", "—", "https://exemple.fr/3"]
    assert found["source_url"].fillna("—").tolist()[3] == "https://exemple.fr/3 ; https://exemple.fr/0"
    assert found["source_date"].isna().all()


def near(code: str, table: pd.DataFrame, n: int = 5) -> pd.DataFrame:
    found = nearby.grouped(table)
    at = PLACES.positions(found["code_insee"])
    return proximity.nearest_structures(
        PLACES.globe, PLACES.communes.index.get_indexer([code]), found, at, n
    ).structures


def test_structures_inside_then_around_are_listed_with_their_distance() -> None:
    inside, around = map(spoken, nearby.paragraphs("commune", near("01", PROMOTIONS)))
    assert inside == "1 structure connue dans cette commune :\n- **Relance – Bourg** (accélérateur), Bourg"
    assert around.splitlines() == [
        "Les plus proches au dehors, à vol d'oiseau :",
        "- **Relance – Bourg, 1re promotion** (accélérateur), Loin, 23 km",
        "- **Usine** (accélérateur), Loin, 23 km",
    ]


def test_a_place_without_any_structure_says_so() -> None:
    lines = nearby.paragraphs("region", near("05", PROMOTIONS, n=1))
    assert spoken(lines[0]) == "Aucune structure connue dans cette région."
    assert spoken(lines[1]).startswith("La plus proche au dehors")


def test_a_place_without_a_point_says_that_nothing_is_measured() -> None:
    lines = nearby.paragraphs("commune", near("06", PROMOTIONS))
    assert len(lines) == 2
    assert "Aucune distance ne peut être mesurée" in lines[1]


def test_many_structures_are_named_then_counted() -> None:
    many = structures(*((f"Atelier {rank:02}", "01", None, None, None) for rank in range(9)))
    named, others, _ = nearby.paragraphs("territoire", near("01", many))
    assert named.count("\n- ") == 8
    assert spoken(others) == "Et 1 autre dans le tableau."


def test_a_name_is_shown_as_it_is_written() -> None:
    table = structures(("**L'Atelier** [lien](https://exemple.fr)", "01", None, None, None))
    (line, _) = nearby.paragraphs("commune", near("01", table))
    assert r"\*\*L’Atelier\*\* \[lien\]" in line
