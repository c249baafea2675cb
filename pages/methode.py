"""Where the figures come from, what they count, what they do not, and how they were checked."""

from components import corrections_log, method, navigation, official_view, store

navigation.through_router()
edition = store.edition()
method.definitions()
method.sources(edition)
official_view.draw(edition)
method.checks(edition)
method.limits(edition)
corrections_log.draw(edition)
method.accessibility()
