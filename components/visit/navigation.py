"""The pages as a table, and the ways to them: the menu, links that keep the view, the guard of deep links."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, quote, urlencode, urljoin, urlsplit

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from components.text.formats import typeset
from components.visit import address, embedding
from components.visit.visit import Visit
from data.query.address import dataset_asked, decode, encode
from data.query.selection import Selection


@dataclass(frozen=True)
class Entry:
    """One page. The file is named after the slug: Streamlit resolves a first deep link by the name of the file.

    door: the entry of the menu that opens on it; "" for a page that is a door by itself.
    listed: in the menu; the others are reached by links. folded: its answer comes first, its filters wait folded.
    """

    slug: str
    title: str
    icon: str
    path: str
    door: str
    filtered: bool = True
    listed: bool = True
    folded: bool = False


_PLACES: Final = "Ma commune"
_SIZES: Final = "Petites communes et métropoles"
_SECTORS: Final = "Filières"
_SCHEMES: Final = "Programmes et appuis"
_DATA: Final = "Données"

# The first one is served at the root of the site. Those of a door share one entry of the menu.
PAGES: Final = (
    Entry("accueil", "Accueil", ":material/home:", "pages/accueil.py", "", folded=True),
    Entry("carte", "Carte", ":material/map:", "pages/carte.py", ""),
    Entry("territoire", "Fiche d'un lieu", ":material/location_on:", "pages/territoire.py", _PLACES, folded=True),
    Entry("comparer", "Comparer", ":material/compare_arrows:", "pages/comparer.py", _PLACES, folded=True),
    Entry("repartition", "Répartition", ":material/stacked_bar_chart:", "pages/repartition.py", _SIZES),
    Entry("affirmations", "Affirmations", ":material/fact_check:", "pages/affirmations.py", _SIZES, filtered=False),
    Entry("filieres", "Filières", ":material/category:", "pages/filieres.py", _SECTORS),
    Entry("leviers", "Euros investis par euro d'aide", ":material/balance:", "pages/leviers.py", _SECTORS),
    Entry("besoins", "Du besoin au dispositif", ":material/route:", "pages/besoins.py", _SCHEMES, filtered=False),
    Entry("programmes", "Programmes", ":material/flag:", "pages/programmes.py", _SCHEMES, filtered=False),
    Entry(
        "accelerateurs",
        "Accélérateurs",
        ":material/rocket_launch:",
        "pages/accelerateurs.py",
        _SCHEMES,
        filtered=False,
    ),
    Entry("projets", "Projets", ":material/table_rows:", "pages/projets.py", _DATA),
    Entry("projet", "Projet", ":material/factory:", "pages/projet.py", _DATA, listed=False, folded=True),
    Entry("entreprise", "Entreprise", ":material/domain:", "pages/entreprise.py", _DATA, listed=False, folded=True),
    Entry("dossier", "Dossier", ":material/keep:", "pages/dossier.py", _DATA, filtered=False),
    Entry("mes_donnees", "Mes données", ":material/upload_file:", "pages/mes_donnees.py", _DATA, filtered=False),
    Entry("nouveautes", "Nouveautés", ":material/new_releases:", "pages/nouveautes.py", _DATA, filtered=False),
    Entry("methode", "Méthode", ":material/menu_book:", "pages/methode.py", _DATA, filtered=False),
    Entry(
        "accessibilite",
        "Accessibilité",
        ":material/accessibility_new:",
        "pages/accessibilite.py",
        _DATA,
        filtered=False,
        listed=False,
    ),
    Entry("mentions", "Mentions", ":material/gavel:", "pages/mentions.py", _DATA, filtered=False, listed=False),
)
_ENTRIES: Final[Mapping[str, Entry]] = {entry.slug: entry for entry in PAGES}
_ROUTED: Final = "routed"
_DESTINATION: Final = "destination"
_SHOWN: Final = "shown_page"
_LONGEST_HREF: Final = 8_000  # what proxies take for an address


def menu() -> tuple[Entry, Any]:
    """Draw the menu; return the page asked for, as its entry and as what runs it."""
    pages = {entry.slug: _page(entry) for entry in PAGES}
    asked = st.navigation(_doors(pages), position="top", expanded=True)
    if destination := st.session_state.pop(_DESTINATION, None):
        st.switch_page(pages[destination], query_params=encode(address.current()))
    st.session_state[_ROUTED] = True
    entry = next((_ENTRIES[slug] for slug, page in pages.items() if page is asked), PAGES[0])
    st.session_state[_SHOWN] = entry.slug
    return entry, asked


def leaving() -> bool:
    """Whether this run only goes to another page, which then writes its address as one step of the history.

    A destination that is shown already is forgotten: its new address is that step.
    """
    if st.session_state.get(_DESTINATION) == st.session_state.get(_SHOWN):
        st.session_state.pop(_DESTINATION, None)
    return _DESTINATION in st.session_state


def through_router() -> None:
    """First line of each page: a visitor who came past `app.py` is sent through it, address intact.

    On a fresh server, Streamlit takes the `pages/` folder for its older kind of application and runs the page that a
    deep link names alone, without menu or filters. Declaring the navigation once settles it for the whole server.
    """
    if not st.session_state.pop(_ROUTED, False):
        st.navigation(_doors({entry.slug: _page(entry, icon=False) for entry in PAGES}), position="top")
        st.rerun()


def link(slug: str, label: str, selection: Selection | None = None, *, icon: str | None = None) -> None:
    """A link to a page that keeps the present view, or opens `selection`."""
    entry = _ENTRIES[slug]
    query = encode(selection or address.current()) | {address.LINK: [address.stamp()]}
    st.page_link(entry.path, label=typeset(label), icon=icon or entry.icon, query_params=query)


def href(slug: str, selection: Selection) -> str:
    """The address of a view, for a link in a table: the page script follows it in the same visit, as `follow` does.

    Relative to any page: all are side by side.
    """
    return f"{slug}?{urlencode(encode(selection), doseq=True)}"


def address_of(figure: str) -> str:
    """The whole address of a figure of the present page, for what leaves it; "" when the browser has not said its own.

    figure: its key.
    """
    query = urlencode(encode(address.current()), doseq=True)
    found = _whole(shown_slug(), query)
    return f"{found}#figure-{quote(figure)}" if found else ""


def frame_address(figure: str) -> str:
    """The whole address of a figure of the present page alone; "" when the browser has not said its own."""
    return _whole(shown_slug(), urlencode({**encode(address.current()), **embedding.asking(figure)}, doseq=True))


def link_with(slug: str, **parameters: str) -> str:
    """The whole address of a page with some parameters; relative when the browser has not said its own."""
    query = urlencode(parameters)
    return _whole(slug, query) or f"{slug}?{query}"


def _whole(slug: str, query: str) -> str:
    """All pages are side by side, the first one at their root."""
    here = st.context.url
    beside = "./" if slug == PAGES[0].slug else slug
    return f"{urljoin(here, beside)}{'?' if query else ''}{query}" if here else ""


def shown_slug() -> str:
    """The slug of the page that is shown."""
    return str(st.session_state.get(_SHOWN, PAGES[0].slug))


def entry_of(slug: str) -> Entry | None:
    """The page of a slug that may come from anywhere."""
    return _ENTRIES.get(slug)


@contextmanager
def as_if_on(slug: str) -> Iterator[None]:
    """Run another page inside of the present one, as if the visitor were there."""
    here = shown_slug()
    st.session_state[_SHOWN], st.session_state[_ROUTED] = slug, True
    try:
        yield
    finally:
        st.session_state[_SHOWN] = here


def sheet_href(key: str) -> str:
    """The address of the sheet of a place, with the present filters."""
    return href("territoire", replace(address.current(), places=(key,)))


def follow(link: str) -> None:
    """Open a view by its `href`, from a browser that may send anything. For callbacks: the run that follows goes there.

    A page that does not exist is not followed; of the parameters, what is not understood is left out.
    """
    parts = urlsplit(link[:_LONGEST_HREF])
    if parts.path not in _ENTRIES:
        return
    asked = parse_qs(parts.query)
    selection, _ = decode(asked, Visit.current().showing(dataset_asked(asked)).vocabulary())
    address.open_view(selection)
    st.session_state[_DESTINATION] = parts.path


def open_sheet(key: str) -> None:
    """Open the sheet of a place with the present filters. For callbacks: the run that follows goes there."""
    address.open_view(replace(address.current(), places=(key,)))
    st.session_state[_DESTINATION] = "territoire"


def _doors(pages: Mapping[str, Any]) -> dict[str, list[Any]]:
    """The pages behind each door, in the order of the first of each."""
    found: dict[str, list[Any]] = {}
    for slug, page in pages.items():
        found.setdefault(_ENTRIES[slug].door, []).append(page)
    return found


def _page(entry: Entry, *, icon: bool = True) -> Any:
    """The page as this run may run it: Streamlit marks the one that it may, and takes the mark away."""
    run = get_script_run_ctx()
    return copy(_made(entry, icon, run.pages_manager.main_script_parent if run else None))


@cache
def _made(entry: Entry, icon: bool, _beside: Path | None) -> Any:
    """beside: the folder that the path starts from. Streamlit resolves it each time: 2 ms of a run for all pages."""
    # An icon here would become the icon of the browser tab, fetched from outside, if no page icon was set before.
    return st.Page(
        entry.path,
        title=typeset(entry.title),
        icon=entry.icon if icon else None,
        url_path=entry.slug,
        default=entry is PAGES[0],
        visibility="visible" if entry.listed else "hidden",
    )
