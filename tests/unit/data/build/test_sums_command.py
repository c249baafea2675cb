"""`territoires sums` prints what the kernel says of a table, in euros."""

import io
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from data.build.sums_command import sums
from data.editions import registry
from data.editions.spool import Spool
from data.query import aggregation
from data.query.projects import Projects
from data.query.selection import Selection
from tests.unit.support.random_projects import levels, random_table


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pd.DataFrame:
    """Those of an official source, in three parts of the edition in service."""
    found, spool = random_table(5), Spool()
    for begin in (0, 100, 200):
        spool.add("projets_officiels", found[begin : begin + 100])
    tables = {**levels(found), "projets_officiels": found.head(0), "projets": found.head(10)}
    registry.publish(tables, root=tmp_path, parts=spool.parts)
    monkeypatch.setenv(registry.HOME_VARIABLE, str(tmp_path))
    return found


def printed(*arguments: str) -> pd.DataFrame:
    result = CliRunner().invoke(sums, arguments)
    assert result.exit_code == 0, result.output
    return pd.read_csv(io.StringIO(result.stdout), sep=";", decimal=",", index_col=0)


def test_the_sums_and_medians_of_a_source_are_those_of_the_kernel(table: pd.DataFrame) -> None:
    selection = Selection(text="usine", without_top=3)
    projects = Projects.from_tables(table, **levels(table))
    expected = aggregation.aggregate(projects, selection, "annees")
    middles = aggregation.medians(projects, selection, "annees", "aide")
    found = printed("annees", "--source", "essai", "--texte", "usine", "--sans", "3")
    kept = expected[expected["projets"] > 0]
    assert found["projets"].tolist() == kept["projets"].tolist()
    assert (found["aide_eur"] * 100).round().tolist() == kept["aide_centimes"].tolist()
    assert (found["aide_eur_mediane"] * 100).tolist() == pytest.approx(middles[kept.index].tolist())


def test_without_a_source_it_is_the_inventory(table: pd.DataFrame) -> None:
    assert len(table) > 10
    assert printed("regions")["projets"].sum() == 10


def test_a_source_without_a_row_has_no_row(table: pd.DataFrame) -> None:
    assert len(table) > 10
    assert printed("regions", "--source", "inconnue").empty
