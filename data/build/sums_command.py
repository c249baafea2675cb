"""The command that sums a table of projects of any size, part by part: `territoires sums`."""

import sys
from pathlib import Path
from typing import Final

import click
import pandas as pd

from data.build.said import french_help, or_exit
from data.editions import registry
from data.own.large import folder as large
from data.query.aggregation import Medians, Sums
from data.query.outputs import sums_output
from data.query.parts import Parts
from data.query.selection import MAX_WITHOUT_TOP, Selection
from data.words.quantities import QUANTITIES
from data.words.vocabulary import INVENTORY

_BY: Final = ("regions", "departements", "epci", "communes", "territoires", "filieres", "programmes", "annees")


@click.command(
    help="Sommes et médianes d'une table de projets, en CSV : l'inventaire, les lignes d'une SOURCE officielle, ou la "
    "table d'un DOSSIER que « table » a fait. Les "
    "parties d'une grande table sont lues l'une après l'autre, ou par les processus d'un ordonnanceur Dask que "
    "nomme TERRITOIRES_SCHEDULER."
)
@french_help
@click.argument("by", metavar="|".join(_BY), type=click.Choice(_BY))
@click.option("--source", metavar="SOURCE", help="Une source de projets officiels ; sans elle, l'inventaire.")
@click.option("--table", "folder", metavar="DOSSIER", type=click.Path(path_type=Path), help="Une table en parties.")
@click.option("--texte", "text", default="", help="Les projets dont un texte contient ces mots.")
@click.option("--sans", "without", type=click.IntRange(0, MAX_WITHOUT_TOP), default=0, help="Sans les N plus gros.")
def sums(by: str, source: str | None, folder: Path | None, text: str, without: int) -> None:
    """Print one row per value of `by` that has a project."""
    if source is not None and folder is not None:
        raise click.UsageError("--source et --table à la fois : garder l'un ou l'autre.")
    selection = Selection(text=text, without_top=without)
    told = or_exit(lambda: table(by, source, selection, folder))
    told.to_csv(sys.stdout, sep=";", decimal=",", index_label=by)


def table(by: str, source: str | None, selection: Selection, folder: Path | None = None) -> pd.DataFrame:
    """What the command prints. Raises `DataError`."""
    edition = registry.current()
    if folder is not None:
        parts = Parts.apart(edition, large.parts_of(folder, edition.id))
    else:
        name = "projets" if source in (None, INVENTORY) else "projets_officiels"
        parts = Parts.of(edition, name, None if name == "projets" else source)
    totals, *middles = parts.ask(selection, [Sums(by), *(Medians(by, key) for key in QUANTITIES)])
    medians = {
        f"{each.exported}_mediane": middle / each.held_in
        for each, middle in zip(QUANTITIES.values(), middles, strict=True)
    }
    return sums_output(totals).assign(**medians)[totals["projets"] > 0]
