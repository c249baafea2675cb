"""No click is lost because another one follows it.

By itself, Streamlit ends the run of a click for the next one, although it may not have done yet what its click asks: of
four filters removed within a second, one visit in twenty kept one. With `runner.fastReruns` off, a run gives way where
it looks at its state, and so still just before, or within, what its click does: here it does that first.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from streamlit.runtime.state.safe_session_state import SafeSessionState


def heed_each() -> None:
    """Have each run do what its clicks ask before it gives way. There is no public way: a test holds these names."""
    take = SafeSessionState.on_script_will_rerun

    def taken(state: SafeSessionState, *told: Any, **options: Any) -> None:
        with _to_the_end(state):
            take(state, *told, **options)

    SafeSessionState.on_script_will_rerun = taken  # type: ignore[method-assign, assignment]


@contextmanager
def _to_the_end(state: SafeSessionState) -> Iterator[None]:
    """Let nothing end the run inside: Streamlit looks again just after."""
    gives_way = state._yield_callback
    # An attribute that is set as usual is one of the visit.
    object.__setattr__(state, "_yield_callback", lambda: None)
    try:
        yield
    finally:
        object.__setattr__(state, "_yield_callback", gives_way)
