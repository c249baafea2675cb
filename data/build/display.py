"""What a terminal shows of a refreshing: one bar, for the files that are brought and the steps of the build."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import click

from data.refresh.refresh import Fetch
from data.sources.catalogue import Official
from data.sources.raw_files import RawFile
from data.words.numbers import MILLION

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

_WIDTH: Final = 30  # letters of the bar: with what is done beside it, a line of a terminal of 80


@dataclass
class Display:
    """bar: as long as the files and the steps together; files: how many are brought first."""

    bar: "ProgressBar[str | None]"
    files: int

    def received(self, name: str, received: int, expected: int | None) -> None:
        """Show how much of a file came."""
        whole = f" sur {_megabytes(expected)}" if expected else ""
        self._say(f"{name} : {_megabytes(received)}{whole} Mo")

    def fetching(self, fetch: Fetch) -> Fetch:
        """The same way to bring a file, which moves the bar."""

        def shown(source: Official, known: RawFile | None) -> RawFile:
            self._say(source.file)
            try:
                return fetch(source, known)
            finally:
                self.bar.update(1, source.file)

        return shown

    def begin_steps(self) -> None:
        """Go back to where the steps begin: a build is begun again when a file is left out."""
        self.bar.pos = self.files

    def step(self, name: str) -> None:
        """Move the bar by a step."""
        self.bar.update(1, name)

    def _say(self, item: str) -> None:
        self.bar.current_item = item
        self.bar.render_progress()


@contextmanager
def progress(label: str, files: int, steps: int) -> Iterator[Display]:
    """A bar on the error output; nothing where that is not a terminal."""
    with click.progressbar(
        length=files + steps,
        label=label,
        width=_WIDTH,
        item_show_func=_shown_item,
        file=sys.stderr,
        hidden=not sys.stderr.isatty(),
    ) as bar:
        yield Display(bar, files)


@contextmanager
def counted_bar(label: str, length: int) -> Iterator[Callable[[str], None]]:
    """A bar of so many things, told the name of each; nothing where the error output is not a terminal."""
    with progress(label, 0, length) as bar:
        yield bar.step


def _megabytes(size: int) -> str:
    return f"{size / MILLION:.1f}".replace(".", ",")


def _shown_item(item: str | None) -> str:
    return item or ""
