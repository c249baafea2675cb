"""Where the money goes: every level, every measure, every denominator."""

from components.levels import mapped_level
from components.places import phase_lineage
from components.visit import navigation, page_environment

navigation.through_router()
page_environment.title_for_readers("Carte")
selection = mapped_level.draw()
if selection is not None and selection.level == "territoires":
    phase_lineage.draw(selection)
