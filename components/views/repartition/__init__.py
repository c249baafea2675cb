"""The page of the spread between small communes and metropolitan areas."""

__all__ = [
    "concentration",
    "crossed",
    "dominant",
    "matched",
    "representation",
    "share_figures",
    "stability",
    "theil",
    "without_largest",
]
