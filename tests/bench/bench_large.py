"""Memory and time of an official file of many rows, from its text to its parts: `python -m tests.bench.bench_large`.

The file is the inventory repeated, in the columns of the Fonds vert. Each size is read by a process of its own, as the
peak of a process never comes down.
"""

import csv
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from typing import Final

from data.editions import registry
from data.editions.edition import Edition
from data.editions.spool import Spool
from data.official import large
from data.official.ground import Ground
from data.paths import FACTS
from data.sources import catalogue, facts
from tests.bench import apart
from tests.bench.table import Line

SOURCE: Final = "fonds_vert_2023"
_SAID: Final = {  # column of the file -> column of the inventory
    "code_commune": "code_insee",
    "code_departement": "code_departement",
    "nom_du_projet": "projet",
    "nom_beneficiaire_principal": "entreprise",
    "numero_dossier_ds": "id_projet",
}


def main() -> list[Line]:
    """Print and return the peak and the time of each size."""
    lines = []
    for rows, (megabytes, seconds) in apart.by_size(str(__doc__), __spec__.name, of_process):
        lines += [
            Line(f"fichier officiel de {rows:,} lignes : mémoire", megabytes, "Mo", limit=1_000),
            Line(f"fichier officiel de {rows:,} lignes : temps", seconds, "s"),
        ]
        print(f"{rows:>12,} lignes{megabytes:9.0f} Mo{seconds:9.1f} s")
    return lines


def of_process(rows: int) -> tuple[float, float]:
    """Read a file of so many rows: the peak of the memory of this process, in MB, and the seconds."""
    edition = registry.current()
    source = replace(catalogue.read()[SOURCE], min_rows=1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / source.file
        _write(path, edition, source.columns, rows)
        ground = _ground(edition)
        known = {name: edition.table(name) for name in ("communes", "territoires", "densites")}
        communes = edition.table("etablissements").set_index("siret")["code_insee"]
        begin, spool = time.perf_counter(), Spool()
        read = large.read(source, path, ground, spool)
        large.settle(read, communes, ground, known, spool)
        seconds = time.perf_counter() - begin
    return apart.peak_mb(), seconds


def _write(path: Path, edition: Edition, columns: Sequence[str], rows: int) -> None:
    table = edition.table("projets", [*_SAID.values(), "aide_centimes"]).fillna({"aide_centimes": 0})
    table["montant_engage"] = table.pop("aide_centimes") / 100
    told = table.rename(columns={held: name for name, held in _SAID.items()}).reindex(columns=list(columns))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(islice(cycle(told.astype("str").fillna("").to_numpy().tolist()), rows))


def _ground(edition: Edition) -> Ground:
    successions = edition.table("successions")
    return Ground(
        edition.table("communes"),
        successions.set_index("code_ancien")["code_insee"],
        facts.read_facts(FACTS),
        {"departement": edition.table("departements").set_index("code_departement")["nom"]},
        successions,
    )


if __name__ == "__main__":
    main()
