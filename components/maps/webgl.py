"""What a map in relief asks of the browser: WebGL, without which there is a white box; how tall it is."""

from typing import Any, Final

import streamlit as st

_MISSING: Final = "missing"
_TALL: Final = "tall"
# Asked once per page that is loaded; the context is given back, as a browser has few of them.
_ASK: Final = """let missing;
export default function ({ setStateValue }) {
  if (missing === undefined) {
    const context = document.createElement("canvas").getContext("webgl2");
    missing = !context;
    context?.getExtension("WEBGL_lose_context")?.loseContext();
  }
  if (missing) setStateValue("missing", true);
  else if (innerHeight > 900 && innerWidth > 1500) setStateValue("tall", true);
}"""


def heard(key: str) -> tuple[bool, bool]:
    """Whether WebGL is missing, and whether the window is that of a projector; False until the browser has said so.

    It is asked from where this is called on the page, which its answer runs again.
    """
    with st.container(key=f"webgl-of-{key}"):
        state = _renderer()(
            key=f"webgl-{key}",
            default={_MISSING: False, _TALL: False},
            on_missing_change=_ignore,
            on_tall_change=_ignore,
        )
    return bool(state.missing), bool(state.tall)


def _ignore() -> None:
    """A state of a component exists only with a callback; the run that follows reads the state itself."""


@st.cache_resource(show_spinner=False)
def _renderer() -> Any:
    return st.components.v2.component("territoires_webgl", js=_ASK, html="<i hidden></i>", isolate_styles=False)
