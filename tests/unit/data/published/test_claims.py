"""Public claims: the file keeps to its sources, a measure is what one counts by hand, a bad one is refused."""

import csv
import math
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from components.look import palette
from components.text import formats
from components.views.affirmations import page, sentences
from data.cells.kinds import CellError
from data.paths import FACTS
from data.published import claim_measures, claims
from data.published.claim_measures import Published, Share
from data.query.projects import Projects
from data.query.selection import Selection
from data.sources import facts
from data.tables.declarations import TABLES
from data.words.vocabulary import VERDICTS, Vocabulary
from geo.errors import DataError
from tests.unit.support.plain_projects import projects_of

ROWS: dict[str, dict[str, Any]] = {
    "small": {"investissement_centimes": 60_000, "id_territoire_1": "1-ti-0101"},
    "small_unknown_amount": {"taille": "t3"},
    "paris": {"investissement_centimes": 20_000, "code_region": "11", "taille": "t5", "type_epci": "ME"},
    "later": {"annee": 2024, "taille": "t4", "type_epci": "ME", "programme": "Choose France"},
    "no_size": {"annee": 2024, "taille": None, "type_epci": None, "investissement_centimes": 1_000},
}
INDICATEURS = pd.DataFrame(
    [
        ("Sites", "2023", "France", 60.0, "sites", "Presse A"),
        ("Sites", "2024", "France", 38.0, "sites", "Presse B"),
        ("Sites", "2024", "Bretagne", 3.0, "sites", "Presse B"),
        ("Sites", "2025", "France", 1.0, "sites", "Presse A"),
        ("Sites", "2025", "France", 2.0, "sites", "Presse B"),
        ("Sites", "2026", "France", 2.0, "M€", "Presse B"),
        ("Part du rural", "2022", "communes rurales", 43.0, "%", "Presse C"),
    ],
    columns=["indicateur", "date", "perimetre", "valeur", "unite", "source_editeur"],
)
PAPER_GUIDE = "2025"  # the guide without an address speaks then of waves that it does not date
SMALL = "ensemble=petites_communes;grandeur=projets"


def made() -> tuple[Projects, Vocabulary]:
    vocabulary = Vocabulary(
        programmes=("Choose France", "France 2030"),
        filieres=("Métallurgie",),
        years=(2022, 2024),
        regions={"11": "Île-de-France", "32": "Hauts-de-France"},
        zones=frozenset(),
    )
    return projects_of(ROWS), vocabulary


PROJECTS, VOCABULARY = made()


def found(cell: str) -> claims.Finding:
    return claims.compute(claim_measures.parse(cell, VOCABULARY, INDICATEURS), PROJECTS)


def published(name: str) -> list[dict[str, str]]:
    with (FACTS / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


# The real file


@pytest.mark.parametrize("row", published("affirmations"), ids=lambda row: row["id_affirmation"])
def test_a_claim_is_that_of_a_published_indicator(row: dict[str, str]) -> None:
    same = ("perimetre", "valeur", "unite", "source_editeur", "source_url")
    origins = [one for one in published("indicateurs") if all(one[name] == row[name] for name in same)]
    dates = {PAPER_GUIDE} if "Village by CA" in row["source_editeur"] else {one["date"] for one in origins}
    assert row["date"] in dates
    assert any(row["auteur"] in f"{one['programme']} {one['source_editeur']}" for one in origins)


def test_first_plants_are_quoted_exactly() -> None:
    row = {one["id_affirmation"]: one for one in published("affirmations")}["premiere-usine-hors-idf"]
    assert row["affirmation"] == "236 M€ d'investissements productifs, dont 70 % réalisés hors Île-de-France"
    assert (row["auteur"], row["date"]) == ("Village by CA Brie Picardie", "2025")
    assert "grandeur=investissement" in row["mesure_proche"] and "aide" not in row["mesure_proche"]


def test_explanations_hold_no_figure_of_the_inventory() -> None:
    for row in published("affirmations"):
        figures = set(re.findall(r"\d+ %", row["explication"]))
        assert figures <= set(re.findall(r"\d+ %", " ".join(one["affirmation"] for one in published("affirmations"))))
        assert "875" not in row["explication"]


def test_the_claims_that_the_page_owes_are_there() -> None:
    said = " ".join(row["affirmation"] for row in published("affirmations"))
    for words in ("40 % des projets", "71 %", "75 %", "70 % réalisés hors Île-de-France", "+40 %", "30 % de lignes"):
        assert words in said


def test_the_file_has_the_types_of_the_table_it_becomes() -> None:
    frame = facts.read_table("affirmations", FACTS / "affirmations.csv")
    assert {column: str(dtype) for column, dtype in frame.dtypes.items()} == {
        field.name: field.dtype for field in TABLES["affirmations"].fields
    }


def test_a_new_claim_is_a_row_and_nothing_else(tmp_path: Path) -> None:
    row = published("affirmations")[0] | {
        "id_affirmation": "nouvelle",
        "theme": "Un thème nouveau",
        "affirmation": "La moitié de tout",
        "mesure_proche": "ensemble=metropoles;grandeur=projets;vue=annees=2022-2024",
        "mesure_autre": "",
        "verdict": "infirmé",
    }
    path = tmp_path / "affirmations.csv"
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(row))
        writer.writeheader()
        writer.writerow(row)
    table = facts.read_table("affirmations", path)
    claims.check(table, VOCABULARY, INDICATEURS)
    figures = claims.findings(table, PROJECTS, VOCABULARY, INDICATEURS)["nouvelle"]
    assert [finding.valeur for finding in figures] == [0.5]
    card = page.card_html(table.to_dict("records")[0], figures, VOCABULARY)
    assert "La moitié de tout" in card and "50,0\u00a0%" in card and "Verdict&nbsp;: infirmé" in card


