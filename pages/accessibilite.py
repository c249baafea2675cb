"""The declaration of accessibility."""

from components.views import accessibilite
from components.visit import navigation

navigation.through_router()
accessibilite.draw()
