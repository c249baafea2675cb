"""What the file of a visitor may cost: its size, the table that it holds, the memory and the time of its reading."""

from dataclasses import dataclass

from geo.errors import DataError

MEGABYTE = 1 << 20  # as browsers and Streamlit count them


@dataclass(frozen=True)
class Limits:
    """Bounds of one reading. Sizes are bytes, times are seconds; `cell` and `line` are characters."""

    file: int = 50 * MEGABYTE  # also `server.maxUploadSize`, in .streamlit/config.toml
    rows: int = 500_000
    columns: int = 200
    cells: int = 20_000_000
    cell: int = 32_767  # what a cell of Excel holds
    line: int = 1_000_000
    text: int = 200_000_000  # all cells together
    entries: int = 2_000  # parts of a workbook
    inflated: int = 250_000_000
    ratio: int = 200
    harmless: int = 20_000_000  # what a workbook may inflate to, whatever the ratio
    sheet_cells: int = 2_500_000  # a reader reserves the whole rectangle; at 2.5 µs each, they are read in 7 s
    depth: int = 20  # levels of JSON
    nodes: int = 5_000_000  # arrays and objects of JSON
    problems: int = 1_000
    memory: int = 2_000_000_000  # address space of the child process
    cpu_s: int = 9  # whatever a file holds, its reading ends before 10 s
    wall_s: float = 60


LIMITS = Limits()
FEWER = "n'y garder que les lignes et les colonnes utiles"
# Beside a remedy, where it is the number of rows that is too large.
IN_PARTS = "« ./territoires table » lit par parties un texte délimité ou un Parquet de toute taille"


def too_large(name: str, columns: int, rows: int, limits: Limits) -> DataError | None:
    """The refusal of a table of this shape, if it is beyond the bounds."""
    if columns > limits.columns:
        message = f"la table a {columns} colonnes, pour {limits.columns} colonnes au plus"
        return DataError.single(name, message, FEWER)
    if rows > limits.rows:
        found, allowed = f"plus de {limits.rows} lignes", f"{limits.rows} lignes"
    elif rows * columns > limits.cells:
        found, allowed = f"plus de {limits.cells} cases", f"{limits.cells} cases"
    else:
        return None
    return DataError.single(name, f"la table a {found}, pour {allowed} au plus", f"{FEWER} ; {IN_PARTS}")
