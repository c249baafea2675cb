"""Publishers, refreshings and rollbacks that are stopped at each step on the disk: killed, or refused by the system.

Each trial runs in a child, in a copy of the same home. What it leaves must be the old state or the new one, whole, and
the same command must then succeed.
"""

import errno
import os
import shutil
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from data.refresh import refresh
from geo.errors import DataError
from tests.chaos.outcome import Outcome
from tests.unit.support import crash_runner, refresh_crashes
from tests.unit.support.crash_runner import KILLED, WRITING, Killer, ended

REFUSED: Final = 3  # said in French
MOST_STEPS: Final = 2_000
Arm = Callable[[int], object]


class Refuser:
    """Refuses what writes, from the n-th step on, as a full or closed disk does; what removes is let through."""

    def __init__(self, code: int, limit: int) -> None:
        self._code, self._left = code, limit
        os.fsync = self._sync
        sys.addaudithook(self._hear)

    def _step(self) -> None:
        self._left -= 1
        if self._left <= 0:
            raise OSError(self._code, os.strerror(self._code))

    def _hear(self, event: str, arguments: tuple[object, ...]) -> None:
        # The lock is there already, and is not written; what is published is made by the test.
        is_of_home = not str(arguments[0]).endswith(".verrou") and "/contours-" not in str(arguments[0])
        if is_of_home and (event == "os.mkdir" or (event == "open" and int(str(arguments[2])) & WRITING)):
            self._step()

    def _sync(self, _: int) -> None:
        self._step()


@dataclass(frozen=True)
class Scene:
    """A command, in a copy of a home. ready: makes the home; act: the command; marks: what readers may see after it."""

    name: str
    ready: Callable[[Path], None]
    act: Callable[[Path], object]
    reading: Callable[[Path], str]
    marks: tuple[str, str]


def scenes(old: Path, new: Path) -> list[Scene]:
    """old, new: folders of official files."""

    def both(folder: Path) -> None:
        refresh_crashes.from_disk(folder, old)
        refresh_crashes.from_disk(folder, new)

    def ready(folder: Path) -> None:
        crash_runner.publish(folder, "old")

    def rolled_back(folder: Path) -> object:
        return refresh.rollback(None, folder / "home", folder / "static")

    official = refresh_crashes.reading
    return [
        Scene("build", ready, partial(crash_runner.publish, mark="new"), crash_runner.reading, ("old", "new")),
        Scene("refresh", partial(refresh_crashes.from_disk, old=old), _refreshed(new), official, ("old", "new")),
        Scene("rollback", both, rolled_back, official, ("new", "old")),
    ]


def _refreshed(files: Path) -> Callable[[Path], object]:
    return partial(refresh_crashes.from_disk, old=files)


def stopped(scene: Scene, base: Path, how: str, arm: Arm, every: int = 1) -> Outcome:
    """Stop the command of a scene at each step, or at one of `every`, until it is done before it is stopped."""
    found = Outcome(f"{scene.name}, {how}")
    template = base / "template"
    template.mkdir(parents=True)
    if _child(lambda: scene.ready(template)) != 0:
        raise RuntimeError(f"{scene.name}: the home was not made")
    for limit in range(1, MOST_STEPS, every):
        folder = base / "trial"
        shutil.copytree(template, folder)
        code = _child(lambda folder=folder, limit=limit: (arm(limit), scene.act(folder)))  # type: ignore[misc]
        if code != 0:
            found.count(_fault(scene, folder, code))
        shutil.rmtree(folder)
        if code == 0:
            break
    shutil.rmtree(template)
    return found


def _fault(scene: Scene, folder: Path, code: int) -> str | None:
    """What is wrong after a stop, if anything is."""
    if code not in (KILLED, REFUSED):
        return f"exit {code}"
    try:
        if (seen := scene.reading(folder)) not in scene.marks:
            return f"readers saw {seen!r}"
        # A rollback that had taken place would go one further.
        if (seen, scene.name) != ("old", "rollback"):
            if (again := _child(lambda: scene.act(folder))) != 0:
                return f"the next command ended with {again}"
            if (seen := scene.reading(folder)) != scene.marks[1]:
                return f"after the next command readers saw {seen!r}"
    except (AssertionError, OSError, DataError) as error:
        return repr(error)
    return None


def kill(limit: int) -> object:
    """Arm a kill."""
    return Killer(limit)


def refuse(code: int) -> Arm:
    """Arm a refusal of the system."""
    return partial(Refuser, code)


WAYS: Final = {
    "killed": kill,
    "disk full": refuse(errno.ENOSPC),
    "disk read-only": refuse(errno.EROFS),
}


def _child(action: Callable[[], object]) -> int:
    """How a forked child ended that did this: 0, `KILLED`, `REFUSED`, or 1 for what nobody says in French."""
    child = os.fork()
    if child:
        return ended(child)
    code = 1
    try:
        action()
        code = 0
    except DataError:
        code = REFUSED
    except BaseException:  # noqa: BLE001  (a child must not go on in the loop of its parent)
        traceback.print_exc()
    os._exit(code)
