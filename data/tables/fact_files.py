"""What each CSV file of `data/facts/` holds: its columns, how each is read, what may be empty, its key."""

from collections.abc import Mapping

from data.cells import kinds
from data.tables.fact_records import Column, Facts, maybe
from data.tables.histories import HISTORY_FACTS, PROJECT_ID
from data.tables.series import SERIES_FACTS
from data.words.quantities import QUANTITIES, Quantity
from data.words.vocabulary import ENJEUX, NATURES_AIDE, PRECISIONS_INVENTAIRE, SAME_DEFINITION, STATUTS, VERDICTS

TYPES_MEMBRE = ("EPCI", "EPT", "COMMUNE")
NATURES_SOURCE = ("officielle", "presse", "reprise")


def _quantity(quantity: Quantity) -> Column:
    return maybe(quantity.published, kinds.AMOUNT if quantity.kind == "cents" else kinds.COUNT, quantity.column)


OFFICIAL_ID = kinds.matching(r"ti-[0-9]{4}", "ti-0101")
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
    maybe("annee_fin", kinds.year()),
    *map(_quantity, QUANTITIES.values()),
    maybe("nature_aide", kinds.one_of(NATURES_AIDE)),
    Column("statut", kinds.one_of(STATUTS)),
    Column("precision", kinds.one_of(PRECISIONS_INVENTAIRE)),
    Column("resume", kinds.TEXT),
    Column("source_editeur", kinds.TEXT),
    Column("nature_source", kinds.one_of(NATURES_SOURCE)),
    maybe("source_date", kinds.DATE_TEXT),
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
                maybe("ancienne_valeur", kinds.TEXT),
                maybe("nouvelle_valeur", kinds.TEXT),
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
            "populations",
            key=("code_insee",),
            columns=(
                Column("code_insee", kinds.COMMUNE_CODE),
                Column("population", kinds.COUNT),
                Column("millesime", kinds.year()),
            ),
        ),
        Facts(
            "programmes",
            key=("programme",),
            columns=(
                Column("programme", kinds.TEXT),
                Column("porteur", kinds.TEXT),
                maybe("debut", kinds.DATE_TEXT),
                maybe("fin", kinds.DATE_TEXT),
                Column("perimetre", kinds.TEXT),
                maybe("enveloppe_eur", kinds.AMOUNT, "enveloppe_centimes"),
                Column("description", kinds.TEXT),
                Column("source_editeur", kinds.TEXT),
                maybe("source_url", kinds.URL),
                maybe("source_date", kinds.DATE_TEXT),
            ),
        ),
        Facts(
            "indicateurs",
            key=("indicateur", "programme", "date", "perimetre", "unite", "source_url"),
            columns=(
                Column("indicateur", kinds.TEXT),
                maybe("programme", kinds.TEXT),
                Column("date", kinds.PERIOD_TEXT),
                Column("perimetre", kinds.TEXT),
                Column("valeur", kinds.DECIMAL_NUMBER),
                Column("unite", kinds.TEXT),
                maybe("source_url", kinds.URL),
                Column("source_editeur", kinds.TEXT),
                maybe("note", kinds.TEXT),
            ),
            parent=("unite", "unites"),
        ),
        *HISTORY_FACTS,
        *SERIES_FACTS,
        Facts(
            "libelles",
            key=("indicateur", "programme", "unite", "source_editeur", "date"),
            columns=(
                Column("indicateur", kinds.TEXT),
                maybe("programme", kinds.TEXT),
                Column("unite", kinds.TEXT),
                maybe("source_editeur", kinds.TEXT),
                maybe("date", kinds.PERIOD_TEXT),
                Column("serie", kinds.TEXT),
            ),
            parent=("serie", "series"),
        ),
        Facts(
            "accelerateurs",
            key=("nom",),
            columns=(
                Column("nom", kinds.TEXT),
                Column("porteur", kinds.TEXT),
                Column("type", kinds.TEXT),
                Column("region", kinds.TEXT),
                maybe("code_insee", kinds.COMMUNE_CODE),
                maybe("commune", kinds.TEXT),
                maybe("annee_debut", kinds.year(kinds.FIRST_YEAR_OF_SERIES)),
                maybe("promotion", kinds.TEXT),
                maybe("nb_projets", kinds.COUNT),
                maybe("duree_mois", kinds.COUNT),
                Column("description", kinds.TEXT),
                maybe("enjeux", kinds.several_of(ENJEUX)),
                Column("source_editeur", kinds.TEXT),
                maybe("source_url", kinds.URL),
                maybe("source_date", kinds.DATE_TEXT),
            ),
        ),
        Facts(
            "accompagnes",
            key=("entreprise", "projet", "accelerateur"),
            columns=(
                Column("entreprise", kinds.TEXT),
                Column("projet", kinds.TEXT),
                maybe("code_insee", kinds.COMMUNE_CODE),
                maybe("commune", kinds.TEXT),
                Column("filiere", kinds.TEXT),
                Column("accelerateur", kinds.TEXT),
                Column("annee", kinds.year()),
                Column("description", kinds.TEXT),
                Column("source_editeur", kinds.TEXT),
                maybe("source_url", kinds.URL),
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
                maybe("source_url", kinds.URL),
                maybe("mesure_proche", kinds.TEXT),
                maybe("mesure_autre", kinds.TEXT),
                Column("meme_definition", kinds.one_of(SAME_DEFINITION)),
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
                maybe("filiere", kinds.TEXT),
            ),
        ),
        Facts(
            "correspondance_programmes",
            key=("source_id", "valeur_publiee"),
            columns=(
                Column("source_id", kinds.TEXT),
                Column("valeur_publiee", kinds.TEXT),
                maybe("programme", kinds.TEXT),
            ),
        ),
    )
}
