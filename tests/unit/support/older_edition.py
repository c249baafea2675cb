"""An edition as if another one had been published before: some of its projects were not there, or otherwise."""

import pandas as pd

from data.editions.edition import Edition

COME, STATED, PAID, GONE = 3, 5, 7, "p0000gone"


class OlderEdition(Edition):
    """The same edition, but for: one project less, one more, one of another status, one of another amount."""

    def table(self, name: str, columns: object = None) -> pd.DataFrame:
        """Its tables are the same, but for that of projects."""
        assert columns is None
        found = super().table(name)
        if name != "projets":
            return found
        gone = found.iloc[[COME]].assign(id_projet=GONE)
        found.loc[STATED, "statut"] = "Suspendu" if found.at[STATED, "statut"] != "Suspendu" else "Annoncé"
        found.loc[PAID, "investissement_centimes"] = 123_456_789_050
        return pd.concat([found.drop(index=COME), gone], ignore_index=True)
