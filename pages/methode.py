"""Where the figures come from, what they count, what they do not, and how they were checked."""

from components import method, navigation, store

navigation.through_router()
edition = store.edition()
method.definitions()
method.sources(edition)
method.checks(edition)
method.limits(edition)
method.accessibility()
