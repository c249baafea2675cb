"""Visitors' tables in their children: the same answer as here, and whatever a file does, only a child is lost."""

import csv
import io
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pandas as pd
import pytest

from data.desk.desk import Desk, Visitor, Worked, sweep
from data.desk.told import Told
from data.desk.turns import Turns, silently
from data.editions.edition import Edition
from data.files import exports, reading
from data.files.exports import About
from data.files.limits import Limits
from data.own import proposals, report
from data.own.findings import REJECTED, REPAIRED
from data.own.ground import Ground
from data.own.learnt import Learnt
from data.own.projects import OWN_SOURCE, own_projects
from data.own.report import Choices
from data.places.levels import Places
from data.query import duplicates
from geo.errors import DataError
from tests.unit.support import hostile_files as made

FILE = """Commune;Département;Projet;SIRET;Subvention;Date
Thiers;63;Presse;40300000000015;1 234,56;2023
ST ETIENNE;42;Atelier;;12 k€;05/06/2022
Thierss;63;Faute;;NC;2021
Nulle Part;63;Rien;;abc;2020
TOTAL;;;;13 234,56;
""".encode()
ALONE = Visitor("a")
ABOUT = About("Titre", "Source", (), "édition")


@pytest.fixture(scope="module")
def desk(edition: Edition) -> Iterator[Desk]:
    yield Desk(edition, Turns())


@pytest.fixture(scope="module")
def worked(desk: Desk) -> Worked:
    return desk.take(FILE, "aides.csv", ALONE)


@pytest.fixture(scope="module")
def here(edition: Edition, places: Places) -> tuple[pd.DataFrame, Choices, report.Checked, Ground]:
    ground = Ground.of_edition(edition, places)
    frame = reading.read_table(FILE, "aides.csv").frame
    choices = Choices.proposed(proposals.propose(frame, ground))
    return frame, choices, report.check(frame, choices, ground), ground


def test_a_child_tells_what_the_same_functions_tell_here(
    worked: Worked, here: tuple[pd.DataFrame, Choices, report.Checked, Ground]
) -> None:
    _, choices, checked, _ = here
    told = worked.told
    assert worked.choices == choices
    assert told.result == report.result(checked.rows)
    assert told.questions == checked.questions
    assert told.styles == checked.styles
    assert told.said == checked.said
    assert (told.lines, told.reviewed) == (5, len(report.to_review(report.kept(checked.rows))))
    pd.testing.assert_frame_equal(told.statuses, report.groups(checked.rows))
    assert {kind: aside.rows for kind, aside in told.asides.items()} == {"total": 1}
    assert told.head["Projet"].tolist()[:2] == ["Presse", "Atelier"]
    assert told.communes["code_insee"].tolist() == ["42218", "63430"]


def test_another_choice_is_checked_on_the_sealed_table(desk: Desk, worked: Worked) -> None:
    (question,) = worked.told.questions
    answered = Choices(worked.choices.roles, answers={question.key: "63430"}, kept=frozenset({"total"}))
    found = desk.check(worked, answered, ALONE)
    assert found.choices == answered
    assert (found.told.result.rows, found.told.result.placed) == (5, 3)
    assert found.reading is worked.reading


def test_projects_are_those_that_are_made_here(
    desk: Desk, worked: Worked, here: tuple[pd.DataFrame, Choices, report.Checked, Ground]
) -> None:
    frame, choices, checked, ground = here
    expected = own_projects(frame, choices.roles, checked.rows, ground.wider)
    pd.testing.assert_frame_equal(desk.projects(worked, ALONE).projects, expected)


def test_rows_that_the_inventory_holds_are_found_by_a_child(desk: Desk, edition: Edition) -> None:
    known = edition.table("projets").dropna(subset=["entreprise", "annee"]).head(3)
    held = known.rename(columns={"code_insee": "code insee"})[["code insee", "projet", "entreprise", "annee"]]
    worked = desk.take(held.to_csv(index=False).encode(), "a.csv", ALONE)
    made = desk.projects(worked, ALONE, compared=True)
    every = pd.concat([edition.table("projets"), made.projects], ignore_index=True)
    pd.testing.assert_frame_equal(made.duplicates, duplicates.groups(every))
    assert (made.duplicates["source_id"] == OWN_SOURCE).sum() == 3
    assert desk.projects(worked, ALONE).duplicates.empty


