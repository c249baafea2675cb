"""Our figures for public claims, counted again from the published files with the csv module."""

import csv
import math
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest

from data.build import pipeline
from data.editions import registry
from data.editions.edition import Edition
from data.paths import FACTS
from data.published import claims
from data.published.claims import Finding
from data.query.projects import Projects
from data.words.vocabulary import Vocabulary
from geo.errors import DataError
from tests.kept_geography import keep_geography

pytestmark = pytest.mark.usefixtures("read_once")

PARIS_REGION = ("75", "77", "78", "91", "92", "93", "94", "95")
AMOUNTS = {"investissement": "investissement_eur", "aide": "aide_publique_eur", "emplois": "emplois"}
# A confirmed figure is within this many points of the claim, a refuted one beyond.
MARGIN = 10
Row = dict[str, Any]


def published(name: str) -> list[Row]:
    with (FACTS / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def found(edition: Edition, projects: Projects, vocabulary: Vocabulary) -> dict[str, tuple[Finding, ...]]:
    return claims.findings(edition.table("affirmations"), projects, vocabulary, edition.table("indicateurs"))


@pytest.fixture(scope="module")
def located(edition: Edition, live: list[Row]) -> list[Row]:
    """The published projects with what is known of their present commune."""
    former = dict(edition.table("successions")[["code_ancien", "code_insee"]].itertuples(index=False))
    names = ["code_insee", "population", "code_epci", "id_territoire_1", "id_territoire_2"]
    communes = {row.code_insee: row for row in edition.table("communes", names).itertuples()}
    metropoles = {row.code_epci for row in edition.table("epci").itertuples() if row.type_epci == "ME"}
    labels = {row["id_projet"]: row["etiquette"] for row in published("etiquettes")}
    rows = []
    for row in live:
        commune = communes[former.get(row["code_insee"], row["code_insee"])]
        rows.append(
            row
            | {
                "petites_communes": commune.population < 20_000 if row["tailles"] else None,
                "metropoles": commune.code_epci in metropoles,
                "gigafactories": labels.get(row["id_projet"]) == "gigafactory",
                "relocalisations": labels.get(row["id_projet"]) == "relocalisation",
                "hors_ile_de_france": not row["code_insee"].startswith(PARIS_REGION),
                "label_1": isinstance(commune.id_territoire_1, str),
                "label_2": isinstance(commune.id_territoire_2, str),
            }
        )
    return rows


def inside(ensemble: str, phase: str) -> Callable[[Row], bool]:
    if ensemble.endswith("label"):
        return lambda row: row[f"label_{phase}"] is (ensemble == "label")
    if ensemble == "hors_metropoles":
        return lambda row: not row["metropoles"]
    return lambda row: row[ensemble]


def recounted(cell: str, rows: list[Row]) -> tuple[int, int]:
    """(part, whole, in projects, euros or jobs) of a measure, read and counted without the code of the project."""
    parts = dict(part.split("=", 1) for part in cell.split(";"))
    view = dict(parse_qsl(parts.get("vue", "")))
    belongs = inside(parts["ensemble"], view.get("phase", "2"))
    column = AMOUNTS.get(parts["grandeur"])
    first, last = (view.get("annees", "-") or "-").split("-")
    kept = [
        row
        for row in rows
        if row["programme"] == view.get("programme", row["programme"])
        and int(first or 0) <= int(row["annee"]) <= int(last or 9999)
        and belongs(row) is not None
    ]

    def total(of: list[Row]) -> int:
        return sum(int(row[column] or 0) for row in of) if column else len(of)

    if "de" in parts:
        return tuple(total([r for r in kept if belongs(r) and r["annee"] == parts[at]]) for at in ("a", "de"))  # type: ignore[return-value]
    return total([row for row in kept if belongs(row)]), total(kept)


def test_every_measure_agrees_with_a_plain_count(found: dict[str, tuple[Finding, ...]], located: list[Row]) -> None:
    compared = 0
    for row in published("affirmations"):
        cells = [row[column] for column in claims.MEASURES if row[column]]
        assert len(cells) == len(found[row["id_affirmation"]])
        for cell, finding in zip(cells, found[row["id_affirmation"]], strict=True):
            if cell.startswith("ensemble="):
                assert (finding.partie, finding.tout) == recounted(cell, located), (row["id_affirmation"], cell)
                change = -1 if ";de=" in cell else 0
                plain = finding.partie / finding.tout + change if finding.tout else math.nan
                assert math.isnan(finding.valeur) or finding.valeur == pytest.approx(plain)
                compared += 1
    assert compared > 30


def test_changes_of_published_figures_agree_with_the_file(found: dict[str, tuple[Finding, ...]]) -> None:
    values = {
        row["date"]: float(row["valeur"])
        for row in published("indicateurs")
        if row["indicateur"] == "Sites industriels inaugurés par des start-up"
    }
    assert found["barometre-bpifrance-2024"][0].valeur == pytest.approx(values["2024"] / values["2023"] - 1)


def test_a_verdict_is_not_contradicted_by_our_figure(found: dict[str, tuple[Finding, ...]]) -> None:
    """What an editor concluded is looked at again when new data move a figure."""
    for row in published("affirmations"):
        figures = found[row["id_affirmation"]]
        if row["verdict"] in {"confirmé", "infirmé"}:
            gap = abs(100 * figures[0].valeur - float(row["valeur"]))
            assert (gap <= MARGIN) is (row["verdict"] == "confirmé"), row["id_affirmation"]


def test_the_table_and_its_source_are_in_the_edition(edition: Edition) -> None:
    sources = edition.table("sources").set_index("source_id")
    assert len(edition.table("affirmations")) == len(published("affirmations")) == sources.loc["affirmations", "lus"]


def test_a_bad_measure_stops_the_build_and_nothing_is_published(
    tmp_path: Path, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_geography(monkeypatch, edition)
    folder = Path(shutil.copytree(FACTS, tmp_path / "facts"))
    path = folder / "affirmations.csv"
    path.write_text(path.read_text("utf-8").replace("ensemble=petites_communes", "ensemble=villages", 1), "utf-8")
    with pytest.raises(DataError) as caught:
        pipeline.build(lambda _: None, facts_folder=folder, root=tmp_path / "home", static_dir=tmp_path / "static")
    message = str(caught.value)
    assert message.startswith("affirmations.csv, ligne 2, colonne mesure_proche : valeur inconnue pour ensemble")
    assert "Remède : écrire petites_communes ou" in message
    assert registry.history(tmp_path / "home") == ()
