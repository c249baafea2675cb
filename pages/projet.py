"""The page of one project: what it is, how much is known of it, what became of it, where, and what is around."""

from components.views.projets import one_project
from components.visit import address, navigation

navigation.through_router()
one_project.draw(address.current())
