"""Where the money goes: every level, every measure, every denominator."""

from components.figures import figure, folded
from components.levels import country_gap, level_controls, level_figure, map_variants, ranking, two_phases
from components.maps import level_map
from components.places import phase_lineage
from components.visit import address, navigation, page_environment
from components.visit.visit import Visit
from data.query.level_keys import level_shown
from data.words.vocabulary import RELIEF

navigation.through_router()
visit = Visit.current()
page_environment.title_for_readers("Carte")
if level_controls.draw(visit.places()):
    selection = address.current()
    gap = country_gap.of(selection)
    described, table = level_figure.build(visit.projects(), visit.places(), selection, key="carte", gap=gap)
    with figure.around(described):
        country_gap.note(selection)
        variants = map_variants.of(selection)
        level_map.draw(table, selection, relief=selection.form == RELIEF, variants=variants)
        if variants:
            map_variants.note(selection)
        level_controls.draw_form()
    ranking.draw(
        table,
        selection,
        level=level_shown(selection).key,
        where=visit.places().title(selection),
        source=described.source,
    )
    if selection.level == "territoires":
        folded.section("two-phases", two_phases.LABEL, selection, (two_phases.draw,))
        phase_lineage.draw(selection)
