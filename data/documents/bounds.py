"""What the process that draws files may cost, and how it talks with the server."""

import resource
from dataclasses import dataclass
from typing import BinaryIO, Final

_LENGTH: Final = 8  # bytes of the length of a message
MOST_BYTES: Final = 64_000_000  # of a message


@dataclass(frozen=True)
class Bounds:
    """memory: bytes of writable memory; cpu_s and wall_s: of one file, in seconds; idle_s: kept without work."""

    memory: int = 1_500_000_000  # the scripts of Vega, the greatest part, are measured at 0.6 GB
    cpu_s: int = 20
    wall_s: float = 60.0
    idle_s: float = 120.0


def bound_memory(bounds: Bounds) -> None:
    """Bound the memory of the present process. Not its addresses: V8 reserves many gigabytes that it never writes."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (bounds.memory, bounds.memory))


def bound_time(bounds: Bounds, before: float) -> None:
    """Give the next file its time. before: the seconds of processor that the others took."""
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(before) + 1 + bounds.cpu_s, most))


def send(stream: BinaryIO, *parts: bytes) -> None:
    """Write a message of some parts. stream: without a buffer, or that is flushed here."""
    for part in parts:
        waiting = memoryview(len(part).to_bytes(_LENGTH, "big") + part)
        while waiting:
            waiting = waiting[stream.write(waiting) :]
    stream.flush()


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
