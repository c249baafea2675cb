"""The numbers that several rooms count with."""

from typing import Final

CENTS_PER_EURO: Final = 100
