"""Where the parts of a table are worked on: here, one after the other, or by the workers of a Dask cluster.

`TERRITOIRES_SCHEDULER=tcp://host:8786` names the cluster. Its workers run this code and see the folder of the editions
under the same path. A part is worked on from what the disk holds and from nothing else: a worker that dies has its
parts done again by another, and no figure changes.
"""

import os
from collections.abc import Callable, Sequence
from functools import cache, reduce
from typing import Any, Final, TypeVar

from geo.errors import DataError

VARIABLE: Final = "TERRITOIRES_SCHEDULER"
_AT_ONCE: Final = 8  # partial answers that one merging takes: the merging of the first does not wait for the last part
_RETRIES: Final = 2  # of a part that failed: workers die one by one, a fault of the part comes back each time
_CONNECTED_S: Final = 10  # workers of a cluster that begins take some; without one, a command says so by then
T = TypeVar("T")
A = TypeVar("A")


def gathered(work: Callable[[A], T], parts: Sequence[A], merge: Callable[[T, T], T]) -> T:
    """What `work` gives of each part, merged into one. Raises `DataError` when the cluster does not answer."""
    address = os.environ.get(VARIABLE)
    if not address:
        return reduce(merge, map(work, parts))
    client, workers = reached(address)
    # Always the same worker for a part, which keeps it from one question to the next; any other when that one is gone.
    asked = {"pure": False, "retries": _RETRIES}
    # What is to be done travels once, not with each part: the labels of all the parts are among it.
    shared = client.submit(_itself, work, **asked)
    futures = [
        client.submit(_worked, shared, part, workers=workers[rank % len(workers)], allow_other_workers=True, **asked)
        for rank, part in enumerate(parts)
    ]
    while len(futures) > 1:
        groups = [futures[first : first + _AT_ONCE] for first in range(0, len(futures), _AT_ONCE)]
        futures = [client.submit(_reduced, merge, group, **asked) for group in groups]
    found: T = futures[0].result()
    return found


def _itself(work: T) -> T:
    return work


def _worked(work: Callable[[A], T], part: A) -> T:
    return work(part)


def _reduced(merge: Callable[[T, T], T], parts: Sequence[T]) -> T:
    return reduce(merge, parts)


def reached(address: str) -> tuple[Any, list[str]]:
    """A client of the cluster, and its workers."""
    try:
        client = _client(address)
        client.wait_for_workers(1, timeout=_CONNECTED_S)
        return client, sorted(client.scheduler_info(n_workers=-1)["workers"])
    except (OSError, ValueError) as error:
        message = f"aucun processus ne répond à « {address} »"
        raise DataError.single(VARIABLE, message, "les lancer (« make cluster »), ou vider cette variable") from error


@cache
def _client(address: str) -> Any:
    try:
        from distributed import Client  # noqa: PLC0415  (an optional package)
    except ImportError as error:
        message = "Dask n'est pas installé"
        raise DataError.single(VARIABLE, message, "« pip install --group dask », ou vider cette variable") from error
    return Client(address, timeout=_CONNECTED_S, set_as_default=False)
