"""A visitor's table as projects: every row there, nothing guessed."""

import pandas as pd

from data.own.projects import own_projects
from data.own.report import VALUES
from data.places.wider import Wider
from data.tables.projects import PROJECT
from data.words.levels import ADMINISTRATIVE

COMMUNES = pd.DataFrame(
    {
        **{level.column: [None] for level in ADMINISTRATIVE},
        "nom": ["Thiers"],
        "lon": [3.5],
        "lat": [45.9],
        "code_epci": ["200070712"],
        "code_departement": ["63"],
        "code_region": ["84"],
        "id_territoire_1": [None],
        "id_territoire_2": ["2-ti-8408"],
        "taille": ["t3"],
        "type_epci": ["CC"],
        "densite": ["Petites villes"],
    },
    index=pd.Index(["63430"], name="code_insee"),
)
WIDER = Wider({"epci": pd.Series({"200070712": "CC Thiers Dore et Montagne"})}, COMMUNES)
LINES = pd.Index([2, 3, 4], name="ligne")
FRAME = pd.DataFrame(
    {"Titre": ["Usine", None, " "], "Qui": ["ACME", None, None], "Etat": ["EN SERVICE", "peut-être", None]},
    index=LINES,
    dtype="str",
)
ROWS = pd.DataFrame(
    {
        "statut": ["acceptée", "rejetée", "acceptée"],
        "code_insee": ["63430", None, None],
        "lieu": pd.array([None, None, None], dtype="str"),
        "aide_centimes": pd.array([150, None, 3], dtype="Int64"),
        "annee": pd.array([2023, None, 2024], dtype="Int64"),
    },
    index=LINES,
)
ROLES = {"projet": "Titre", "entreprise": "Qui", "statut": "Etat"}


def test_every_row_is_a_project_in_the_columns_of_projects() -> None:
    found = own_projects(FRAME, ROLES, ROWS, WIDER)
    assert list(found) == [*(field.name for field in PROJECT), "siren"]
    assert found["id_projet"].tolist() == ["vous-000000002", "vous-000000003", "vous-000000004"]
    assert found["projet"].tolist() == ["Usine", "Ligne 3", "Ligne 4"]
    assert found["aide_centimes"].sum() == 153
    assert found["annee"].dropna().tolist() == [2023, 2024]


def test_a_row_without_a_commune_is_in_no_place() -> None:
    found = own_projects(FRAME, ROLES, ROWS, WIDER)
    assert found.loc[0, ["commune", "id_territoire_2", "taille"]].tolist() == ["Thiers", "2-ti-8408", "t3"]
    places = ["code_insee", "commune", "code_region", "id_territoire_2", "taille", "type_epci", "densite", "lon"]
    assert found.loc[1:, places].isna().all(axis=None)


def test_a_row_of_an_epci_counts_there_and_above_in_no_commune() -> None:
    rows = ROWS.assign(lieu=pd.array([None, "epci-200070712", None], dtype="str"))
    found = own_projects(FRAME, ROLES, rows, WIDER)
    above = ["code_epci", "type_epci", "code_departement", "code_region", "id_territoire_2"]
    assert found.loc[1, above].tolist() == ["200070712", "CC", "63", "84", "2-ti-8408"]
    assert found.loc[1, ["code_insee", "commune", "taille", "densite", "lon", "lat"]].isna().all()
    assert found.loc[2, above].isna().all()


def test_what_the_table_does_not_say_stays_empty() -> None:
    found = own_projects(FRAME, ROLES, ROWS, WIDER)
    absent = ["investissement_centimes", "emplois", "filiere", "programme", "precision", "source_url"]
    assert found[absent].isna().all(axis=None)
    assert found[list(VALUES.values())].dtypes.astype(str).unique().tolist() == ["Int64"]
    assert found["entreprise"].dropna().tolist() == ["ACME"]


def test_a_status_counts_only_when_it_is_one_of_the_atlas() -> None:
    found = own_projects(FRAME, ROLES, ROWS, WIDER)["statut"]
    assert found.dropna().to_dict() == {0: "En service"}


def test_a_siret_gives_its_siren_and_what_is_none_gives_nothing() -> None:
    frame = FRAME.assign(id=pd.Series(["356 000 000 00048", "356000001", None], index=LINES, dtype="str"))
    assert own_projects(frame, {"siret": "id"}, ROWS, WIDER)["siren"].dropna().to_dict() == {0: "356000000"}


def test_a_text_of_a_whole_cell_is_cut_between_two_words() -> None:
    frame = FRAME.assign(Titre=pd.Series(["mot " * 8_000, "m" * 32_000, "b"], index=LINES, dtype="str"))
    words, letters, _ = own_projects(frame, {"projet": "Titre"}, ROWS, WIDER)["projet"]
    assert words.endswith("mot mot…")
    assert 150 < len(words) <= 160
    assert letters == "m" * 159 + "…"


def test_a_cell_that_says_that_nothing_is_known_is_no_filiere() -> None:
    frame = FRAME.assign(F=pd.Series(["NC", " - ", "Bois"], index=LINES, dtype="str"))
    found = own_projects(frame, {"filiere": "F", "entreprise": "F"}, ROWS, WIDER)
    assert found["filiere"].dropna().to_dict() == {2: "Bois"}
    assert found["entreprise"].dropna().to_dict() == {2: "Bois"}
