"""Views set aside for a meeting, and the files to leave with."""

from components.views import dossier
from components.visit import navigation

navigation.through_router()
dossier.draw()
