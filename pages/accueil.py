"""The country at a glance."""

from components.views import accueil
from components.visit import address, navigation

navigation.through_router()
accueil.draw(address.current())
