"""The perimeters that a visit has opened and that an address does not hold, by what addresses tell of them."""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from data.words.place_keys import in_address

_OPENED: Final = "perimeters"
_KEPT: Final = 8  # the last opened; up to 10 kB each


def opened() -> Mapping[str, str]:
    """The key of each one, by what addresses tell of it."""
    found: Mapping[str, str] = st.session_state.get(_OPENED, {})
    return found


def keep(key: str) -> None:
    """Keep a perimeter that an address does not hold, so that views of it are found again in this visit."""
    told = in_address(key)
    if told != key:
        others = {each: held for each, held in opened().items() if each != told}
        st.session_state[_OPENED] = dict([*others.items(), (told, key)][-_KEPT:])
