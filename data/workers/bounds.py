"""What a process that works for the server may cost, and how the two talk."""

import resource
import sys
from dataclasses import dataclass
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any, BinaryIO, Final

_LENGTH: Final = 8  # bytes of the length of a message
MOST_BYTES: Final = 64_000_000  # of a message
_PAGES: Final = Path("/proc/self/statm")


@dataclass(frozen=True)
class Bounds:
    """memory: bytes of writable memory; cpu_s and wall_s: of one request, in seconds; idle_s: kept without work; grown:
    bytes beyond which it makes way for a new one.
    """

    memory: int = 2_000_000_000  # Vega takes 0.7 GB, a PDF of 24 views 1.5 GB
    cpu_s: int = 60
    wall_s: float = 150.0
    idle_s: float = 120.0
    grown: int = 600_000_000  # resident: ten pages leave as much behind, and the next file needs room


def bound_memory(bounds: Bounds) -> None:
    """Bound the memory of the present process. Not its addresses: V8 reserves many gigabytes that it never writes."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (bounds.memory, bounds.memory))


def bound_time(bounds: Bounds, before: float) -> None:
    """Give the next request its time. before: the seconds of processor that the others took."""
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(before) + 1 + bounds.cpu_s, most))


def has_grown(bounds: Bounds) -> bool:
    """Whether the present process has kept too much of what it made."""
    return _resident() > bounds.grown


def _resident() -> int:
    """Bytes of the present process in memory. Not `ru_maxrss` on Linux, which begins with what the server held."""
    if sys.platform == "linux":
        return int(_PAGES.read_text().split()[1]) * resource.getpagesize()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def send(stream: BinaryIO, *parts: bytes) -> None:
    """Write a message of some parts. stream: without a buffer, or that is flushed here."""
    for part in parts:
        waiting = memoryview(len(part).to_bytes(_LENGTH, "big") + part)
        while waiting:
            waiting = waiting[stream.write(waiting) :]
    stream.flush()


def is_heard(stream: Any, seconds: float) -> bool:
    """Whether something comes, or the end, within some seconds. stream: without a buffer, whose bytes are not seen."""
    return bool(wait([stream], max(0.0, seconds)))  # not `select`: it knows no descriptor from 1 024 on


def receive(stream: BinaryIO) -> bytes | None:
    """One part of a message; None at the end. Raises `ValueError` when it is too long."""
    head = _exactly(stream, _LENGTH)
    if head is None:
        return None
    length = int.from_bytes(head, "big")
    if length > MOST_BYTES:
        raise ValueError(f"{length} bytes")
    return _exactly(stream, length)


def _exactly(stream: BinaryIO, length: int) -> bytes | None:
    found = bytearray()
    while len(found) < length:
        part = stream.read(length - len(found))
        if not part:
            return None
        found += part
    return bytes(found)
