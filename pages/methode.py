"""Where the figures come from, what they count, what they do not, and how they were checked."""

from components.views.methode import index, sections
from components.views.projets import journal
from components.visit import navigation
from components.visit.visit import Visit

navigation.through_router()
sections.opening()
index.draw(Visit.current().edition(), journal.draw)
