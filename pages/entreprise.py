"""The page of one company: what is known of it, its projects, where, what became of them, their sources."""

from components.views.projets import one_company
from components.visit import address, navigation

navigation.through_router()
one_company.draw(address.current())
