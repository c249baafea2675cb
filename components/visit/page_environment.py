"""What every page needs around it: title and icon, style, language of the document, width of the screen."""

import json
from collections.abc import Iterable
from typing import Any, Final

import streamlit as st

from components.visit import navigation
from data.paths import ASSETS
from data.words import product
from data.words.typography import typeset

_SIDEBAR_PX: Final = 300  # a number also means: closed on a phone
_KEY: Final = "page_environment"
_NARROW: Final = "narrow"
_LINK: Final = "link"
_SCRIPTS: Final = (
    "french.js",
    "first_visit.js",
    "table_links.js",
    "structure.js",
    "tooltips.js",
    "spoken.js",
    "map_geometry.js",
    "map_view.js",
    "map_paint.js",
    "map_names.js",
    "map_places.js",
    "map_variants.js",
    "map_relief.js",
    "map.js",
    "presenter.js",
    "page_environment.js",
)


def set_up() -> None:
    """First command of every run. The icon comes before the menu, whose icons are fetched from outside otherwise.

    No title yet: a tab that says one thing at the beginning of each run and another at its end is read aloud twice.
    """
    st.set_page_config(page_icon=str(ASSETS / "icon.svg"), layout="wide")
    # Whether the browser can draw HTML yet: `style.css` shows the page from then on.
    with st.container(key="first-html"):
        st.html("<i></i>")


def listen() -> None:
    """Hear the browser: its width, the links that are followed. After the menu, never before it.

    A phone reports its width as soon as it has drawn this. Before the menu, it does not know yet which page it is on,
    and the run that its report asks for was, on a busy machine, one of the home page.
    """
    # Streamlit needs a place for the component, and the page must not show it.
    with st.container(key="environment"):
        state = _renderer()(
            key=_KEY,
            data={_NARROW: narrow()},
            default={_NARROW: narrow()},
            on_narrow_change=_ignore,
            on_link_change=_follow,
        )
    st.session_state[_NARROW] = bool(state.narrow)


def name_page(titles: Iterable[str], *, folded: bool) -> None:
    """Title of the browser tab, from what is told first; folded: whether the filters wait in their closed panel."""
    st.set_page_config(
        page_title=typeset(" – ".join((*titles, product.NAME))),
        initial_sidebar_state="collapsed" if folded else _SIDEBAR_PX,
    )


def title_for_readers(title: str) -> None:
    """A main heading for screen readers alone, on a page whose first figure needs the height. title: no data in it."""
    with st.container(key="title-for-readers"):
        st.html(f'<h1 class="for-readers">{title}</h1>')


def narrow() -> bool:
    """Whether the main block is under 640 px wide, as on a phone. False until the browser has said so."""
    return bool(st.session_state.get(_NARROW, False))


@st.cache_resource(show_spinner=False)
def _renderer() -> Any:
    words = _asset("french.json")
    script = "\n".join(map(_asset, _SCRIPTS))
    return st.components.v2.component(
        "territoires_page_environment",
        css=_asset("style.css"),  # the front's document has it already; `streamlit run app.py` has no front
        js=f"const FRENCH = {words};\nconst SITE = {json.dumps(product.NAME)};\n{script}",
        isolate_styles=False,
    )


def _asset(name: str) -> str:
    return (ASSETS / name).read_text(encoding="utf-8")


def _follow() -> None:
    """Open the view of the link of a table that was clicked."""
    link = st.session_state[_KEY].get(_LINK)
    if isinstance(link, str):
        navigation.follow(link)


def _ignore() -> None:
    """A state of a component exists only with a callback; the run that follows reads the state itself."""
