"""Where the money goes: every level, every measure, every denominator."""

from components import address, figure, level_controls, level_figure, level_map, navigation, store

navigation.through_router()
if level_controls.draw(store.places()):
    selection = address.current()
    picture, table = level_figure.build(store.projects(), store.places(), selection, key="carte")
    figure.draw(picture, lambda: level_map.draw(table, selection, picture.title))
    level_figure.draw_ranking(table, selection, picture.title)
