"""What each CSV file of `data/facts/` holds: its columns, how each is read, what may be empty, its key."""

from collections.abc import Mapping
from dataclasses import dataclass

from data.cells import kinds
from data.cells.kinds import CellError, Kind
from data.words.quantities import QUANTITIES, Quantity
from data.words.vocabulary import FAMILLES, NATURES, PRECISIONS_INVENTAIRE, STATUTS, THEMES, VERDICTS

TYPES_MEMBRE = ("EPCI", "EPT", "COMMUNE")
YES_NO = ("oui", "non")
NATURES_SOURCE = ("officielle", "presse", "reprise")


@dataclass(frozen=True)
class Column:
    """One column of a file. `target` is its name in the frame, when the unit changes on the way."""

    name: str
    kind: Kind
    nullable: bool = False
    target: str | None = None

    @property
    def dtype(self) -> str:
        return self.kind.nullable if self.nullable else self.kind.dtype

    def read(self, cell: str) -> object:
        """The value of a cell, without the spaces around it; None for an empty one. Raises `CellError`."""
        stripped = cell.strip()
        if stripped:
            return self.kind.parse(stripped)
        if self.nullable:
            return None
        raise CellError("case vide", "renseigner cette case")


@dataclass(frozen=True)
class Facts:
    """One file. No two rows share the values of `key`.

    `parent` is (column, other file): each value of the column is in the same column of the other file.
    `may_be_empty`: a header alone is what the file holds at first, not what a cut left of it.
    """

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    parent: tuple[str, str] | None = None
    may_be_empty: bool = False

    @property
    def file(self) -> str:
        return f"{self.name}.csv"


def _maybe(name: str, kind: Kind, target: str | None = None) -> Column:
    return Column(name, kind, nullable=True, target=target)


def _quantity(quantity: Quantity) -> Column:
    if quantity.kind == "cents":
        return _maybe(quantity.published, kinds.AMOUNT, quantity.column)
    return _maybe(quantity.published, kinds.COUNT)


OFFICIAL_ID = kinds.matching(r"ti-[0-9]{4}", "ti-0101")
PROJECT_ID = kinds.matching(r"p[0-9a-f]{8}", "p75d9f97f")
MEMBER_TYPE = kinds.one_of(TYPES_MEMBRE)

PROJECT_COLUMNS = (
    Column("id_projet", PROJECT_ID),
    Column("projet", kinds.TEXT),
    Column("entreprise", kinds.TEXT),
    Column("code_insee", kinds.COMMUNE_CODE),
    Column("commune", kinds.TEXT),
    Column("filiere", kinds.TEXT),
    Column("programme", kinds.TEXT),
    Column("annee", kinds.year()),
    *map(_quantity, QUANTITIES.values()),
    Column("statut", kinds.one_of(STATUTS)),
    Column("precision", kinds.one_of(PRECISIONS_INVENTAIRE)),
    Column("resume", kinds.TEXT),
    Column("source_editeur", kinds.TEXT),
    Column("nature_source", kinds.one_of(NATURES_SOURCE)),
    _maybe("source_date", kinds.DATE_TEXT),
    Column("source_url", kinds.URL),
)
# What a correction may change. The identifier names the project; an edition takes the name of a commune from its code.
CORRECTABLE: Mapping[str, Column] = {c.name: c for c in PROJECT_COLUMNS if c.name not in ("id_projet", "commune")}

_TERRITORY_COLUMNS = (Column("id_ti", OFFICIAL_ID), Column("nom", kinds.TEXT))
_MEMBER_COLUMNS = (
    Column("id_ti", OFFICIAL_ID),
    Column("code_membre", kinds.SIREN),
    Column("type_membre", MEMBER_TYPE),
    Column("nom_membre", kinds.TEXT),
)

