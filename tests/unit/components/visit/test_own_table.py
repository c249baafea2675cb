"""What is asked of the visitor's file when the server no longer holds it."""

from typing import Any

import pytest
import streamlit as st
from streamlit.runtime.uploaded_file_manager import DeletedFile

from components.visit import own_table, private
from geo.errors import DataError


@pytest.fixture
def state(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What a visit keeps."""
    kept: dict[str, Any] = {}
    monkeypatch.setattr(st, "session_state", kept)
    return kept


def test_a_file_that_is_gone_is_asked_for_again(state: dict[str, Any]) -> None:
    state[own_table.uploader_key(own_table.FILE)] = DeletedFile("f1")
    own_table.take_chosen()
    assert str(own_table.fault()) == "Fichier : le serveur ne tient plus ce fichier. Remède : le choisir à nouveau."


def test_an_uploader_gives_its_file_nothing_or_why_not(state: dict[str, Any]) -> None:
    assert private.file_in("a") is None
    state["a"] = "the file"
    assert private.file_in("a") == "the file"
    state["a"] = DeletedFile("f1")
    with pytest.raises(DataError, match="le serveur ne tient plus"):
        private.file_in("a")
