"""A Dask cluster on this machine, until it is told to end: `python deploy/cluster.py PROCESSES`.

Whoever reaches its port can run anything as this user: it listens to this machine alone.
"""

import signal
import sys
from typing import Final

LOCAL: Final = "127.0.0.1"
PORT: Final = 8786  # what Dask takes by itself, which its documentation names
_MEMORY: Final = "2GB"  # of a worker; beyond, it is started again


def main(processes: int) -> None:
    """Run a scheduler and its workers, and say their address."""
    from distributed import LocalCluster  # noqa: PLC0415  (an optional package)

    with LocalCluster(
        host=LOCAL,
        scheduler_port=PORT,
        n_workers=processes,
        threads_per_worker=1,
        memory_limit=_MEMORY,
        dashboard_address=None,
    ) as cluster:
        print(f"TERRITOIRES_SCHEDULER={cluster.scheduler_address}", flush=True)
        signal.sigwait({signal.SIGINT, signal.SIGTERM})


if __name__ == "__main__":
    main(int(sys.argv[1]))
