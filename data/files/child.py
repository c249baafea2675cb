"""What a child process may cost that works on the file of a stranger, and what its end says."""

import resource
import signal
from typing import Final

from data.files.limits import FEWER, Limits
from geo.errors import DataError

OUT_OF_MEMORY: Final = 3  # exit status
READING: Final = "sa lecture"
LIGHTER: Final = f"{FEWER}, ou l'enregistrer en CSV"
# Without the proxies, the credentials and the settings of the server. The other pools of Arrow reserve addresses by
# the gigabyte; one thread is what the bound of computing time counts.
ENVIRONMENT: Final = {
    "PYTHONUTF8": "1",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}
_RESULT_BYTES: Final = 600_000_000  # three times the text that `Limits` lets a table have; a disk holds several
_DEADLY: Final = {signal.SIGABRT, signal.SIGSEGV, signal.SIGBUS, signal.SIGKILL}
_SLOW: Final = {signal.SIGXCPU, signal.SIGALRM}


def bound_memory(limits: Limits, held: int = 0) -> None:
    """Bound the memory of the present process, and the size of what it writes. held: its bytes of address space."""
    for kind, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_AS, limits.memory + held),
        (resource.RLIMIT_FSIZE, _RESULT_BYTES),
    ):
        resource.setrlimit(kind, (most, most))


def bound_time(limits: Limits, before: int = 0, parts: int = 1) -> None:
    """Give the next of some files as much time as the first one: `before`, the seconds that the others took."""
    # At the second bound the signal would be that of a machine short of memory.
    resource.setrlimit(resource.RLIMIT_CPU, (before + limits.cpu_s, limits.cpu_s * parts + 1))


def death(status: int, name: str, limits: Limits, work: str = READING) -> DataError:
    """Why a child did not finish its work, by its exit status. name: of the file, as messages call it; work: as they
    call what it did.
    """
    if -status in _SLOW:
        return _too_slow(name, limits, work)
    if status == OUT_OF_MEMORY or -status in _DEADLY:
        message = f"{work} demande plus de {limits.memory / 1e9:g} Go de mémoire, ou le fichier est piégé"
        return DataError.single(name, message, LIGHTER)
    return DataError.single(name, f"{work} s'est arrêtée sans résultat", "l'enregistrer en CSV, et recommencer")


def _too_slow(name: str, limits: Limits, work: str = READING) -> DataError:
    """The refusal of a file beyond the bound of computing time."""
    return DataError.single(name, f"{work} demande plus de {limits.cpu_s} s de calcul", LIGHTER)
