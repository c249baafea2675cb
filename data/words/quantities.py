"""What is known of a project in figures, each quantity told once: its column, its words, how a file writes it.

Nothing else lists the quantities: the columns of tables and files, the sums, the measures and their words derive from
these records.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from data.words.numbers import CENTS_PER_EURO


@dataclass(frozen=True, kw_only=True)
class Quantity:
    """A figure that a project has, or that nobody published.

    key: in addresses and records. kind: euros held in whole cents, or a number of things.
    published: its column in `projets.csv`. names: how the headers of visitors call it, folded.
    label: « Aide publique »; in_full: above a sum; heading: of a column. unit: of a sum.
    noun, cell: what it is called, and one value of it, where a file has one that cannot be read.
    having, lacking: what a project has, or has not, when it is known. counted: a rate of it, under two and from two on.
    share_of: what a share of it is one of. total: the sum of what is known. known_heading: of a column that counts how
    many are known. sorted_by: the order of the greatest. example: what a visitor types.
    """

    key: str
    kind: Literal["cents", "count"]
    published: str
    names: tuple[str, ...]
    label: str
    in_full: str
    heading: str
    unit: str
    description: str
    definition: str
    noun: str
    cell: str
    having: str
    lacking: str
    counted: tuple[str, str]
    share_of: str
    total: str
    known_heading: str
    sorted_by: str
    example: str

    @property
    def column(self) -> str:
        """Its column in the tables: « aide_centimes », « emplois »."""
        return f"{self.key}_centimes" if self.kind == "cents" else self.key

    @property
    def known(self) -> str:
        """The column of sums that counts the projects it is known of."""
        return f"{self.key}_connus"

    @property
    def exported(self) -> str:
        """Its column in the tables that leave the application, in euros: « aide_eur », « emplois »."""
        return f"{self.key}_eur" if self.kind == "cents" else self.key

    @property
    def held_in(self) -> int:
        """How many of what its column holds make one of its unit."""
        return CENTS_PER_EURO if self.kind == "cents" else 1


QUANTITIES: Final[Mapping[str, Quantity]] = {
    quantity.key: quantity
    for quantity in (
        Quantity(
            key="investissement",
            kind="cents",
            published="investissement_eur",
            names=(
                *("investissement", "montant investissement", "cout total", "cout du projet", "assiette"),
                "montant du projet",
            ),
            label="Investissement",
            in_full="Investissement annoncé",
            heading="Investissement (€)",
            unit="€",
            description="investissement annoncé",
            definition="Somme des investissements annoncés, sur les projets dont le montant est connu.",
            noun="investissement",
            cell="investissement",
            having="un investissement connu",
            lacking="d'investissement connu",
            counted=("d'investissement connu", "d'investissement connu"),
            share_of="de l'investissement connu",
            total="Investissement connu",
            known_heading="Montants connus",
            sorted_by="Investissement décroissant",
            example="en euros, par exemple 12000000",
        ),
        Quantity(
            key="aide",
            kind="cents",
            published="aide_publique_eur",
            names=(
                *("aide", "subvention", "montant aide", "montant de l aide", "montant subvention", "montant engage"),
                "montant",
            ),
            label="Aide publique",
            in_full="Aide publique",
            heading="Aide publique (€)",
            unit="€",
            description="aides publiées, de toute nature",
            definition="Somme des aides publiques de toute nature, sur les projets dont l'aide est connue ; le filtre "
            "« Nature de l'aide » les sépare.",
            noun="aide",
            cell="montant",
            having="une aide publique connue",
            lacking="d'aide publique connue",
            counted=("d'aide publique connue", "d'aide publique connue"),
            share_of="de l'aide publique connue",
            total="Aide publique connue",
            known_heading="Aides connues",
            sorted_by="Aide décroissante",
            example="en euros, par exemple 1200000",
        ),
        Quantity(
            key="emplois",
            kind="count",
            published="emplois",
            names=("emplois", "nombre d emplois", "nb emplois", "postes", "etp", "emplois crees"),
            label="Emplois annoncés",
            in_full="Emplois annoncés",
            heading="Emplois",
            unit="emplois",
            description="emplois annoncés",
            definition="Somme des emplois annoncés, sur les projets dont le nombre est connu.",
            noun="emplois",
            cell="nombre d'emplois",
            having="un nombre d'emplois connu",
            lacking="de nombre d'emplois connu",
            counted=("emploi annoncé connu", "emplois annoncés connus"),
            share_of="des emplois annoncés connus",
            total="Emplois annoncés connus",
            known_heading="Emplois connus",
            sorted_by="Emplois décroissants",
            example="par exemple 30",
        ),
    )
}


def together(first: Quantity, second: Quantity) -> str:
    """The column of sums that counts the projects both are known of, in the order of `QUANTITIES`."""
    return f"{first.key}_{second.key}_connus"


INVESTISSEMENT: Final = QUANTITIES["investissement"]
AIDE: Final = QUANTITIES["aide"]
EMPLOIS: Final = QUANTITIES["emplois"]
