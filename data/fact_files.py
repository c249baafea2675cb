"""What each CSV file of `data/facts/` holds: its columns, how each is read, what may be empty, its key."""

from collections.abc import Mapping
from dataclasses import dataclass

from data import cells
from data.cells import CellError, Kind
from data.vocabulary import FAMILLES, NATURES, PRECISIONS_INVENTAIRE, STATUTS, THEMES, VERDICTS

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


OFFICIAL_ID = cells.matching(r"ti-[0-9]{4}", "ti-0101")
PROJECT_ID = cells.matching(r"p[0-9a-f]{8}", "p75d9f97f")
MEMBER_TYPE = cells.one_of(TYPES_MEMBRE)

PROJECT_COLUMNS = (
    Column("id_projet", PROJECT_ID),
    Column("projet", cells.TEXT),
    Column("entreprise", cells.TEXT),
    Column("code_insee", cells.COMMUNE_CODE),
    Column("commune", cells.TEXT),
    Column("filiere", cells.TEXT),
    Column("programme", cells.TEXT),
    Column("annee", cells.year()),
    _maybe("investissement_eur", cells.AMOUNT, "investissement_centimes"),
    _maybe("aide_publique_eur", cells.AMOUNT, "aide_centimes"),
    _maybe("emplois", cells.COUNT),
    Column("statut", cells.one_of(STATUTS)),
    Column("precision", cells.one_of(PRECISIONS_INVENTAIRE)),
    Column("resume", cells.TEXT),
    Column("source_editeur", cells.TEXT),
    Column("nature_source", cells.one_of(NATURES_SOURCE)),
    _maybe("source_date", cells.DATE_TEXT),
    Column("source_url", cells.URL),
)
# What a correction may change. The identifier names the project; an edition takes the name of a commune from its code.
CORRECTABLE: Mapping[str, Column] = {c.name: c for c in PROJECT_COLUMNS if c.name not in ("id_projet", "commune")}

