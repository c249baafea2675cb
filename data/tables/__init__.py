"""What every table holds, declared once: facts, edition, official files, corrections."""

__all__ = [
    "contracts",
    "declarations",
    "fact_files",
    "fact_records",
    "fields",
    "official",
    "projects",
]
