"""The memory of a server: what its first run settles for all the others."""

import gc

import streamlit as st


@st.cache_resource(show_spinner=False)
def settle() -> None:
    """Last command of a run, acts once: keep imports and caches out of the full collection that follows each script.

    Measured on the home page: 0.16 s of processor per run without, 0.05 s with; no collection at all gains no more.
    """
    gc.collect()
    gc.freeze()
