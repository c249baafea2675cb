"""What is wrong with official files, told by source: one that fails can be left out of an edition of the others."""

from collections.abc import Mapping

from geo.errors import DataError


class SourcesError(DataError):
    """by_source: what is wrong with each file, by source_id; `problems` has all of it."""

    by_source: Mapping[str, DataError]

    def __init__(self, by_source: Mapping[str, DataError]) -> None:
        super().__init__(problem for error in by_source.values() for problem in error.problems)
        self.by_source = dict(by_source)
