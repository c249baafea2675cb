"""Sizes of a bench each in a process of its own, as the peak of a process never comes down."""

import argparse
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator

from data.editions import registry
from geo.errors import DataError

OfProcess = Callable[[int], tuple[float, ...]]
"""What is measured of so many rows, in the process that calls it."""


def by_size(told: str, module: str, of_process: OfProcess) -> Iterator[tuple[int, tuple[float, ...]]]:
    """The sizes that the command line asks, with their figures; nothing in a process that has just printed its own.

    told: what the bench is; module: its name.
    """
    parser = argparse.ArgumentParser(description=told)
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--here", action="store_true", help="in this process, and print the figures alone")
    arguments, _ = parser.parse_known_args()
    try:
        registry.current()
    except DataError as error:
        sys.exit(str(error))
    if arguments.here:
        print(*of_process(arguments.rows[0]))
        return
    for rows in arguments.rows:
        yield rows, alone(module, of_process, rows)


def alone(module: str, _: OfProcess, rows: int) -> tuple[float, ...]:
    """The figures of one size, by a process of its own."""
    command = [sys.executable, "-m", module, "--here", "--rows", str(rows)]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return tuple(map(float, printed.splitlines()[-1].split()))


def peak_mb() -> float:
    """The most memory that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
