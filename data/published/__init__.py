"""What others published: indicators and their series, claims, programmes, needs, support structures."""

__all__ = [
    "claim_measures",
    "claims",
    "completeness",
    "needs",
    "programme_sheets",
    "series",
    "structures",
    "subjects",
]
