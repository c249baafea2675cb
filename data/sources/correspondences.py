"""What official files call a filière or a programme, in the words of the inventory: the tables of correspondence."""

from dataclasses import dataclass
from typing import Final

import pandas as pd

from data.words.text import fold

# In a table of correspondence: every source, or every other value of a source.
EVERY: Final = "*"


@dataclass(frozen=True)
class Translated:
    """values: the word of the inventory, null where the table says that there is none, the published value where the
    table does not have it; unknown: these, each once, sorted.
    """

    values: pd.Series
    unknown: tuple[str, ...]


def translate(published: pd.Series, source_id: str, correspondence: pd.DataFrame, column: str) -> Translated:
    """The words of the inventory for the values of a source, accents and case aside.

    correspondence: source_id, valeur_publiee, and `column`, the word. A row of the source wins over one of every
    source, and a named value over « * », which is also the word of a null.
    """
    of_source = correspondence[correspondence["source_id"].isin((source_id, EVERY))]
    ordered = of_source.sort_values("source_id", key=lambda ids: ids == source_id, kind="stable")
    words = dict(zip(ordered["valeur_publiee"].map(fold), ordered[column], strict=True))
    distinct = published.dropna().unique().tolist()
    unknown = [value for value in distinct if fold(value) not in words and EVERY not in words]
    found = {value: words.get(fold(value), words.get(EVERY, value)) for value in distinct}
    values = published.map(found).where(published.notna(), words.get(EVERY)).astype("str")
    return Translated(values, tuple(sorted(unknown)))
