"""Where the figures come from, what they count, what they do not, and how they were checked."""

from components.views.methode import completeness, inventory, official_files, sections
from components.views.projets import journal
from components.visit import navigation
from components.visit.visit import Visit

navigation.through_router()
edition = Visit.current().edition()
sections.definitions()
sections.sources(edition)
official_files.draw(edition)
sections.checks(edition)
sections.limits(edition)
completeness.draw(edition)
inventory.draw(edition)
journal.draw(edition)
sections.accessibility()
