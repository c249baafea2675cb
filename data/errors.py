"""The data error family. It is declared in `geo`, below `data`, so that both raise the same one."""

from geo.errors import DataError, Problem

__all__ = ["DataError", "Problem"]
