"""How investment spreads: shares and rates by group, concentration, ranks, sectors, leverage."""

__all__ = [
    "bounds",
    "concentration",
    "dominant",
    "leverage",
    "matching",
    "rank_stability",
    "sectors",
    "shares",
    "units",
]
