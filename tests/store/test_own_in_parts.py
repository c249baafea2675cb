"""A real file made into a folder by parts: the rows and the sums of the page, to the centime."""

from pathlib import Path

import pandas as pd
import pytest

from data.editions.edition import Edition
from data.files import reading
from data.own import proposals, report
from data.own.ground import Ground
from data.own.large import folder as large
from data.own.large import streams
from data.own.projects import own_projects
from data.own.report import Choices
from data.places.levels import Places
from data.query.aggregation import Sums, aggregate
from data.query.parts import Parts
from data.query.projects import Projects
from data.query.selection import Selection
from data.words.levels import NATIONAL
from tests.conftest import PublicFile


def test_the_folder_of_a_real_file_is_what_the_page_shows(
    public_file: PublicFile, edition: Edition, places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, ground = public_file("fonds_vert_2023.csv"), Ground.of_edition(edition, places)
    monkeypatch.setattr(streams, "PART_ROWS", 1)  # a part for each ten thousand rows that the reader gives at once
    made = large.make(path, tmp_path / "dossier", ground, edition.id)
    frame = reading.read_table(path.read_bytes(), path.name).frame
    choices = Choices.proposed(proposals.propose(frame, ground))
    rows = report.check(frame, choices, ground).rows
    assert made.outcome.statuses is not None
    pd.testing.assert_frame_equal(made.outcome.statuses.reset_index(), report.groups(rows))
    projects = own_projects(frame, choices.roles, rows, ground.wider)
    tables = {level.table: edition.table(level.table) for level in NATIONAL}
    parts = Parts.apart(edition, large.parts_of(tmp_path / "dossier", edition.id))
    assert len(parts.parts) == 2
    whole = Projects.from_tables(projects, **tables)
    for by in ("regions", "departements", "territoires", "annees"):
        (found,) = parts.ask(Selection(), [Sums(by)])
        pd.testing.assert_frame_equal(found, aggregate(whole, Selection(), by), check_like=True)
