"""The sheets of places as PDF files, made of the figures of their page, one after another."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final, Self

from streamlit import config, logger

from components.frame import boundary
from components.views.territoire import on_paper
from components.visit import address
from components.visit.visit import Visit
from data.documents.studio import Studio
from data.editions import durable
from data.files import exports
from data.query.selection import Selection
from data.words.levels import LEVELS
from data.words.place_keys import place_key, split
from geo.errors import telling_disk_faults

_AHEAD: Final = 2  # sheets that wait for the process that draws


@dataclass
class Run:
    """The sheets of a level. folder: where they go; made, kept, failed: counts so far, why by name."""

    keys: tuple[str, ...]
    folder: Path
    made: int = 0
    kept: int = 0
    failed: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, level: str, folder: Path) -> Self:
        """Those of the edition in service, in a folder of its name: a sheet that is there says what it would say."""
        _quiet()
        place = folder / Visit.current().edition_id
        remedy = "choisir un autre dossier avec --to"
        with telling_disk_faults("ce dossier ne peut pas être fait", remedy, place=place, name=str(place)):
            place.mkdir(parents=True, exist_ok=True)
        durable.clear_leftovers(place)
        return cls(_keys(level), place)

    def print_all(self, step: Callable[[str], None]) -> None:
        """Print what is not there. step: told the name of each sheet once it is there.

        The figures of a sheet are made while the one before is drawn.
        """
        studio, waiting = Studio(), list[tuple[str, Future[None]]]()
        with ThreadPoolExecutor(max_workers=1) as drawing:
            try:
                for key in self.keys:
                    name = Visit.current().place(key).nom
                    path = self.folder / exports.file_name(f"{split(key)[1]} {name}", "pdf")
                    if path.exists():
                        self.kept += 1
                        step(name)
                        continue
                    with boundary.in_french(partial(self._fail, name), what="Cette fiche"):
                        asked = _asked(key)
                        waiting.append((name, drawing.submit(_print, studio, path, asked)))
                    while len(waiting) > _AHEAD:
                        self._finish(*waiting.pop(0), step)
                while waiting:
                    self._finish(*waiting.pop(0), step)
            finally:
                drawing.shutdown(cancel_futures=True)
                studio.close()

    def _finish(self, name: str, drawing: "Future[None]", step: Callable[[str], None]) -> None:
        with boundary.in_french(partial(self._fail, name), what="Cette fiche"):
            drawing.result()
            self.made += 1
        step(name)

    def _fail(self, name: str, why: str, _: str) -> None:
        self.failed[name] = why


def _keys(level: str) -> tuple[str, ...]:
    codes = Visit.current().places().levels[level].index
    return tuple(place_key(LEVELS[level].kind, code) for code in codes)


def _quiet() -> None:
    """Streamlit warns at each element that no browser asks for it; its settings, once read, set what it says."""
    config.get_config_options()
    logger.set_log_level("CRITICAL")


def _asked(key: str) -> on_paper.Asked:
    selection = Selection(places=(key,))
    address.open_view(selection)
    return on_paper.asked(key, selection)


def _print(studio: Studio, path: Path, asked: on_paper.Asked) -> None:
    content = studio.make("fiche", asked.plates, keep=False, **asked.options)
    refused = telling_disk_faults(
        "ce fichier ne peut pas être écrit", "libérer de la place", place=path, name=str(path)
    )
    with refused:
        durable.replace_file(path, content, durable=False)
