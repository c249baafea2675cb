"""Time of one search over all the names of the edition: `python -m tests.bench.bench_search`.

Each text is searched once before it is timed. The texts take turns, so that a busy moment of the machine weighs on all.
"""

import statistics
import sys
import time
import tracemalloc

import pandas as pd

from data.editions import registry
from data.places.levels import Places
from data.places.search import SearchIndex
from geo.errors import DataError
from tests.bench.table import Line

ROUNDS, BUILDS = 21, 5
TEXTS = {
    "deux lettres": "ep",
    "deux lettres, beaucoup de noms": "sa",
    "nom": "thiers",
    "nom, homonymes": "saint aubin",
    "nom sans tirets": "ST ETIENNE DU ROUVRAY",
    "nom sans article": "creusot",
    "mots dans l'ordre": "bourg bresse",
    "nom d'une intercommunalité": "Communauté de communes Thiers Dore et Montagne",
    "code": "63430",
    "code postal de 46 communes": "51300",
    "nom et code postal": "Thiers 63300",
    "ce que la liste montre": "Thiers Commune · Puy-de-Dôme (63)",
    "ancienne commune": "Cherbourg-Octeville",
    "faute": "oyonax",
    "faute, mot inachevé": "grenn",
    "fautes, deux mots": "clremont ferand",
    "fautes, nom le plus long": "comunauté d'aglomération de la prsqu'île de gurande atlantiqe cap atlantiqe",
    "mots dans le désordre": "lyon métropole",
    "inconnu": "xqztk wvbnk",
    "ponctuation": "-'." * 1_000,
    "hostile, un mot": "z" * 200_000,
    "hostile, cent mots": " ".join("abcdefghijklmnopqrstuvwxyz" * 4),
}


def main() -> list[Line]:
    """Print the time and memory of the index, then the median and the worst time of each text."""
    try:
        edition = registry.current()
    except DataError as error:
        sys.exit(str(error))
    places = Places.from_edition(edition)
    index = _print_build(places, edition.table("successions"), edition.table("codes_postaux"))
    times = _times_ms(index)
    print(f"\n  {'':36}{'médiane':>12}{'pire':>12}")
    for name, spent in times.items():
        print(f"  {name:36}{statistics.median(spent):9.2f} ms{max(spent):9.2f} ms")
    everything = [ms for spent in times.values() for ms in spent]
    print(f"  {'ensemble':36}{statistics.median(everything):9.2f} ms{max(everything):9.2f} ms")
    worst = max(times, key=lambda name: statistics.median(times[name]))
    return [Line(f"recherche, le texte le plus long ({worst})", statistics.median(times[worst]), "ms")]


def _print_build(places: Places, former: pd.DataFrame, postcodes: pd.DataFrame) -> SearchIndex:
    spent = []
    for _ in range(BUILDS):
        begin = time.perf_counter()
        index = SearchIndex.from_places(places, former, postcodes)
        spent.append(time.perf_counter() - begin)
    tracemalloc.start()
    kept = SearchIndex.from_places(places, former, postcodes)
    size, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(
        f"{len(kept.table):,} noms : index en {statistics.median(spent) * 1000:.0f} ms, "
        f"{size / 1e6:.0f} Mo gardés, {peak / 1e6:.0f} Mo au plus"
    )
    return index


def _times_ms(index: SearchIndex) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {name: [] for name in TEXTS}
    for _ in range(ROUNDS):
        for name, text in TEXTS.items():
            index.find(text)
            begin = time.perf_counter()
            index.find(text)
            times[name].append((time.perf_counter() - begin) * 1000)
    return times


if __name__ == "__main__":
    main()
