"""Where the money goes: every level, every measure, every denominator."""

from components import address, figure, level_controls, level_figure, level_map, navigation, page_environment, store

navigation.through_router()
page_environment.title_for_readers("Carte")
if level_controls.draw(store.places()):
    selection = address.current()
    described, table = level_figure.build(store.projects(), store.places(), selection, key="carte")
    with figure.around(described):
        level_map.draw(table, selection)
        level_controls.draw_marks()
    level_figure.draw_ranking(table, selection, described)
