"""`territoires facts check` on the facts that the project holds, and on facts that were spoilt."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from data.build import cli, facts_check
from data.paths import FACTS
from tests.inventory import every_project, facts, french, held

pytestmark = pytest.mark.usefixtures("read_once")

TODAY = date(2026, 11, 30)


@pytest.fixture(scope="module")
def review() -> facts_check.Review:
    return facts_check.review(FACTS, max(TODAY, date.today()))


def test_nothing_is_wrong_with_the_facts_of_the_project(review: facts_check.Review) -> None:
    assert [str(problem) for problem in review.faults] == []


def test_every_project_is_in_each_count(review: facts_check.Review) -> None:
    assert review.projects == len(every_project())
    assert {key: int(rows["projets"].sum()) for key, rows in review.known.items()} == dict.fromkeys(
        review.known, review.projects
    )
    filieres = review.known["filiere"]["projets"].to_dict()
    assert filieres == {name: sum(row["filiere"] == name for row in every_project()) for name in filieres}


def test_a_territory_without_a_project_says_when_it_was_sought(review: facts_check.Review) -> None:
    territories = next(hole for hole in review.empty if hole.kind == "Territoires d'industrie")
    dates = sorted(f"(cherché le {row['date']})" for row in facts("recherches"))
    assert sorted(name[name.index("(") :] for name in territories.names) == dates
    assert territories.among == 183


def spoilt(folder: Path, name: str, old: str, new: str) -> tuple[int, str]:
    shutil.copytree(FACTS, folder)
    text = (folder / name).read_text("utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), "utf-8")
    done = CliRunner().invoke(cli.main, ["facts", "check", "--from", str(folder)], catch_exceptions=False)
    return done.exit_code, done.output


def test_what_is_asked_is_no_error(tmp_path: Path) -> None:
    code, said = spoilt(tmp_path / "facts", "indicateurs.csv", "France", "France")
    assert code == 0
    assert "\nÀ vérifier : Investissement par emploi (" in said
    assert said.splitlines()[-1].replace("\u202f", " ").startswith(f"{held()} projets : erreurs, 0 ; à vérifier, ")
    assert french(183) in said


def test_a_tracker_fails_the_check_with_its_line(tmp_path: Path) -> None:
    proof = facts("etiquettes")[0]["source_url"]
    followed = f"{proof}{'&' if '?' in proof else '?'}utm_source=rss"
    code, said = spoilt(tmp_path / "facts", "etiquettes.csv", proof, followed)
    assert code == 1
    assert "etiquettes.csv, ligne 2, colonne source_url : l'adresse porte un traceur. Remède : " in said


def test_facts_that_no_edition_could_hold_fail_as_in_a_build(tmp_path: Path) -> None:
    code, said = spoilt(tmp_path / "facts", "etiquettes.csv", ",gigafactory,", ",giga,")
    assert (code, said.partition(". Remède")[0]) == (
        1,
        "etiquettes.csv, ligne 2, colonne etiquette : « giga » n'est pas une valeur admise",
    )
