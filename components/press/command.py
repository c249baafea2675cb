"""The command that prints sheets: `territoires sheets`."""

import sys
from pathlib import Path

import click

from data.build.display import counted_bar
from data.build.said import INTERRUPTED, french_help, or_exit
from data.words.levels import LEVELS
from geo.errors import DataError


@click.command(
    help="Imprimer en PDF la fiche de chaque lieu d'un niveau (territoires, epci, departements, regions, communes), "
    "dans DOSSIER, sous le nom de l'édition. Une fiche déjà là n'est pas refaite : après une interruption, la même "
    "commande continue."
)
@french_help
@click.option("--level", "level", metavar="NIVEAU", default="territoires", help="Par défaut : territoires.")
@click.option("--phase", metavar="PHASE", default="2", help="Des territoires : 1 ou 2. Par défaut : 2.")
@click.option(
    "--to",
    "folder",
    metavar="DOSSIER",
    type=click.Path(path_type=Path),
    default="fiches",
    help="Où écrire. Par défaut : fiches, là où la commande est lancée.",
)
def sheets(level: str, phase: str, folder: Path) -> None:
    """Print the sheets of a level with a progress bar; exit 1 when one of them could not be."""
    key = or_exit(lambda: _level(level, phase))
    # Streamlit and the pages take a second, which the other commands do without.
    from components.press import sheets as press  # noqa: PLC0415

    try:
        run = or_exit(lambda: press.Run.of(key, folder))
        with counted_bar("Fiches", len(run.keys)) as step:
            or_exit(lambda: run.print_all(step))
    except KeyboardInterrupt:
        click.echo("\nInterrompu : les fiches faites restent, la même commande fait les autres.", err=True)
        sys.exit(INTERRUPTED)
    kept = f", {run.kept} déjà là" if run.kept else ""
    click.echo(f"{run.made} fiches faites{kept} : {run.folder}")
    for name, why in run.failed.items():
        click.echo(f"{name} : {why}", err=True)
    if run.failed:
        sys.exit(1)


def _level(level: str, phase: str) -> str:
    """The key of a level. Raises `DataError`."""
    key = f"{level}-{phase}" if level == "territoires" else level
    if key not in LEVELS:
        known = ", ".join(dict.fromkeys(each.partition("-")[0] for each in LEVELS))
        asked = f"le niveau « {level} », phase « {phase} », n'existe pas"
        raise DataError.single("commande", asked, f"choisir parmi {known} ; des territoires, la phase 1 ou 2")
    return key