def test_a_table_of_a_page_is_written_by_a_child(desk: Desk) -> None:
    shown = pd.DataFrame({"code": ["01053", "=1+A1"], "euros": [1.5, None]}, index=[7, 3])
    for kind in ("csv", "ods"):
        assert desk.file(shown, kind, ABOUT, "a.csv", ALONE) == exports.made(kind, shown, ABOUT)


def test_the_server_spends_next_to_nothing_on_the_rows_of_a_table(
    desk: Desk, places: Places, here: tuple[pd.DataFrame, Choices, report.Checked, Ground]
) -> None:
    """Beside what the same work takes here, so that a busy machine changes nothing."""
    ground, names = here[3], places.communes["nom"]
    rows = "".join(f"{names.iloc[rank % 30_000]};{rank};{rank * 7},50;Projet {rank}\n" for rank in range(20_000))
    content = ("Commune;Code;Subvention;Projet\n" + rows).encode()

    def by_children() -> None:
        worked = desk.take(content, "a.csv", ALONE)
        desk.check(worked, worked.choices, ALONE)
        desk.export(worked, "csv", ABOUT, ALONE)

    def by_the_server() -> None:
        frame = reading.read_table(content, "a.csv").frame
        choices = Choices.proposed(proposals.propose(frame, ground))
        for _ in range(2):
            checked = report.check(frame, choices, ground)
            Told.of(frame, choices, checked, places)
        exports.made("csv", report.enriched(frame, checked.rows, places), ABOUT)

    by_children()
    assert spent_by(by_children) < 0.2 * spent_by(by_the_server)


def spent_by(work: Callable[[], None]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def test_files_hold_the_rows_of_a_status_or_all(desk: Desk, worked: Worked) -> None:
    def lines(status: str) -> list[dict[str, str]]:
        text = desk.export(worked, "csv", ABOUT, ALONE, status).decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text), delimiter=";"))

    assert [row["atlas_ligne"] for row in lines("")] == ["2", "3", "4", "5", "6"]
    assert [row["Commune"] for row in lines(REJECTED)] == ["Nulle Part"]
    assert lines(REPAIRED) == []
    assert desk.export(worked, "xlsx", ABOUT, ALONE).startswith(b"PK")


def test_a_file_that_the_atlas_gave_is_taken_again(desk: Desk, worked: Worked) -> None:
    again = desk.take(desk.export(worked, "csv", ABOUT, ALONE), "enrichi.csv", ALONE)
    header = desk.export(again, "csv", ABOUT, ALONE).decode("utf-8-sig").splitlines()[0].split(";")
    assert "atlas_ligne" in header and "atlas_ligne (2)" in header
    assert len(set(header)) == len(header)


def test_what_was_learnt_is_taken_for_the_columns_that_are_there(desk: Desk) -> None:
    learnt = Learnt(Choices({"investissement": "Subvention"}))
    roles = desk.take(FILE, "aides.csv", ALONE, learnt=learnt).choices.roles
    assert roles["investissement"] == "Subvention" and "aide" not in roles


def test_a_refusal_comes_with_its_line(desk: Desk) -> None:
    with pytest.raises(DataError, match="vide"):
        desk.take(b"", "a.csv", ALONE)
    with pytest.raises(DataError, match="octet nul") as caught:
        desk.take(b"a,b\n1,\0\n", "dossier/a.csv", ALONE)
    assert (caught.value.problems[0].file, caught.value.problems[0].row) == ("a.csv", 2)


