"""The folder of a table in parts: what the page would say of it, within a bound of the disk, whole or not there."""

import io
import json
import os
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data.files import rows
from data.own import doubtful, prepared, proposals, report
from data.own.large import folder as large
from data.own.large import streams
from data.own.learnt import Learnt
from data.own.projects import own_projects
from data.own.report import Choices
from geo.errors import DataError
from tests.unit.data.own.ground import GROUND, WITH_POSTCODES, table

TEXT = """code insee;commune;département;aide;projet
01004;Ambérieu-en-Bugey;01;1000,25;Usine
1004;Ambérieu-en-Bugey;01;1500;usine
;Thier;63;20;=1+1
;Nulle part;99;30;Forge
;Riom;63;1,234;Atelier
Total;;;2551,484;
code insee;commune;département;aide;projet
63430;Thiers;63;12,5;Scierie
63430;Thiers;63;-4;Scierie
(1) Hors taxes;;;;
"""
STATUSES = {"acceptée": 4, "réparée": 1, "ambiguë": 1, "rejetée": 1, "mise de côté": 3}


@pytest.fixture(autouse=True)
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of two rows."""
    monkeypatch.setattr(rows, "CHUNK_ROWS", 1)
    monkeypatch.setattr(streams, "PART_ROWS", 2)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "t.csv").write_text(TEXT, encoding="utf-8")
    return tmp_path / "t.csv"


def made(path: Path, folder: Path, **ways: Any) -> large.Made:
    return large.make(path, folder, GROUND, "essai", **ways)


def left(path: Path) -> list[str]:
    return sorted(each.name for each in path.parent.iterdir())


def written(folder: Path) -> pd.DataFrame:
    return pd.concat([pd.read_parquet(part) for part in large.parts_of(folder, "essai")], ignore_index=True)


def test_the_folder_holds_what_the_whole_check_gives(path: Path) -> None:
    folder = path.parent / "dossier"
    told: list[large.Understood] = []
    found = made(path, folder, understood=told.append)
    frame = prepared.prepared(table(TEXT)).frame
    choices = Choices.proposed(proposals.propose(frame, GROUND))
    checked = report.check(frame, choices, GROUND)
    assert {each["statut"]: each["lignes"] for each in found.statuses} == STATUSES
    assert found.statuses == [
        large._status(str(row["statut"]), row) for row in report.groups(checked.rows).to_dict("records")
    ]
    projects = own_projects(frame, choices.roles, checked.rows, GROUND.wider)
    pd.testing.assert_frame_equal(written(folder), projects)
    assert len(large.parts_of(folder, "essai")) > 2
    assert (told[0].lines, told[0].choices, told[0].other) == (10, choices, ())
    assert left(path) == ["dossier", "t.csv"]
    assert sorted(each.name for each in folder.iterdir()) == [
        large.REVIEW, large.PROJECTS, large.REPORT, large.SETTINGS
    ]  # fmt: skip
    assert Learnt.of((folder / large.SETTINGS).read_bytes(), "r").choices == choices


def test_every_row_that_something_is_said_of_is_in_the_file_to_read_again(path: Path) -> None:
    path.write_text(TEXT.replace("Thier;", "=1+1;") + "a;b;c;d;e;f\n", encoding="utf-8")
    made(path, path.parent / "dossier")
    content = (path.parent / "dossier" / large.REVIEW).read_bytes()
    assert content.count("\ufeff".encode()) == 1
    review = pd.read_csv(io.BytesIO(content), sep=";", encoding="utf-8-sig").fillna("").set_index("ligne")
    assert review.index.tolist() == [12, 3, 4, 5, 7, 8, 10, 11]
    assert review.at[12, "statut"] == "abîmée" and review.at[12, "motif"] == "6 cases trouvées pour 5 colonnes"
    assert review.at[3, "remarques"] == "même commune et même projet que la ligne 2"
    assert "négatif, non compté" in review.at[10, "remarques"]
    assert review.at[4, "valeur"] == "'=1+1"
    assert (review.loc[[4, 5], "remede"] != "").all()
    assert (review.loc[[7, 8, 11], "statut"] == "mise de côté").all()


def test_too_many_doubtful_names_are_known_once_all_are_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doubtful, "MAX_DOUBTS", 1)
    names = ["Thier", "Rioms", "Rioms", "Thiere"]
    text = "commune;département;aide\n" + "".join(f"{name};63;1\n" for name in names)
    path.write_text(text, encoding="utf-8")
    found = made(path, path.parent / "dossier")
    assert {each["statut"]: each["lignes"] for each in found.statuses if each["lignes"]} == {"ambiguë": 2, "rejetée": 2}
    assert [question.name for question in found.outcome.questions.values()] == ["Rioms"]
    assert written(path.parent / "dossier")["aide_centimes"].sum() == 400
    # What was written before it was known is not there twice.
    assert (path.parent / "dossier" / large.REVIEW).read_text("utf-8-sig").count("\n") == 1 + len(names)


def test_suspect_codes_are_asked_and_nothing_is_written(path: Path) -> None:
    path.write_text("code insee;aide\n" + "63300;1\n71200;2\n16440;3\n" * 3, encoding="utf-8")
    with pytest.raises(DataError, match="des codes INSEE sont peut-être des codes postaux"):
        large.make(path, path.parent / "dossier", WITH_POSTCODES, "essai")
    assert left(path) == ["t.csv"]


def test_what_was_learnt_on_the_page_is_taken(path: Path) -> None:
    learnt = Learnt(Choices({"commune": "commune", "departement": "département"}, answers={"63|Thier": "63430"}))
    found = made(path, path.parent / "dossier", learnt=learnt)
    assert found.outcome.questions == {}


def test_an_open_decision_is_asked_and_nothing_is_written(path: Path) -> None:
    path.write_text("code insee;aide\n" + "01004;1,234\n" * 5, encoding="utf-8")
    with pytest.raises(DataError, match=r"« 1,234 » se lit de deux façons.*--reglages"):
        made(path, path.parent / "dossier")
    assert left(path) == ["t.csv"]
    learnt = Learnt(Choices({"code_insee": "code insee", "aide": "aide"}, decimals={"aide": "."}))
    assert made(path, path.parent / "dossier", learnt=learnt).statuses[0]["aide_eur"] == "6170.00"


def test_the_disk_that_is_taken_is_bounded(path: Path) -> None:
    with pytest.raises(DataError, match=r"prennent plus de 1e-05 Go du disque.*--disque"):
        made(path, path.parent / "dossier", most=10_000)
    assert left(path) == ["t.csv"]


def test_a_full_disk_leaves_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(pd.DataFrame, "to_parquet", full)
    with pytest.raises(DataError, match="disque plein"):
        made(path, path.parent / "dossier")
    assert left(path) == ["t.csv"]


@pytest.mark.parametrize("step", ["learn", "_projects", "_say", "sync"])
def test_a_stop_leaves_nothing(path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    def stop(*_: object, **__: object) -> None:
        assert [each for each in path.parent.iterdir() if each.name.startswith(".dossier.")]
        raise KeyboardInterrupt

    monkeypatch.setattr(large, step, stop)
    with pytest.raises(KeyboardInterrupt):
        made(path, path.parent / "dossier")
    assert left(path) == ["t.csv"]


def test_a_folder_that_is_there_is_not_written_over(path: Path) -> None:
    (path.parent / "dossier").mkdir()
    with pytest.raises(DataError, match="existe déjà"):
        made(path, path.parent / "dossier")
    with pytest.raises(DataError, match="fichier ou dossier absent"):
        made(path, path.parent / "absent" / "dossier")


def test_a_table_without_a_project_has_an_empty_part(path: Path) -> None:
    path.write_text("code insee;commune;aide;emplois\nTotal;;10;5\nTotal;;20;5\n01004;x;10;1\n01004;y;1;1\n", "utf-8")
    found = made(path, path.parent / "dossier")
    first, *_ = large.parts_of(path.parent / "dossier", "essai")
    assert pd.read_parquet(first).empty and found.statuses[4]["lignes"] == 2


def test_the_parts_of_another_edition_or_folder_are_not_read(path: Path) -> None:
    folder = path.parent / "dossier"
    made(path, folder)
    with pytest.raises(DataError, match="faite avec l'édition essai"):
        large.parts_of(folder, "autre")
    with pytest.raises(DataError, match="ce n'est pas le dossier d'une table"):
        large.parts_of(path.parent, "essai")
    assert json.loads((folder / large.REPORT).read_text("utf-8"))["lignes"] == 10
