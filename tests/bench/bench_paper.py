"""The processor that a sheet on paper takes beyond the first of a run: `python -m tests.bench.bench_paper`.

The figures of sheets of territories drawn with a fixed seed are made first; then what the process that draws does of
each is timed, here, as it is there: the two pages, their pictures, the PDF.
"""

import statistics
import time
from random import Random

from components.press import sheets
from data.documents import paper, plates
from data.editions.registry import STATIC_FOLDER
from tests.bench.table import Line

DRAWN = 10
LEVEL = "territoires-2"
SHEET_MS = 300


def main() -> list[Line]:
    """Print each sheet, then their mean."""
    sheets._quiet()
    keys = Random(2026).sample(sheets._keys(LEVEL), DRAWN + 1)
    asked = [sheets._asked(key) for key in keys]
    spent = []
    for key, each in zip(keys, asked, strict=True):
        content = plates.written(list(each.plates))
        start = time.process_time()
        made = paper.sheet(plates.read(content), STATIC_FOLDER, **each.options)
        spent.append(1e3 * (time.process_time() - start))
        print(f"{key:24} {spent[-1]:6.0f} ms {len(made) / 1000:6.0f} ko")
    mean = statistics.mean(spent[1:])
    print(f"{'moyenne après la première':24} {mean:6.0f} ms")
    return [Line("fiche en PDF au-delà de la première, processeur", mean, "ms", limit=SHEET_MS)]


if __name__ == "__main__":
    main()
