"""What changed since the edition that was published before."""

from components.views import nouveautes
from components.visit import navigation

navigation.through_router()
nouveautes.draw()
