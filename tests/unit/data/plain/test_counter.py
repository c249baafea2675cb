"""Answers are kept within a bound, however long what was asked."""

import json
import sys
from pathlib import Path

import pytest

from data.plain import counter, resources, worker
from data.plain.counter import Counter


class Servant:
    """What stands for the process that answers: little, to anything."""

    def __init__(self) -> None:
        self.asked = 0

    def ask(self, _: bytes) -> bytes:
        self.asked += 1
        return json.dumps({"next": None, "total": 1}).encode() + worker.END + b"x"


def test_answers_are_kept_within_a_number_and_their_questions_take_no_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counter, "_MOST_KEPT", 3)
    desk, servant = Counter(), Servant()
    desk._servant = servant  # type: ignore[assignment]
    projects = resources.RESOURCES["projets"]
    for rank in (0, 1, 2, 3, 3, 0):
        desk.ask("e", projects, "parquet", f"q={rank}{'a' * 60_000}", "")
    assert servant.asked == 5  # the fourth was kept, and the first had made way
    assert len(desk._kept) == 3
    assert sum(map(sys.getsizeof, desk._kept)) < 1_000
