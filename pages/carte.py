"""Where the money goes: every level, every measure, every denominator."""

from components import (
    address,
    figure,
    level_controls,
    level_figure,
    level_map,
    national_lineage,
    navigation,
    page_environment,
    ranking,
    store,
)

navigation.through_router()
page_environment.title_for_readers("Carte")
if level_controls.draw(store.places()):
    selection = address.current()
    described, table = level_figure.build(store.projects(), store.places(), selection, key="carte")
    with figure.around(described):
        level_map.draw(table, selection)
        level_controls.draw_marks()
    ranking.draw(
        table,
        selection,
        level=selection.level,
        where=store.places().title(selection),
        source=described.source,
    )
    if selection.level == "territoires":
        national_lineage.draw(selection)