FILES: Mapping[str, Facts] = {
    facts.name: facts
    for facts in (
        Facts("projets", ("id_projet",), PROJECT_COLUMNS),
        Facts(
            "corrections",
            # Two corrections of one cell need an order: they are of two days.
            key=("id_projet", "colonne", "date"),
            columns=(
                Column("id_projet", PROJECT_ID),
                Column("colonne", kinds.one_of(CORRECTABLE)),
                _maybe("ancienne_valeur", kinds.TEXT),
                _maybe("nouvelle_valeur", kinds.TEXT),
                Column("preuve_url", kinds.SECURE_URL),
                Column("date", kinds.DAY_TEXT),
                Column("raison", kinds.TEXT),
            ),
            parent=("id_projet", "projets"),
            may_be_empty=True,
        ),
        Facts("territoires_phase1", ("id_ti",), _TERRITORY_COLUMNS),
        Facts("territoires_phase2", ("id_ti",), _TERRITORY_COLUMNS),
        # A member is in one territory of a phase: its code alone is the key.
        Facts("membres_phase1", ("code_membre",), _MEMBER_COLUMNS, parent=("id_ti", "territoires_phase1")),
        Facts("membres_phase2", ("code_membre",), _MEMBER_COLUMNS, parent=("id_ti", "territoires_phase2")),
        Facts(
            "compositions",
            key=("code_membre", "code_insee"),
            columns=(
                Column("code_membre", kinds.SIREN),
                Column("type_membre", MEMBER_TYPE),
                Column("code_insee", kinds.COMMUNE_CODE),
                Column("nom_membre", kinds.TEXT),
                Column("source_editeur", kinds.TEXT),
                Column("millesime", kinds.DATE_TEXT),
            ),
        ),
        Facts(
            "populations_complementaires",
            key=("code_insee",),
            columns=(
                Column("code_insee", kinds.COMMUNE_CODE),
                Column("population", kinds.COUNT),
                Column("millesime", kinds.DATE_TEXT),
                Column("source_editeur", kinds.TEXT),
            ),
        ),
        Facts(
            "programmes",
            key=("programme",),
            columns=(
                Column("programme", kinds.TEXT),
                Column("porteur", kinds.TEXT),
                _maybe("debut", kinds.DATE_TEXT),
                _maybe("fin", kinds.DATE_TEXT),
                Column("perimetre", kinds.TEXT),
                _maybe("enveloppe_eur", kinds.AMOUNT, "enveloppe_centimes"),
                Column("description", kinds.TEXT),
                Column("source_editeur", kinds.TEXT),
                _maybe("source_url", kinds.URL),
                _maybe("source_date", kinds.DATE_TEXT),
            ),
        ),
        Facts(
            "indicateurs",
            key=("indicateur", "programme", "date", "perimetre", "unite", "source_url"),
            columns=(
                Column("indicateur", kinds.TEXT),
                _maybe("programme", kinds.TEXT),
                Column("date", kinds.PERIOD_TEXT),
                Column("perimetre", kinds.TEXT),
                Column("valeur", kinds.DECIMAL_NUMBER),
                Column("unite", kinds.TEXT),
                _maybe("source_url", kinds.URL),
                Column("source_editeur", kinds.TEXT),
                _maybe("note", kinds.TEXT),
            ),
            parent=("unite", "unites"),
        ),
        Facts(
            "unites",
            key=("unite",),
            columns=(
                Column("unite", kinds.TEXT),
                Column("unite_commune", kinds.TEXT),
                Column("facteur", kinds.DECIMAL_NUMBER),
            ),
        ),
        Facts(
            "series",
            key=("serie",),
            columns=(
                Column("serie", kinds.TEXT),
                Column("theme", kinds.one_of(THEMES)),
                _maybe("figure", kinds.TEXT),
                Column("nature", kinds.one_of(NATURES)),
                Column("famille", kinds.one_of(FAMILLES)),
                _maybe("definition", kinds.TEXT),
                _maybe("total_de", kinds.TEXT),
            ),
        ),
        Facts(
            "libelles",
            key=("indicateur", "programme", "unite", "source_editeur", "date"),
            columns=(
                Column("indicateur", kinds.TEXT),
                _maybe("programme", kinds.TEXT),
                Column("unite", kinds.TEXT),
                _maybe("source_editeur", kinds.TEXT),
                _maybe("date", kinds.PERIOD_TEXT),
                Column("serie", kinds.TEXT),
            ),
            parent=("serie", "series"),
        ),
        Facts(
            "objectifs",
            key=("serie",),
            columns=(
                Column("serie", kinds.TEXT),
                _maybe("repere", kinds.TEXT),
                Column("meme_definition", kinds.one_of(YES_NO)),
                Column("raison", kinds.TEXT),
            ),
            parent=("serie", "series"),
        ),
        Facts(
            "desaccords",
            key=("desaccord",),
            columns=(
                Column("desaccord", kinds.matching(r"[a-z0-9]+(-[a-z0-9]+)*", "ouvertures-2024")),
                Column("titre", kinds.TEXT),
                Column("phrase", kinds.TEXT),
            ),
        ),
        Facts(
            "points_desaccords",
            key=("desaccord", "serie", "perimetre", "date"),
            columns=(
                Column("desaccord", kinds.TEXT),
                Column("serie", kinds.TEXT),
                Column("perimetre", kinds.TEXT),
                Column("date", kinds.PERIOD_TEXT),
            ),
            parent=("desaccord", "desaccords"),
        ),
        Facts(
            "axes",
            key=("phase", "axe", "programme", "serie"),
            columns=(
                Column("phase", kinds.one_of(("1", "2"))),
                Column("axe", kinds.TEXT),
                _maybe("programme", kinds.TEXT),
                _maybe("serie", kinds.TEXT),
            ),
        ),
        Facts(
            "noms_programmes",
            key=("nom_cite",),
            columns=(Column("nom_cite", kinds.TEXT), Column("programme", kinds.TEXT)),
            parent=("programme", "programmes"),
        ),
        Facts(
            "besoins",
            key=("besoin", "programme"),
            columns=(
                Column("besoin", kinds.matching(r"[a-z]+(_[a-z]+)*", "premiere_usine")),
                Column("intitule", kinds.TEXT),
                Column("programme", kinds.TEXT),
                Column("raison", kinds.TEXT),
            ),
            parent=("programme", "programmes"),
        ),
        Facts(
            "accelerateurs",
            key=("nom",),
            columns=(
                Column("nom", kinds.TEXT),
                Column("porteur", kinds.TEXT),
                Column("type", kinds.TEXT),
                Column("region", kinds.TEXT),
                _maybe("code_insee", kinds.COMMUNE_CODE),
                _maybe("commune", kinds.TEXT),
                _maybe("annee_debut", kinds.year(kinds.FIRST_YEAR_OF_SERIES)),
                _maybe("promotion", kinds.TEXT),
                _maybe("nb_projets", kinds.COUNT),
                _maybe("duree_mois", kinds.COUNT),
                Column("description", kinds.TEXT),
                Column("source_editeur", kinds.TEXT),
                _maybe("source_url", kinds.URL),
                _maybe("source_date", kinds.DATE_TEXT),
            ),
        ),
        Facts(
            "accompagnes",
            key=("entreprise", "projet", "accelerateur"),
            columns=(
                Column("entreprise", kinds.TEXT),
                Column("projet", kinds.TEXT),
                _maybe("code_insee", kinds.COMMUNE_CODE),
                _maybe("commune", kinds.TEXT),
                Column("filiere", kinds.TEXT),
                Column("accelerateur", kinds.TEXT),
                Column("annee", kinds.year()),
                Column("description", kinds.TEXT),
                Column("source_editeur", kinds.TEXT),
                _maybe("source_url", kinds.URL),
            ),
        ),
        Facts(
            "affirmations",
            key=("id_affirmation",),
            columns=(
                Column("id_affirmation", kinds.matching(r"[a-z0-9]+(-[a-z0-9]+)*", "petites-communes-2025")),
                Column("theme", kinds.TEXT),
                Column("affirmation", kinds.TEXT),
                Column("auteur", kinds.TEXT),
                Column("date", kinds.PERIOD_TEXT),
                Column("definition", kinds.TEXT),
                Column("perimetre", kinds.TEXT),
                Column("valeur", kinds.DECIMAL_NUMBER),
                Column("unite", kinds.TEXT),
                Column("source_editeur", kinds.TEXT),
                _maybe("source_url", kinds.URL),
                _maybe("mesure_proche", kinds.TEXT),
                _maybe("mesure_autre", kinds.TEXT),
                Column("definition_necessaire", kinds.TEXT),
                Column("verdict", kinds.one_of(VERDICTS)),
                Column("explication", kinds.TEXT),
            ),
        ),
        Facts(
            "correspondance_filieres",
            key=("source_id", "valeur_publiee"),
            columns=(
                Column("source_id", kinds.TEXT),
                Column("valeur_publiee", kinds.TEXT),
                _maybe("filiere", kinds.TEXT),
            ),
        ),
        Facts(
            "correspondance_programmes",
            key=("source_id", "valeur_publiee"),
            columns=(
                Column("source_id", kinds.TEXT),
                Column("valeur_publiee", kinds.TEXT),
                _maybe("programme", kinds.TEXT),
            ),
        ),
    )
}