# What a measure counts


def test_a_share_is_of_projects_whose_size_is_known() -> None:
    finding = found(SMALL)
    assert (finding.partie, finding.tout, finding.valeur) == (2, 4, 0.5)
    assert (finding.connus, finding.n) == (4, 5)


def test_a_share_of_money_is_of_what_is_known() -> None:
    finding = found("ensemble=petites_communes;grandeur=investissement")
    assert (finding.partie, finding.tout, finding.valeur) == (600, 800, 0.75)
    assert (finding.connus, finding.n) == (2, 5)


@pytest.mark.parametrize(
    ("cell", "partie", "tout"),
    [
        ("ensemble=metropoles;grandeur=projets", 2, 4),
        ("ensemble=hors_metropoles;grandeur=projets", 2, 4),
        ("ensemble=hors_ile_de_france;grandeur=projets", 4, 5),
        ("ensemble=label;grandeur=projets;vue=phase=1", 1, 5),
        ("ensemble=hors_label;grandeur=projets;vue=phase=2", 5, 5),
        (f"{SMALL};vue=annees=2022-2022&programme=France 2030", 2, 3),
        (f"{SMALL};vue=programme=France%202030&region=32", 2, 2),
    ],
)
def test_ensembles_and_views(cell: str, partie: int, tout: int) -> None:
    finding = found(cell)
    assert (finding.partie, finding.tout) == (partie, tout)


def test_a_change_is_of_the_ensemble_alone() -> None:
    finding = found("ensemble=hors_ile_de_france;grandeur=projets;de=2022;a=2024")
    assert (finding.tout, finding.partie, finding.valeur, finding.n) == (2, 2, 0, 4)
    finding = found("ensemble=petites_communes;grandeur=projets;de=2022;a=2024")
    assert (finding.tout, finding.partie, finding.valeur) == (2, 0, -1)


def test_nothing_known_gives_no_figure_rather_than_zero() -> None:
    for cell in ("ensemble=label;grandeur=aide", "ensemble=metropoles;grandeur=investissement;de=2022;a=2024"):
        finding = found(cell)
        assert math.isnan(finding.valeur)
        assert "pas de donnée" in sentences.sentence(finding, VOCABULARY)


def test_all_of_what_is_known_is_not_all_where_the_rest_is_a_hole() -> None:
    hole = found("ensemble=hors_ile_de_france;grandeur=investissement;vue=annees=2024-2024")
    assert hole.valeur == 1, "nothing is outside: the share is a fact"
    hole = found("ensemble=petites_communes;grandeur=investissement;vue=region=32")
    assert math.isnan(hole.valeur) and (hole.partie, hole.connus) == (600, 1)
    assert sentences.figure(hole) == "pas de donnée"


def test_a_published_share_is_read_as_it_was_published() -> None:
    finding = found("indicateur=Part du rural;date=2022")
    assert (finding.valeur, finding.connus, finding.n) == (0.43, 1, 1)
    sentence = sentences.sentence(finding, VOCABULARY).replace("\u00a0", " ")
    assert sentence == "43,0 % : « Part du rural », 2022 (chiffre publié : Presse C)"
    assert page.nearest_view(finding.measure) is None


def test_a_published_figure_is_that_of_france() -> None:
    finding = found("indicateur=Sites;de=2023;a=2024")
    assert finding.valeur == pytest.approx(-22 / 60)
    assert isinstance(finding.measure, Published) and finding.measure.editeurs == ("Presse A", "Presse B")
    sentence = sentences.sentence(finding, VOCABULARY).replace("\u00a0", " ")
    assert sentence.startswith("−36,7 % : « Sites », 38 sites en 2024 contre 60 en 2023")


def test_an_export_has_both_figures_and_leaves_empty_what_is_not_measured() -> None:
    table = pd.DataFrame({"id_affirmation": ["a", "b"]})
    exported = claims.output(table, {"a": (found(SMALL), found("indicateur=Sites;de=2023;a=2024")), "b": ()})
    assert exported.loc[0, ["proche_valeur", "proche_connus", "proche_couverture"]].tolist() == [50, 4, 0.8]
    assert exported.loc[0, "autre_valeur"] == pytest.approx(-36.67, abs=0.01)
    assert exported.loc[1, "proche_valeur":].isna().all()


# Bad measures


