"""Who publishes the site, what it keeps of a visitor, and all its pages."""

from components.views import mentions
from components.visit import navigation

navigation.through_router()
mentions.draw()
