"""`territoires table` says what it understood and what became of the rows; `territoires sums` reads its folder."""

import io
import os
import signal
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from commands import main
from data.build.said import INTERRUPTED
from data.editions import registry
from data.own.ground import Ground
from data.own.large import folder as large
from data.own.learnt import Learnt
from data.own.report import Choices
from data.places.levels import Places
from data.tables.projects import PROJECT
from tests.unit.data.own.ground import COMMUNES, GROUND
from tests.unit.support.random_projects import levels

TEXT = "code insee;commune;aide;note\n01004;Ambérieu-en-Bugey;1000,25;a\n63430;Thiers;0,5;b\nZZ;Nulle part;3;c\n"


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A table beside an edition of the ground's places."""
    places = COMMUNES.reset_index().reindex(columns=[field.name for field in PROJECT])
    tables = levels(places.assign(id_territoire_1=None, id_territoire_2=None))
    registry.publish({**tables, "projets": places.head(0)}, root=tmp_path / "editions")
    monkeypatch.setenv(registry.HOME_VARIABLE, str(tmp_path / "editions"))
    monkeypatch.setattr(Places, "from_edition", lambda _: None)
    monkeypatch.setattr(Ground, "of_edition", lambda *_: GROUND)
    (tmp_path / "t.csv").write_text(TEXT, encoding="utf-8")
    return tmp_path / "t.csv"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments])


def test_what_was_understood_is_said_and_the_folder_is_summed(path: Path) -> None:
    folder = path.parent / "dossier"
    result = run("table", path, folder)
    assert result.exit_code == 0, result.output
    told = result.stdout.splitlines()
    assert told[0] == "3 lignes de table."
    assert "  Aide publique (€) : « aide »" in told
    assert "Sans rôle : note" in told
    assert "acceptée : 2 lignes ; aide publique 1\u202f000,75 € (sur 2 lignes)" in told
    assert "rejetée : 1 ligne ; aide publique 3,00 € (sur 1 ligne)" in told
    summed = run("sums", "communes", "--table", folder)
    assert summed.exit_code == 0, summed.output
    found = pd.read_csv(io.StringIO(summed.stdout), sep=";", decimal=",", dtype={"communes": "str"})
    sums = dict(zip(found["communes"].fillna(""), found["aide_eur"], strict=True))
    assert sums == {"01004": 1000.25, "63430": 0.5, "": 3}


def test_an_open_decision_ends_the_command_in_french(path: Path) -> None:
    path.write_text("code insee;aide\n" + "01004;1,234\n" * 3, encoding="utf-8")
    result = run("table", path, path.parent / "dossier")
    assert result.exit_code == 1
    assert "t.csv, colonne aide : « 1,234 » se lit de deux façons" in result.stderr
    assert "  Aide publique (€) : « aide »" in result.stdout  # what was understood is said all the same
    assert not (path.parent / "dossier").exists()
    settings = path.parent / "r.json"
    learnt = Learnt(Choices({"code_insee": "code insee", "aide": "aide"}, decimals={"aide": ","}))
    settings.write_text(learnt.text(), encoding="utf-8")
    assert "aide publique 3,69 €" in run("table", path, path.parent / "dossier", "--reglages", settings).stdout
    settings.write_text("{}")
    assert "fichier de réglages" in run("table", path, path.parent / "autre", "--reglages", settings).stderr


def test_the_bound_of_the_disk_is_chosen(path: Path) -> None:
    result = run("table", path, path.parent / "dossier", "--disque", "0.000001")
    assert result.exit_code == 1
    assert "plus de 1e-06 Go du disque" in result.stderr


def test_the_command_that_is_ended_leaves_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr(large, "learn", lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    result = run("table", path, path.parent / "dossier")
    assert result.exit_code == INTERRUPTED
    assert sorted(each.name for each in path.parent.iterdir()) == ["editions", "t.csv"]
    assert signal.getsignal(signal.SIGTERM) == before


def test_a_source_and_a_folder_are_not_summed_together(path: Path) -> None:
    result = run("sums", "regions", "--source", "a", "--table", path.parent)
    assert result.exit_code == 2 and "garder l'un ou l'autre" in result.output