@pytest.mark.parametrize(
    ("cell", "message", "remedy"),
    [
        ("petites communes", "« petites communes » n'a pas la forme clé=valeur", "séparer par"),
        ("ensemble=;grandeur=projets", "« ensemble= » n'a pas la forme clé=valeur", "séparer par"),
        (f"{SMALL};grandeur=aide", "la clé « grandeur » est écrite deux fois", "n'en garder qu'une"),
        (
            "ensemble=villes;grandeur=projets",
            "valeur inconnue pour ensemble : « villes »",
            "écrire petites_communes ou",
        ),
        ("ensemble=metropoles;grandeur=usines", "valeur inconnue pour grandeur : « usines »", "écrire projets ou"),
        ("ensemble=metropoles", "la clé « grandeur » manque", "l'ajouter"),
        (f"{SMALL};annee=2022", "clé inconnue : « annee »", "la retirer"),
        (f"{SMALL};vue=annees", "« annees » n'est pas une vue", "copier ce qui suit"),
        (f"{SMALL};vue=programme=Plan Marshall", "Valeur ignorée pour « programme » : « Plan Marshall »", "copier"),
        (f"{SMALL};vue=annee=2022", "Paramètre d'adresse inconnu, ignoré : « annee »", "copier ce qui suit"),
        (f"{SMALL};de=2022", "la clé « a » manque", "l'ajouter"),
        (f"{SMALL};de=2022;a=2030", "« 2030 » n'est pas une année de l'inventaire", "écrire une année de 2022 à 2024"),
        (f"{SMALL};de=2024;a=2022", "2024 n'est pas avant 2022", "écrire la première année"),
        (f"{SMALL};de=2022;a=2024;vue=annees=2022-2024", "la vue choisit des années", "retirer annees de la vue"),
        ("indicateur=Usines;de=2023;a=2024", "indicateur inconnu : « Usines »", "écrire un libellé"),
        ("indicateur=Sites;de=2020;a=2024", "aucune valeur publiée à la date « 2020 »", "écrire une des dates"),
        ("indicateur=Sites;de=2024;a=2025", "plusieurs valeurs publiées à la date « 2025 »", "choisir une date"),
        ("indicateur=Sites;date=2024", "indicateur inconnu : « Sites »", "écrire un libellé de indicateurs.csv, en %"),
        ("indicateur=Part du rural;date=2024", "aucune valeur publiée à la date « 2024 »", "écrire une des dates"),
        ("indicateur=Sites;de=2024;a=2026", "les deux valeurs n'ont pas la même unité", "choisir deux dates"),
    ],
)
def test_a_bad_measure_is_named_with_file_row_and_column(cell: str, message: str, remedy: str) -> None:
    with pytest.raises(CellError):
        claim_measures.parse(cell, VOCABULARY, INDICATEURS)
    table = pd.DataFrame({"mesure_proche": [None, SMALL], "mesure_autre": [None, cell]}, index=[2, 7], dtype="str")
    with pytest.raises(DataError) as caught:
        claims.check(table, VOCABULARY, INDICATEURS)
    (problem,) = caught.value.problems
    assert problem.place == "affirmations.csv, ligne 7, colonne mesure_autre"
    assert problem.message.startswith(message)
    assert problem.remedy.startswith(remedy)


# What a reader sees


def row(**changes: Any) -> dict[str, Any]:
    return {**published("affirmations")[0], "source_url": None} | changes


def test_a_card_says_that_a_source_has_no_address_and_escapes_what_it_shows() -> None:
    card = page.card_html(row(affirmation="<b>40 %</b>"), (), VOCABULARY)
    assert "sans adresse publiée" in card
    assert "&lt;b&gt;40" in card and "<b>40" not in card
    assert "Aucune mesure" in card
    linked = page.card_html(row(source_url="https://exemple.fr/a"), (), VOCABULARY)
    assert 'href="https://exemple.fr/a"' in linked and "sans adresse" not in linked


@pytest.mark.parametrize("verdict", VERDICTS)
def test_a_verdict_reads_without_its_colour(verdict: str) -> None:
    assert f"Verdict&nbsp;: {verdict}" in page.card_html(row(verdict=verdict), (), VOCABULARY)
    assert palette.contrast(page.COLOURS[verdict], palette.PAPER) >= 4.5


def test_the_nearest_view_has_the_projects_of_the_measure() -> None:
    share = found(f"{SMALL};vue=programme=France 2030").measure
    assert isinstance(share, Share)
    opened = replace(share.selection, partition="tailles", measure="projets")
    assert page.nearest_view(share) == ("repartition", opened)
    change = found("ensemble=hors_ile_de_france;grandeur=projets;de=2022;a=2024").measure
    assert page.nearest_view(change) == (
        "carte",
        Selection(level="regions", denominator="part", years=(2022, 2024)),
    )
    assert page.nearest_view(found("indicateur=Sites;de=2023;a=2024").measure) is None


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ("2025", "2025"),
        ("2021-10", "octobre 2021"),
        ("2023-05-12", "12 mai 2023"),
        ("2024-S1", "premier semestre 2024"),
        ("2024-S2", "second semestre 2024"),
    ],
)
def test_a_date_reads_in_french(period: str, said: str) -> None:
    assert formats.when(period) == said
