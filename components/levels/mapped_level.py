"""A level as one chooses and reads it: its controls, its map, its ranking, and the phases of its territories."""

from components.figures import figure, folded
from components.figures.section import Section
from components.levels import country_gap, level_controls, level_figure, map_variants, ranking, two_phases
from components.visit import address, page_environment
from components.visit.kept import SECTIONS, kept
from components.visit.visit import Visit
from data.query.level_keys import level_shown
from data.query.selection import Selection
from data.words.vocabulary import RELIEF


def draw() -> Selection | None:
    """Draw them; what they show, none while the controls ask for more."""
    visit = Visit.current()
    if not level_controls.draw(visit.places()):
        return None
    selection = address.current()
    gap = country_gap.of(selection)
    described, mapped = level_figure.build(selection, key="carte", gap=gap)
    with figure.around(described):
        country_gap.note(selection)
        variants = map_variants.of(selection)
        mapped.draw(relief=selection.form == RELIEF, variants=variants)
        if variants:
            map_variants.note(selection)
        level_controls.draw_form()
    _ranking(visit, selection, gap, page_environment.narrow()).draw()
    if selection.level == "territoires":
        folded.section("two-phases", two_phases.LABEL, selection, (two_phases.draw,))
    return selection


@kept(SECTIONS)
def _ranking(visit: Visit, selection: Selection, gap: bool, narrow: bool) -> Section:
    described, mapped = level_figure.build(selection, key="carte", gap=gap)
    level, where = level_shown(selection).key, visit.places().title(selection)
    return ranking.of(mapped.table, selection, level=level, where=where, source=described.source, narrow=narrow)