_TERRITORY_COLUMNS = (Column("id_ti", OFFICIAL_ID), Column("nom", cells.TEXT))
_MEMBER_COLUMNS = (
    Column("id_ti", OFFICIAL_ID),
    Column("code_membre", cells.SIREN),
    Column("type_membre", MEMBER_TYPE),
    Column("nom_membre", cells.TEXT),
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
                Column("colonne", cells.one_of(CORRECTABLE)),
                _maybe("ancienne_valeur", cells.TEXT),
                _maybe("nouvelle_valeur", cells.TEXT),
                Column("preuve_url", cells.SECURE_URL),
                Column("date", cells.DAY_TEXT),
                Column("raison", cells.TEXT),
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
                Column("code_membre", cells.SIREN),
                Column("type_membre", MEMBER_TYPE),
                Column("code_insee", cells.COMMUNE_CODE),
                Column("nom_membre", cells.TEXT),
                Column("source_editeur", cells.TEXT),
                Column("millesime", cells.DATE_TEXT),
            ),
        ),
        Facts(
            "populations_complementaires",
            key=("code_insee",),
            columns=(
                Column("code_insee", cells.COMMUNE_CODE),
                Column("population", cells.COUNT),
                Column("millesime", cells.DATE_TEXT),
                Column("source_editeur", cells.TEXT),
            ),
        ),
        Facts(
            "programmes",
            key=("programme",),
            columns=(
                Column("programme", cells.TEXT),
                Column("porteur", cells.TEXT),
                _maybe("debut", cells.DATE_TEXT),
                _maybe("fin", cells.DATE_TEXT),
                Column("perimetre", cells.TEXT),
                _maybe("enveloppe_eur", cells.AMOUNT, "enveloppe_centimes"),
                Column("description", cells.TEXT),
                Column("source_editeur", cells.TEXT),
                _maybe("source_url", cells.URL),
                _maybe("source_date", cells.DATE_TEXT),
            ),
        ),
        Facts(
            "indicateurs",
            key=("indicateur", "programme", "date", "perimetre", "unite", "source_url"),
            columns=(
                Column("indicateur", cells.TEXT),
                _maybe("programme", cells.TEXT),
                Column("date", cells.PERIOD_TEXT),
                Column("perimetre", cells.TEXT),
                Column("valeur", cells.DECIMAL_NUMBER),
                Column("unite", cells.TEXT),
                _maybe("source_url", cells.URL),
                Column("source_editeur", cells.TEXT),
                _maybe("note", cells.TEXT),
            ),
            parent=("unite", "unites"),
        ),
        Facts(
            "unites",
            key=("unite",),
            columns=(
                Column("unite", cells.TEXT),
                Column("unite_commune", cells.TEXT),
                Column("facteur", cells.DECIMAL_NUMBER),
            ),
        ),
        Facts(
            "series",
            key=("serie",),
            columns=(
                Column("serie", cells.TEXT),
                Column("theme", cells.one_of(THEMES)),
                _maybe("figure", cells.TEXT),
                Column("nature", cells.one_of(NATURES)),
                Column("famille", cells.one_of(FAMILLES)),
                _maybe("definition", cells.TEXT),
                _maybe("total_de", cells.TEXT),
            ),
        ),
        Facts(
            "libelles",
            key=("indicateur", "programme", "unite", "source_editeur", "date"),
            columns=(
                Column("indicateur", cells.TEXT),
                _maybe("programme", cells.TEXT),
                Column("unite", cells.TEXT),
                _maybe("source_editeur", cells.TEXT),
                _maybe("date", cells.PERIOD_TEXT),
                Column("serie", cells.TEXT),
            ),
            parent=("serie", "series"),
        ),
        Facts(
            "objectifs",
            key=("serie",),
            columns=(
                Column("serie", cells.TEXT),
                _maybe("repere", cells.TEXT),
                Column("meme_definition", cells.one_of(YES_NO)),
                Column("raison", cells.TEXT),
            ),
            parent=("serie", "series"),
        ),
        Facts(
            "desaccords",
            key=("desaccord",),
            columns=(
                Column("desaccord", cells.matching(r"[a-z0-9]+(-[a-z0-9]+)*", "ouvertures-2024")),
                Column("titre", cells.TEXT),
                Column("phrase", cells.TEXT),
            ),
        ),
        Facts(
            "points_desaccords",
            key=("desaccord", "serie", "perimetre", "date"),
            columns=(
                Column("desaccord", cells.TEXT),
                Column("serie", cells.TEXT),
                Column("perimetre", cells.TEXT),
                Column("date", cells.PERIOD_TEXT),
            ),
            parent=("desaccord", "desaccords"),
        ),
        Facts(
            "axes",
            key=("phase", "axe", "programme", "serie"),
            columns=(
                Column("phase", cells.one_of(("1", "2"))),
                Column("axe", cells.TEXT),
                _maybe("programme", cells.TEXT),
                _maybe("serie", cells.TEXT),
            ),
        ),
        Facts(
            "noms_programmes",
            key=("nom_cite",),
            columns=(Column("nom_cite", cells.TEXT), Column("programme", cells.TEXT)),
            parent=("programme", "programmes"),
        ),
        Facts(
            "besoins",
            key=("besoin", "programme"),
            columns=(
                Column("besoin", cells.matching(r"[a-z]+(_[a-z]+)*", "premiere_usine")),
                Column("intitule", cells.TEXT),
                Column("programme", cells.TEXT),
                Column("raison", cells.TEXT),
            ),
            parent=("programme", "programmes"),
        ),
        Facts(
            "accelerateurs",
            key=("nom",),
            columns=(
                Column("nom", cells.TEXT),
                Column("porteur", cells.TEXT),
                Column("type", cells.TEXT),
                Column("region", cells.TEXT),
                _maybe("code_insee", cells.COMMUNE_CODE),
                _maybe("commune", cells.TEXT),
                _maybe("annee_debut", cells.year(cells.FIRST_YEAR_OF_SERIES)),
                _maybe("promotion", cells.TEXT),
                _maybe("nb_projets", cells.COUNT),
                _maybe("duree_mois", cells.COUNT),
                Column("description", cells.TEXT),
                Column("source_editeur", cells.TEXT),
                _maybe("source_url", cells.URL),
                _maybe("source_date", cells.DATE_TEXT),
            ),
        ),
        Facts(
            "accompagnes",
            key=("entreprise", "projet", "accelerateur"),
            columns=(
                Column("entreprise", cells.TEXT),
                Column("projet", cells.TEXT),
                _maybe("code_insee", cells.COMMUNE_CODE),
                _maybe("commune", cells.TEXT),
                Column("filiere", cells.TEXT),
                Column("accelerateur", cells.TEXT),
                Column("annee", cells.year()),
                Column("description", cells.TEXT),
                Column("source_editeur", cells.TEXT),
                _maybe("source_url", cells.URL),
            ),
        ),
        Facts(
            "affirmations",
            key=("id_affirmation",),
            columns=(
                Column("id_affirmation", cells.matching(r"[a-z0-9]+(-[a-z0-9]+)*", "petites-communes-2025")),
                Column("theme", cells.TEXT),
                Column("affirmation", cells.TEXT),
                Column("auteur", cells.TEXT),
                Column("date", cells.PERIOD_TEXT),
                Column("definition", cells.TEXT),
                Column("perimetre", cells.TEXT),
                Column("valeur", cells.DECIMAL_NUMBER),
                Column("unite", cells.TEXT),
                Column("source_editeur", cells.TEXT),
                _maybe("source_url", cells.URL),
                _maybe("mesure_proche", cells.TEXT),
                _maybe("mesure_autre", cells.TEXT),
                Column("definition_necessaire", cells.TEXT),
                Column("verdict", cells.one_of(VERDICTS)),
                Column("explication", cells.TEXT),
            ),
        ),
        Facts(
            "correspondance_filieres",
            key=("source_id", "valeur_publiee"),
            columns=(
                Column("source_id", cells.TEXT),
                Column("valeur_publiee", cells.TEXT),
                _maybe("filiere", cells.TEXT),
            ),
        ),
        Facts(
            "correspondance_programmes",
            key=("source_id", "valeur_publiee"),
            columns=(
                Column("source_id", cells.TEXT),
                Column("valeur_publiee", cells.TEXT),
                _maybe("programme", cells.TEXT),
            ),
        ),
    )
}
