"""A run does what its click asks, whatever comes next."""

import pytest
from streamlit import config
from streamlit.runtime.scriptrunner_utils.exceptions import RerunException
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData
from streamlit.runtime.state.safe_session_state import SafeSessionState
from streamlit.runtime.state.session_state import SessionState

from components.front import clicks


def gives_way() -> None:
    """What Streamlit asks at each look of a run at its state, once another click has come."""
    raise RerunException(RerunData())


def test_a_click_is_done_to_its_end_and_the_run_gives_way_after(monkeypatch: pytest.MonkeyPatch) -> None:
    held = SafeSessionState(SessionState(), lambda: None)
    held["filters"] = 2
    state = SafeSessionState(held._state, gives_way)

    def removes_one(_: SessionState, *__: object, **___: object) -> None:
        state["filters"] = state["filters"] - 1

    monkeypatch.setattr(SessionState, "on_script_will_rerun", removes_one)
    monkeypatch.setattr(SafeSessionState, "on_script_will_rerun", SafeSessionState.on_script_will_rerun)
    with pytest.raises(RerunException):
        state.on_script_will_rerun(None)
    assert held["filters"] == 2
    clicks.heed_each()
    state.on_script_will_rerun(None)
    assert held["filters"] == 1
    with pytest.raises(RerunException):
        state["filters"]


def test_a_click_does_not_end_a_run_that_has_not_heard_its_own() -> None:
    assert config.get_option("runner.fastReruns") is False
