"""What the rows of a visitor's table are placed on: the geography of an edition."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Self

import pandas as pd

from data.cells.communes import Names
from data.editions.edition import Edition
from data.places.levels import Places
from data.places.wider import Wider
from geo.location import Locator


@dataclass(frozen=True)
class Ground:
    """communes: `Places.communes`; successions: former code -> present code; locator: of the contours of `communes`, in
    their order; wider: the places above communes; establishments: communes by SIRET, those that an official file tells.
    """

    communes: pd.DataFrame
    successions: pd.Series
    names: Names
    locator: Locator
    wider: Wider
    establishments: "pd.Series[str]" = field(default_factory=lambda: pd.Series(dtype="str"))

    @classmethod
    def of_edition(cls, edition: Edition, places: Places) -> Self:
        """The ground of an edition. places: its own."""
        former = edition.table("successions")
        contours = edition.geotable("communes", ["code_insee"]).geometry.to_numpy()
        departements = places.levels["departements"]["nom"]
        return cls(
            places.communes,
            former.set_index("code_ancien")["code_insee"],
            Names(places.communes, departements, former, edition.table("codes_postaux")),
            Locator(contours),
            Wider.of_places(places, edition.table("epci_anciens")),
            edition.table("etablissements").set_index("siret")["code_insee"],
        )

    @cached_property
    def present(self) -> Mapping[str, str]:
        """The present code of each code, present or former."""
        former = dict(zip(self.successions.index.tolist(), self.successions.tolist(), strict=True))
        return former | {code: code for code in self.communes.index.tolist()}
