"""The published figures of the edition against the plain files: each in one series, none mixed, none lost."""

import csv
import shutil
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest

from data.build import pipeline
from data.editions import registry
from data.editions.edition import Edition
from data.paths import FACTS
from data.published import programme_sheets, series
from geo.errors import DataError
from tests.inventory import every_project


def published(name: str) -> list[dict[str, str]]:
    with (FACTS / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


FIGURES = published("indicateurs")


@pytest.fixture(scope="module")
def points(edition: Edition) -> pd.DataFrame:
    tables = (edition.table(name) for name in ("indicateurs", "series", "unites", "noms_programmes"))
    return series.points(*tables)


def test_every_published_figure_is_a_point_of_one_series(points: pd.DataFrame) -> None:
    columns = ("indicateur", "programme", "perimetre", "date", "unite", "source_editeur", "source_url", "note")
    wanted = Counter(tuple(row[name] for name in columns) for row in FIGURES)
    found = points[list(columns)].fillna("").itertuples(index=False, name=None)
    assert Counter(found) == wanted
    assert points["serie"].notna().all() and len(points) == len(FIGURES)


def test_a_line_joins_one_unit_one_length_of_period_and_no_two_values_at_once(points: pd.DataFrame) -> None:
    amounts = {"M€", "Md€", "€"}
    lines: dict[tuple[str, str, bool], list[tuple[float, float, str]]] = defaultdict(list)
    for row in points.to_dict("records"):
        key = (row["serie"], row["perimetre"], "-S" in row["date"])
        lines[key].append((row["position"], row["valeur_commune"], row["unite"]))
    for key, rows in lines.items():
        units = {"€" if unit in amounts else unit for _, _, unit in rows}
        assert len(units) == 1, key
        for (before, value, _), (after, later, _) in pairwise(sorted(rows)):
            assert before < after or value == later, key


def test_a_figure_has_one_axis(points: pd.DataFrame) -> None:
    drawn = points.dropna(subset="figure")
    assert drawn["figure"].nunique() > 20
    assert (drawn.groupby("figure")["unite_commune"].nunique() == 1).all()
    assert (drawn.groupby("figure")["theme"].nunique() == 1).all()


def test_a_definition_said_in_a_wording_is_never_joined_to_another(points: pd.DataFrame) -> None:
    """What the wording itself tells apart stays apart, but for a change of spelling declared here."""
    same = {"Territoires labellisés (phase 1), comptage à 146": 2}
    wordings = points.groupby("serie")["indicateur"].nunique()
    assert wordings[wordings > 1].to_dict() == same
    assert (points.groupby("serie")["programme"].nunique() <= 1).all()


def test_amounts_keep_their_published_value(points: pd.DataFrame) -> None:
    factors = {"M€": 10**6, "Md€": 10**9, "M€ par an": 10**6, "Md€ par an": 10**9}
    wanted = Counter(round(float(row["valeur"]) * factors.get(row["unite"], 1), 3) for row in FIGURES)
    assert Counter(points["valeur_commune"].round(3)) == wanted


def test_every_target_is_read_and_gaps_are_plain_differences(edition: Edition, points: pd.DataFrame) -> None:
    found = series.targets(points, edition.table("objectifs"))
    natures = points[points["nature"] == "objectif"]
    assert set(natures["serie"]) <= set(found["serie"])
    gaps = found.dropna(subset="ecart").set_index("serie")["ecart"].groupby("serie").last().to_dict()
    assert gaps == {
        "Enveloppe de France 2030": 54e9 - 38e9,
        "Enveloppe de Première Usine": 550e6 - 392e6,
        "Objectif d'écoles": 100 - 71,
        "Objectif d'entreprises accompagnées": 500 - 252,
        "Durée cible d'une implantation industrielle": 9 - 17,
    }


def test_every_disagreement_has_its_points_and_values_that_differ(edition: Edition, points: pd.DataFrame) -> None:
    cases = series.disagreements(points, edition.table("points_desaccords"))
    assert cases["valeur"].notna().all()
    assert set(cases["desaccord"]) == {row["desaccord"] for row in published("desaccords")}
    assert (cases.groupby("desaccord")["valeur_commune"].nunique() > 1).all()


def test_published_totals_are_those_of_the_file(points: pd.DataFrame) -> None:
    totals = {name: series.published_total(points, name) for name in ("Première Usine", "France 2030", "Village by CA")}
    assert [None if row is None else (row["valeur"], row["date"]) for row in totals.values()] == [
        (91, "2025-04-30"),
        (7457, "2025-04-10"),
        None,
    ]


def test_every_programme_name_has_one_sheet(edition: Edition) -> None:
    sheets = programme_sheets.of_edition(edition)
    assert len(sheets) == len(set(sheets))
    assert {row["programme"] for row in published("programmes")} <= set(sheets)
    noms = edition.table("noms_programmes")
    projects = programme_sheets.of_projects(edition.table("projets"), noms)
    figures = programme_sheets.of_figures(edition.table("indicateurs"), noms)
    assert {*projects, *figures} <= set(sheets)
    assert Counter(projects)["Première Usine"] == sum(row["programme"] == "Première Usine" for row in every_project())


def test_a_figure_in_a_wording_of_no_series_stops_the_build(tmp_path: Path) -> None:
    folder = tmp_path / "facts"
    shutil.copytree(FACTS, folder)
    path = folder / "indicateurs.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("PME devenues ETI,Accélérateur PME,", "ETI de demain,Accélérateur PME,"), encoding="utf-8"
    )
    with pytest.raises(DataError) as refused:
        pipeline.build(lambda _: None, facts_folder=folder, root=tmp_path / "home", static_dir=tmp_path / "static")
    places = [problem.place for problem in refused.value.problems]
    assert places[0] == "indicateurs.csv, ligne 2, colonne indicateur"
    assert places[1].startswith("libelles.csv, ligne ") and len(places) == 2
    assert "0 séries au lieu d'une" in refused.value.problems[0].message
    assert not (tmp_path / "home" / registry.POINTER).exists()
