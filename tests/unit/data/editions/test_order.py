"""In what order editions were published, and which are kept: no clock says it."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from data.editions import journal, registry, staging
from tests.unit.support.published import publish


def test_the_last_editions_are_kept(root: Path) -> None:
    published = [publish(root, mark) for mark in range(4)]
    registry.switch(published[0].id, root)
    assert registry.current(root) == published[0]
    published += [publish(root, mark) for mark in range(4, 7)]
    kept = registry.history(root)
    assert [edition.id for edition in kept] == [edition.id for edition in reversed(published[-5:])]
    assert len(list((root / registry.EDITIONS).iterdir())) == registry.KEPT_EDITIONS


@pytest.mark.parametrize("kept", [1, 2])
def test_the_order_is_that_of_publications_whatever_the_clock_says(
    root: Path, monkeypatch: pytest.MonkeyPatch, kept: int
) -> None:
    """A machine whose clock begins in 1970, then one whose clock is ahead."""
    published = []
    for mark, year in enumerate((2026, 1970, 2030, 1999)):
        monkeypatch.setattr(staging, "datetime", Clock(year))
        published.append(publish(root, mark))
    assert registry.history(root) == tuple(reversed(published))
    monkeypatch.setattr(registry, "KEPT_EDITIONS", kept)
    last = publish(root, 9)
    assert registry.history(root) == (last, *reversed(published))[:kept]


class Clock:
    """`datetime`, in a year."""

    def __init__(self, year: int) -> None:
        self.year = year

    def now(self, zone: Any) -> datetime:
        return datetime(self.year, 1, 1, tzinfo=zone)


@pytest.mark.parametrize("content", [b"", b"0123456789ab\n", b"\xff\xfe", None])
def test_an_order_that_cannot_be_trusted_is_that_of_the_clock(root: Path, content: bytes | None) -> None:
    first, second = publish(root, 1), publish(root, 2)
    path = root / journal.FILE_NAME
    altered = path.read_bytes().replace(second.id.encode(), first.id.encode(), 1) if content is None else content
    path.chmod(0o644)
    path.write_bytes(altered)
    assert journal.read(root) == ()
    assert registry.history(root) == (second, first)
    assert journal.read(root) == ()
    third = publish(root, 3)
    assert journal.read(root) == (first.id, second.id, third.id)
