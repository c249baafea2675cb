"""Memory and time of a visitor's table of many rows made into a folder: `python -m tests.bench.bench_own_parts`.

The table is the inventory repeated, each row with a title of its own, as a text.
"""

import csv
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path
from typing import Final

from data.editions import registry
from data.editions.edition import Edition
from data.own.ground import Ground
from data.own.large import folder as large
from data.places.levels import Places
from tests.bench import apart
from tests.bench.table import Line

_COLUMNS: Final = ("code_insee", "commune", "code_departement", "entreprise", "filiere", "annee", "aide_centimes")


def main() -> list[Line]:
    """Print and return the peak and the time of each size."""
    lines = []
    for rows, (megabytes, seconds, taken) in apart.by_size(str(__doc__), __spec__.name, of_process):
        lines += [
            Line(f"tableau en parties de {rows:,} lignes : mémoire", megabytes, "Mo", limit=1_000),
            Line(f"tableau en parties de {rows:,} lignes : processeur", seconds, "s"),
        ]
        print(f"{rows:>12,} lignes{megabytes:9.0f} Mo{seconds:9.1f} s de processeur{taken:9.0f} Mo de disque")
    return lines


def of_process(rows: int) -> tuple[float, float, float]:
    """Make the folder of so many rows: the peak of the memory of this process and what the folder takes, in MB, and the
    seconds of processor between.
    """
    edition = registry.current()
    with tempfile.TemporaryDirectory() as scratch:
        path, folder = Path(scratch) / "table.csv", Path(scratch) / "dossier"
        _write(path, edition, rows)
        ground = Ground.of_edition(edition, Places.from_edition(edition))
        begin = time.process_time()
        large.make(path, folder, ground, edition.id)
        seconds = time.process_time() - begin
        taken = sum(each.stat().st_size for each in folder.rglob("*.*"))
    return apart.peak_mb(), seconds, taken / 1_000_000


def _write(path: Path, edition: Edition, rows: int) -> None:
    table = edition.table("projets", list(_COLUMNS)).fillna({"aide_centimes": 0})
    table["aide_centimes"] = table["aide_centimes"] / 100
    told = table.rename(columns={"aide_centimes": "aide"})
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["projet", *told.columns])
        repeated = islice(cycle(told.astype("str").fillna("").to_numpy().tolist()), rows)
        writer.writerows([f"Projet {rank}", *cells] for rank, cells in enumerate(repeated))


if __name__ == "__main__":
    main()
