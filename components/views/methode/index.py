"""The sections of the page, each with a sentence that says what it holds, opened on demand."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from components.figures import folded
from components.text import formats
from components.text.plain import said
from components.views.methode import completeness, inventory, official_files, sections
from data.editions.edition import Edition


@dataclass(frozen=True)
class _Section:
    """key: of the fold. sentence: with what is counted of an edition. draw: None for what the page gives."""

    key: str
    label: str
    sentence: Callable[[Edition], str]
    draw: Callable[[Edition], object] | None


def draw(edition: Edition, log: Callable[[Edition], object]) -> None:
    """Draw the index. log: draws the journal of corrections, which is of another page too."""
    for section in SECTIONS:
        label = f"**{said(section.label)}** : {said(section.sentence(edition))}"
        folded.fold(section.key, formats.typeset(label), partial(section.draw or log, edition))


def _rows(edition: Edition, table: str, singular: str, plural: str | None = None) -> str:
    return formats.counted(edition.rows(table), singular, plural)


SECTIONS: Final[tuple[_Section, ...]] = (
    _Section(
        "definitions",
        "Définitions",
        lambda _: "ce que veulent dire chaque mesure, chaque dénominateur et chaque mot",
        lambda _: sections.definitions(),
    ),
    _Section(
        "sources",
        "Sources",
        lambda edition: (
            f"{_rows(edition, 'sources', 'table')}, ce qui y est compté et ne l'est pas, sous quelle licence"
        ),
        sections.sources,
    ),
    _Section(
        "completude",
        "Complétude",
        lambda _: "ce que l'inventaire tient de ce qui a été publié, programme par programme",
        completeness.draw,
    ),
    _Section(
        "limites",
        "Limites connues",
        lambda _: "ce que les chiffres ne peuvent pas dire",
        sections.limits,
    ),
    _Section(
        "inventaire",
        "Inventaire",
        lambda _: "les totaux avant et après les corrections, les grands projets dont le site n'est pas établi",
        inventory.draw,
    ),
    _Section(
        "corrections",
        "Journal des corrections",
        lambda edition: f"{_rows(edition, 'corrections', 'correction')}, chacune avec sa preuve",
        None,
    ),
    _Section(
        "officiels",
        "Fichiers officiels",
        lambda _: "leurs projets, les lignes mises de côté, les écarts de périmètre",
        official_files.draw,
    ),
    _Section(
        "controles",
        "Contrôles passés",
        lambda edition: (
            f"{formats.counted(len(edition.manifest.checks), 'contrôle')} à la construction de l'édition, et "
            "le dictionnaire des données"
        ),
        sections.checks,
    ),
    _Section(
        "donnees",
        "Données à reprendre",
        lambda _: "par adresse, en JSON, CSV, GeoJSON ou GeoParquet ; l'édition en un fichier",
        lambda _: sections.plain_data(),
    ),
    _Section(
        "accessibilite",
        "Accessibilité",
        lambda _: "ce qui se lit sans souris ou sans la vue, et ce qui ne s'y lit pas",
        lambda _: sections.accessibility(),
    ),
)
