"""Tables too large to be held at once, written part by part on the disk until an edition takes them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd


class Spool:
    """parts: the files of each table, by its name, in the order in which they were added; gone with the spool."""

    def __init__(self) -> None:
        self.parts: dict[str, list[Path]] = defaultdict(list)

    @cached_property
    def _folder(self) -> TemporaryDirectory[str]:
        return TemporaryDirectory(prefix="atlas-parties-")

    def add(self, name: str, frame: pd.DataFrame) -> None:
        """Write the next part of a table."""
        path = Path(self._folder.name) / f"{name}-{len(self.parts[name]) + 1:05}.parquet"
        frame.to_parquet(path, index=False, compression="zstd", write_page_checksum=True)
        self.parts[name].append(path)

    def batches(self, name: str, columns: Sequence[str] | None = None) -> Iterator[pd.DataFrame]:
        """Each part of a table."""
        for path in self.parts.get(name, ()):
            yield pd.read_parquet(path, columns=None if columns is None else list(columns))

    def drop(self, name: str) -> None:
        """Forget a table, and give its place back."""
        for path in self.parts.pop(name, ()):
            path.unlink()
