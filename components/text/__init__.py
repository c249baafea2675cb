"""French words and numbers, and the sentences that several pages share."""

__all__ = [
    "aid_kinds",
    "coverages",
    "formats",
    "measure_labels",
    "plain",
    "sentences",
    "verdict_rule",
]
