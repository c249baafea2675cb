"""What several pages say of a place."""

__all__ = [
    "comparison_text",
    "nearby",
    "phase_lineage",
    "place_sentences",
    "status_ladder",
]
