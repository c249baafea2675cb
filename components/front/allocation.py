"""Memory goes back to the system once it is free: a fresh process holds 309 MB instead of 420.

The usual allocator of Linux has an arena for each of the threads that draw, up to eight a core, and raises the size
from which it asks the system for a piece of its own each time that such a piece is freed; Arrow has its own, which
keeps what the tables of an edition took while they were read.
"""

import ctypes
import sys
from typing import Final

import pyarrow as pa

# Names and numbers of malloc.h. The threshold, once told, no longer rises by itself.
_SETTINGS: Final = {"M_ARENA_MAX": (-8, 2), "M_TRIM_THRESHOLD": (-1, 2**17), "M_MMAP_THRESHOLD": (-3, 2**17)}


def keep_less() -> None:
    """Tell both allocators, before anything is read: another system than Linux keeps its own way."""
    pa.set_memory_pool(pa.system_memory_pool())
    tell = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if tell is not None:  # musl has none
        for name, value in _SETTINGS.values():
            tell(name, value)
