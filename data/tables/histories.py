"""The files that say how the inventory knows what it says: events, checked sites, merged rows; and who acts."""

from typing import Final

from data.cells import kinds
from data.tables.fact_records import Column, Facts
from data.tables.fields import PERIMETRE, PROGRAMME, SOURCE_DATE, SOURCE_EDITEUR, SOURCE_URL, Field, choice, text
from data.words.vocabulary import ETIQUETTES, STATUTS, YES_NO

PROJECT_ID: Final = kinds.matching(r"p[0-9a-f]{8}", "p75d9f97f")
_PROJECT: Final = text("id_projet", "Identifiant", "identifiant du projet")
_REMARK: Final = text("remarque", "Remarque", "ce que la source précise").maybe()
_DAY: Final = text("date", "Date", "jour : AAAA-MM-JJ")


def _text(field: Field) -> Column:
    return Column.of(field, kinds.TEXT)


HISTORY_FACTS: Final = (
    Facts(
        "evenements",
        key=("id_projet", "date", "statut"),
        columns=(
            Column.of(_PROJECT.of("projets"), PROJECT_ID),
            # The status that the project's own source gives joins these rows, with or without a date.
            Column(
                "date",
                kinds.DATE_TEXT,
                field=text("date", "Date", "date de l'événement, ou de la page qui montre le statut").maybe(),
            ),
            Column.of(choice("statut", "Statut", "statut que le projet prend", STATUTS), kinds.one_of(STATUTS)),
            _text(SOURCE_EDITEUR),
            Column.of(SOURCE_DATE.maybe(), kinds.DATE_TEXT),
            Column.of(SOURCE_URL, kinds.URL),
            _text(_REMARK),
        ),
        parent=("id_projet", "projets"),
        description="Événements de la vie des projets, chacun avec sa source",
    ),
    Facts(
        "verifications",
        key=("id_projet",),
        columns=(
            Column.of(_PROJECT, PROJECT_ID),
            Column.of(
                text("communes_du_site", "Communes du site", "codes des communes de l'usine").maybe(),
                kinds.COMMUNE_CODES,
            ),
            _text(SOURCE_EDITEUR.maybe()),
            Column.of(SOURCE_DATE.maybe(), kinds.DATE_TEXT),
            Column.of(SOURCE_URL.maybe(), kinds.URL),
            _text(text("seconde_source_editeur", "Seconde source", "autre éditeur qui nomme la commune").maybe()),
            Column.of(
                text("seconde_source_date", "Date de la seconde source", "date de cette page").maybe(), kinds.DATE_TEXT
            ),
            Column.of(
                text("seconde_source_url", "Adresse de la seconde source", "son adresse", r"https?://\S+").maybe(),
                kinds.URL,
            ),
            Column.of(
                choice(
                    "regle", "Site établi", "des sources nomment la commune ; vide : statut seul cherché", YES_NO
                ).maybe(),
                kinds.one_of(YES_NO),
            ),
            Column.of(text("verifie_le", "Vérifié le", "jour de la recherche : AAAA-MM-JJ"), kinds.DAY_TEXT),
            _text(_REMARK),
        ),
        parent=("id_projet", "projets"),
        description="Sites vérifiés des projets",
    ),
    Facts(
        "fusions",
        key=("id_projet",),
        columns=(
            Column.of(_PROJECT, PROJECT_ID),
            Column.of(
                text("id_conserve", "Projet conservé", "identifiant de celui qui reste").of("projets"), PROJECT_ID
            ),
            Column.of(
                text("preuve_url", "Preuve", "page qui montre le double", r"https://\S+").maybe(), kinds.SECURE_URL
            ),
            Column.of(_DAY, kinds.DAY_TEXT),
            _text(text("raison", "Raison", "pourquoi les deux lignes sont un seul projet")),
        ),
        parent=("id_projet", "projets"),
        may_be_empty=True,
        description="Projets retirés parce qu'ils en doublaient un autre",
    ),
    Facts(
        "etiquettes",
        key=("id_projet",),
        columns=(
            Column.of(_PROJECT, PROJECT_ID),
            Column.of(
                choice("etiquette", "Étiquette", "ce que l'intitulé ou le résumé du projet dit qu'il est", ETIQUETTES),
                kinds.one_of(ETIQUETTES),
            ),
            Column.of(SOURCE_URL, kinds.URL),
        ),
        parent=("id_projet", "projets"),
        description="Gigafactories et relocalisations parmi les projets",
    ),
    Facts(
        "perimetres",
        key=("perimetre", "lieu"),
        columns=(
            Column.of(PERIMETRE, kinds.TEXT),
            Column.of(
                text("lieu", "Lieu", "clé d'un des lieux que le périmètre nomme"),
                kinds.matching(r"[a-z]+-[0-9A-Za-z-]+", "epci-200046977"),
            ),
            _text(text("raison", "Raison", "pourquoi le périmètre est fait de ces lieux")),
        ),
        description="Périmètres de chiffres publiés qui sont faits de plusieurs lieux de l'atlas",
    ),
    Facts(
        "hotes_publics",
        key=("hote",),
        columns=(
            _text(text("hote", "Hôte", "nom de domaine, ses sous-domaines compris")),
            _text(text("organisme", "Organisme", "organisme public qui y publie")),
        ),
        description="Organismes publics dont une adresse est dite officielle",
    ),
    Facts(
        "recherches",
        key=("id_territoire",),
        columns=(
            _text(text("id_territoire", "Territoire", "territoire où rien n'a été trouvé").of("territoires")),
            _text(text("ou", "Où", "communes et entreprises cherchées")),
            Column("date", kinds.DATE_TEXT, field=text("date", "Date", "jour de la recherche")),
        ),
        description="Territoires où des projets ont été cherchés sans qu'aucun soit trouvé",
    ),
    Facts(
        "acteurs",
        key=("nom", "programme"),
        columns=(
            _text(text("nom", "Nom", "nom de l'acteur")),
            _text(text("type", "Type", "personne, collectif, organisme, école ou entreprise")),
            _text(text("role", "Rôle", "ce qu'il fait dans le programme")),
            _text(PROGRAMME.maybe()),
            _text(text("region", "Région", "région d'action").maybe()),
            _text(SOURCE_EDITEUR),
            Column.of(SOURCE_DATE.maybe(), kinds.DATE_TEXT),
        ),
        description="Personnes, organismes, écoles et entreprises que nomment les publications fondatrices",
    ),
)