@pytest.mark.parametrize(
    ("content", "limits", "says"),
    [
        (next(one[2] for one in made.workbooks() if one[0] == "two corners"), Limits(), "Remède"),
        (b'{"a": [' + b"[]," * 3_000_000 + b"[]]}", Limits(memory=100_000_000), "Go de mémoire"),
        (b"a;b\n" + b"1;2\n" * 400_000, Limits(cpu_s=1), "s de calcul"),
        (b"a;b\n" + b"1;2\n" * 400_000, Limits(wall_s=0.2), "s de calcul"),
    ],
    ids=["bomb", "memory", "computing", "waiting"],
)
def test_a_hostile_file_costs_its_child_only(desk: Desk, content: bytes, limits: Limits, says: str) -> None:
    spent = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    with pytest.raises(DataError, match=says):
        desk.take(content, "a.json", ALONE, limits=limits)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_utime - spent < 0.5
    assert desk.take(FILE, "aides.csv", ALONE).told.lines == 5  # the next one is served


def test_cells_of_combining_marks_take_the_time_of_nobody(desk: Desk) -> None:
    """Putting such a cell in order takes its length squared: 15 s for this file when its cells are whole."""
    marks = "e" + "\N{COMBINING GRAVE ACCENT}\N{COMBINING DOT BELOW}" * 16_000
    rows = "".join(f"63430;{marks};{marks};{rank}\n" for rank in range(6))
    content = ("Code INSEE;Projet;Entreprise;Aide\n" + rows).encode()
    spent, begun = resource.getrusage(resource.RUSAGE_SELF).ru_utime, time.monotonic()
    worked = desk.take(content, "a.csv", ALONE)
    assert len(desk.projects(worked, ALONE).projects) == 6
    assert resource.getrusage(resource.RUSAGE_SELF).ru_utime - spent < 0.5
    assert time.monotonic() - begun < 10


def test_a_nursery_that_dies_is_started_again(desk: Desk, worked: Worked) -> None:
    process = desk._children._process
    assert process is not None
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert desk.check(worked, worked.choices, ALONE).told.result == worked.told.result


def test_who_leaves_ends_the_child(desk: Desk, worked: Worked) -> None:
    def leave(_: int) -> None:
        raise KeyboardInterrupt

    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        desk.take(b"a;b\n" + b"1;2\n" * 2_000_000, "a.csv", Visitor("b", leave))
    assert time.monotonic() - begun < 5
    assert desk.check(worked, worked.choices, ALONE).told.lines == 5


def test_a_nursery_ends_with_its_server(edition: Edition) -> None:
    desk = Desk(edition, Turns())
    desk.open()
    process = desk._children._process
    assert process is not None
    del desk
    assert process.wait(10) is not None


def test_tasks_of_several_visitors_are_all_done(desk: Desk, worked: Worked) -> None:
    done: list[int] = []
    told: list[int] = []

    def ask(rank: int) -> None:
        done.append(desk.check(worked, worked.choices, Visitor(str(rank), told.append)).told.lines)

    threads = [Thread(target=ask, args=(rank,)) for rank in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert done == [5] * 6
    assert max(told) >= 2


def test_a_row_does_not_wait_for_large_tables(edition: Edition) -> None:
    turns = Turns(longest_s=1)
    desk = Desk(edition, turns)
    with turns.turn("b", "b.csv", silently), turns.turn("c", "c.csv", silently):
        assert desk.take(FILE, "aides.csv", ALONE).told.lines == 5
        with pytest.raises(DataError, match="votre tour n'est pas venu"):
            desk.take(b"a;b\n" + b"1;2\n" * 200_000, "large.csv", ALONE)


def test_what_a_killed_server_left_of_a_table_is_deleted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    kept = [f"atlas-table-{os.getpid()}-a", "atlas-table-x-a", "autre"]
    for name in (*kept, f"atlas-table-{dead.pid}-a", f"atlas-table-{10**30}-a"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "contenu").write_text("63430")
    sweep()
    assert {path.name for path in tmp_path.iterdir()} == set(kept)


def test_errors_of_a_child_reach_the_log_of_the_server(
    desk: Desk, worked: Worked, caplog: pytest.LogCaptureFixture
) -> None:
    broken = Worked(worked.name, worked.reading, worked.choices, worked.told, b"no table", worked.rows)
    with pytest.raises(DataError, match="sans résultat"):
        desk.check(broken, worked.choices, ALONE)
    assert "Traceback" in caplog.text
