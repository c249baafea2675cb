"""Every page on a table of a million rows: `python -m tests.bench.bench_many`.

It prints what a visitor waits for, in seconds of processor, and what the server holds. The table is an official source
of an edition of its own: the inventory repeated, each row with an identifier, a title and a commune of its own. Each
page is opened, then under a filter and a search that were never asked for, by the testing harness of Streamlit.
"""

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from streamlit.testing.v1 import AppTest

from components.visit import navigation
from components.visit.visit import Visit
from data.editions import registry
from data.editions.edition import CONTOURS, Edition
from data.editions.spool import Spool
from data.tables.projects import LOCATED, OFFICIAL_PROJECTS
from data.words.levels import LEVELS, NATIONAL
from data.words.place_keys import place_key
from data.words.vocabulary import INVENTORY
from geo.errors import DataError
from tests.bench import bench_sheet
from tests.bench.table import Line

SOURCE: Final = "france_relance"
PART: Final = 100_000  # rows
SEED: Final = 19
COMPANIES: Final = 5  # rows of a company
FIRST_S, FILTER_S, MEMORY_MB = 10, 2, 2_000
_PLACE: Final = (
    *("code_insee", "commune", "lon", "lat", "taille", "type_epci"),
    *dict.fromkeys(level.column for level in LEVELS.values()),
)
_TYPES: Final = {field.name: field.dtype for field in OFFICIAL_PROJECTS.fields}
_MAPPED: Final = {"communes", *(level.table for level in NATIONAL)}


def main() -> list[Line]:
    """Print and return what each page takes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000])
    arguments, _ = parser.parse_known_args()
    try:
        edition = registry.current()
    except DataError as error:
        sys.exit(str(error))
    rows = arguments.rows[-1]
    with published(edition, rows):
        before = held_mb()
        visit = bench_sheet.harness()
        lines = [line for view in views() for line in of_page(visit, view, rows)]
        lines.append(Line(f"toutes les pages, {rows:,} lignes : mémoire", held_mb() - before, "Mo", limit=MEMORY_MB))
    print(lines[-1].text())
    return lines


class View(NamedTuple):
    """A page and what its address says beside the table."""

    name: str
    path: str
    asked: Mapping[str, str]


def views() -> Iterator[View]:
    """Every page of the site, and the sheet of a place of each level."""
    named = {"projet": {"projet": identifier(0)}, "entreprise": {"entreprise": company(0)}}
    for entry in navigation.PAGES:
        yield View(entry.slug, entry.path, named.get(entry.slug, {}))
    places = Visit.current().places()
    for level in LEVELS.values():
        key = place_key(level.kind, sorted(places.table(level.key).index)[0])
        yield View(f"fiche, {level.key}", "pages/territoire.py", {"lieu": key})


def of_page(visit: AppTest, view: View, rows: int) -> Iterator[Line]:
    """The first opening of a page, then what a filter and a word of search cost on it."""
    visit.switch_page(view.path)
    asked = {"donnees": SOURCE, **view.asked}
    first = seconds(visit, asked)
    sector = Random(f"{SEED}{view.name}").choice(Visit.current().showing(SOURCE).vocabulary().filieres)
    changed = {
        name: seconds(visit, {**asked, **more})
        for name, more in {"filtre": {"filiere": sector}, "mot": {"q": f"usine {len(view.name)}"}}.items()
    }
    spent = ", ".join(f"{name} {each:.2f} s" for name, each in changed.items())
    print(f"  {view.name:24} ouverte en {first:.2f} s, {spent} ; {held_mb():.0f} Mo", flush=True)
    yield Line(f"{view.name}, {rows:,} lignes : ouverture", first, "s", limit=FIRST_S)
    yield Line(f"{view.name}, {rows:,} lignes : filtre", max(changed.values()), "s", limit=FILTER_S)


def seconds(visit: AppTest, asked: Mapping[str, str]) -> float:
    """What a visitor waits for on a server that does nothing else."""
    begin = time.process_time()
    bench_sheet.under(visit, asked)
    return time.process_time() - begin


def held_mb() -> float:
    """What this process holds of the memory."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1000


@contextmanager
def published(inventory: Edition, rows: int) -> Iterator[None]:
    """The edition in service has such a table; gone after."""
    folder, before = Path(tempfile.mkdtemp(prefix="atlas-bench-")), os.environ.get(registry.HOME_VARIABLE)
    spool = Spool()
    for begin in range(0, rows, PART):
        spool.add(OFFICIAL_PROJECTS.name, of_rows(inventory, np.arange(begin, min(rows, begin + PART))))
    tables = {name: inventory.geotable(name) if name in _MAPPED else inventory.table(name) for name in inventory.tables}
    tables["sources"] = with_source(tables["sources"])
    os.environ[registry.HOME_VARIABLE] = str(folder)
    try:
        registry.publish(tables, inventory.folder / CONTOURS, parts=spool.parts)
        yield
    finally:
        if before is None:
            del os.environ[registry.HOME_VARIABLE]
        else:
            os.environ[registry.HOME_VARIABLE] = before
        shutil.rmtree(folder)


def of_rows(inventory: Edition, ranks: "np.ndarray") -> pd.DataFrame:
    """The rows of these ranks, in the columns of official projects."""
    held, communes = inventory.table("projets"), inventory.table("communes").rename(columns={"nom": "commune"})
    drawn = np.random.default_rng([SEED, int(ranks[0])]).integers(len(communes), size=len(ranks))
    places = communes[list(dict.fromkeys(_PLACE))].iloc[drawn].reset_index(drop=True)
    table = held.iloc[ranks % len(held)].reset_index(drop=True)
    titles = [f"{title} ({rank})" for title, rank in zip(table["projet"], ranks.tolist(), strict=True)]
    return (
        table.assign(
            **places,
            id_projet=[identifier(rank) for rank in ranks.tolist()],
            projet=titles,
            entreprise=[company(rank) for rank in ranks.tolist()],
            source_id=SOURCE,
            industriel="oui",
            localisation=LOCATED,
            ligne=ranks + 2,
            contenu=[f'{{"objet": "{title}"}}' for title in titles],
        )
        .reindex(columns=list(_TYPES))
        .astype(_TYPES)
    )


def identifier(rank: int) -> str:
    """Of a row."""
    return f"{SOURCE}-{rank:07}"


def company(rank: int) -> str:
    """Of a row."""
    return f"Entreprise {rank // COMPANIES:06}"


def with_source(sources: pd.DataFrame) -> pd.DataFrame:
    """The sources, and that of the rows among them."""
    own = sources[sources["source_id"] == INVENTORY].assign(source_id=SOURCE, titre="Banc")
    return pd.concat([sources, own], ignore_index=True)


if __name__ == "__main__":
    main()
