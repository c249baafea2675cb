"""How many visitors the site takes on this machine: `python -m tests.load [PROCESSES]`, as `make load` runs it.

The visitors take a part of the same processors: on two cores, a tenth of them.
"""

import sys
from typing import Final

from data.editions import registry
from tests.deploy.served import HAPROXY, free_port, is_well, served, until
from tests.load.crowd import Measured, centile, play

CROWDS: Final = (30, 100, 200, 400)
ALONE: Final = 200  # visitors of a single process, at the end
LASTS_S: Final = 60.0
_HEADINGS: Final = (
    "visiteurs",
    "1re visite p50",
    "p95",
    "page p95",
    "filtre p50",
    "p95",
    "sonde p95",
    "Mo par processus",
    "perdus",
)


def main() -> int:
    """Print a line for each crowd. Returns the exit status: 1 when somebody lost something."""
    if HAPROXY is None:
        print("haproxy n'est pas sur cette machine. Remède : « apt install haproxy ».", file=sys.stderr)
        return 1
    processes = int(sys.argv[1]) if len(sys.argv) > 1 else 2
    lost = sum(_faults(*each) for each in [(processes, CROWDS), (1, (ALONE,))])
    return 1 if lost else 0


def _faults(processes: int, crowds: tuple[int, ...]) -> int:
    """Print what each crowd finds, one after another; how many of its visitors lost something."""
    print(f"{processes} processus, 15 s de lecture entre deux filtres ; en secondes")
    print("  ".join(_HEADINGS))
    lost = 0
    with served(registry.home(), processes, free_port()) as site:
        until(lambda: all(map(is_well, site.each(processes))))
        for visitors in crowds:
            found = play(site, visitors, LASTS_S)
            print(line(visitors, found), flush=True)
            lost += len(found.faults)
            for fault in sorted(set(found.faults))[:5]:
                print(f"    {fault}")
    return lost


def line(visitors: int, found: Measured) -> str:
    """One line of the table, then what was moved."""
    times = [
        centile(values, of)
        for values, of in (
            (found.first, 50),
            (found.first, 95),
            (found.pages, 95),
            (found.changes, 50),
            (found.changes, 95),
            (found.health, 95),
        )
    ]
    cells = [f"{visitors}", *(f"{value:.2f}" for value in times)]
    cells += [" + ".join(f"{each / 1e6:.0f}" for each in found.memory), f"{len(found.faults)}"]
    shown = "  ".join(cell.rjust(len(heading)) for cell, heading in zip(cells, _HEADINGS, strict=True))
    first, change = centile(found.first_bytes, 50) / 1e6, centile(found.change_bytes, 50) / 1e3
    return f"{shown}\n    {len(found.changes)} filtres ; {first:.2f} Mo par première visite, {change:.1f} ko par filtre"


if __name__ == "__main__":
    sys.exit(main())
