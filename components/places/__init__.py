"""What several pages say of a place."""

__all__ = [
    "comparison_text",
    "near_projects",
    "nearby",
    "phase_lineage",
    "place_sentences",
    "status_ladder",
]
