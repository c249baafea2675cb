"""The table of the corrections that an edition applied to its inventory of projects."""

from typing import Final

from data.tables.fact_files import CORRECTABLE
from data.tables.fields import DATE, Table, choice, text

CORRECTIONS: Final = Table(
    "corrections",
    "Corrections appliquées à l'inventaire des projets",
    ("id_projet", "colonne", "date"),
    (
        text("id_projet", "Identifiant", "identifiant du projet, ou de celui dont il était le double"),
        choice("colonne", "Information corrigée", "colonne de projets.csv", CORRECTABLE),
        text(
            "ancienne_valeur", "Ancienne valeur", "telle que dans projets.csv ; vide si elle n'était pas connue"
        ).maybe(),
        text(
            "nouvelle_valeur", "Nouvelle valeur", "telle que dans projets.csv ; vide si elle n'est plus connue"
        ).maybe(),
        text("preuve_url", "Preuve", "page qui prouve la nouvelle valeur", r"https://\S+"),
        DATE.said("jour de la correction : AAAA-MM-JJ"),
        text("raison", "Raison", "pourquoi la valeur est corrigée"),
    ),
)
