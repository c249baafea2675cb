"""The process that forks the children of visitors' tables: `python -m data.desk.nursery FOLDER SOCKET`.

It reads the geography of an edition once, in 2 s, which each child then has at no cost; it never reads a table itself.
Each task has a guard, which waits for its child and says how it ended, and a child within bounds, in the folder of the
task. It ends when the server closes its socket, or dies.
"""

import gc
import json
import os
import signal
import socket
import sys
import tempfile
import traceback
from pathlib import Path
from typing import Final, NoReturn

import pandas as pd

from data.desk import tasks
from data.desk.tasks import Bench
from data.editions.edition import Edition
from data.files import child, worker
from data.files.limits import Limits
from data.own import report
from data.own.ground import Ground
from data.own.report import Choices
from data.places.levels import Places

READY: Final = b"."
MESSAGE_BYTES: Final = 4_096  # the path of a folder, which is as long as that on Linux (PATH_MAX)
ERRORS: Final = "erreurs"
NICENESS: Final = 5  # of children: pages are served first


def main() -> int:
    """Fork a child for each folder that is sent, with a socket to answer on. Returns the exit status."""
    bench = _bench(Path(sys.argv[1]))
    gc.collect()
    gc.freeze()  # the pages of a child stay those of its parent
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # of a terminal: the server ends, and its nursery after it
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # guards are nobody's to wait for
    with socket.socket(fileno=int(sys.argv[2])) as control:
        while True:
            folder, descriptors, _, _ = socket.recv_fds(control, MESSAGE_BYTES, 1)
            if not folder:
                return 0
            with socket.socket(fileno=descriptors[0]) as answer:
                if os.fork() == 0:
                    control.close()
                    _guard(bench, folder.decode(), answer)
            control.sendall(READY)


def _bench(folder: Path) -> Bench:
    """The geography of an edition, all its look-ups made."""
    edition = Edition(folder.name, folder)
    places = Places.from_edition(edition)
    ground = Ground.of_edition(edition, places)
    roles = ("code_insee", "commune", "departement", "code_postal", "epci", "region", "lon", "lat")
    cells = ["1", "Nulle Part (63)", "63", "33200", "?", "?", "2,35", "48,85"]
    report.check(
        pd.DataFrame([cells], columns=list(roles), dtype="str"), Choices({role: role for role in roles}), ground
    )
    return Bench(ground, places, edition.table("projets"))


def _guard(bench: Bench, folder: str, answer: socket.socket) -> NoReturn:
    """Fork the child, tell its number and how it ended; never return."""
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        number = os.fork()
        if number == 0:
            answer.close()
            _work(bench, folder)
        answer.sendall(f"{number}\n".encode())
        _, status = os.waitpid(number, 0)
        answer.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())
    finally:
        os._exit(0)


def _work(bench: Bench, folder: str) -> NoReturn:
    """Do the task of a folder within its bounds; never return."""
    status = 1
    try:
        os.chdir(folder)
        tempfile.tempdir = folder  # whatever ends the child, what its libraries write goes with the folder
        os.nice(NICENESS)
        os.dup2(os.open(ERRORS, os.O_WRONLY | os.O_CREAT, 0o600), sys.stderr.fileno())
        limits = Limits(**json.loads(Path(worker.REQUEST).read_bytes())["limits"])
        signal.setitimer(signal.ITIMER_REAL, limits.wall_s)
        child.bound_memory(limits, _address_space())
        child.bound_time(limits)
        gc.disable()  # what is read is kept until the end
        tasks.answer(bench, Path())
        status = 0
    except MemoryError:
        status = child.OUT_OF_MEMORY
    except BaseException:  # noqa: BLE001 (told to the server by the status, and in the file of errors)
        traceback.print_exc()
    finally:
        os._exit(status)


def _address_space() -> int:
    """The bytes of address space that the process has already, where the system tells."""
    told = Path("/proc/self/statm")
    return int(told.read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE") if told.exists() else 0


if __name__ == "__main__":
    sys.exit(main())
