"""A dossier on a projector: one view fills the screen, keys go from one to the next, nothing else is there.

Views are pictures: no map is drawn again, and nothing moves.
"""

from collections.abc import Sequence
from contextlib import suppress
from threading import Thread
from typing import Final

import streamlit as st

from components.look import templating
from components.visit import turn
from data.documents import studio
from data.documents.plates import Plate
from geo.errors import DataError

MODE: Final = "presentation"
"""Value of the parameter `mode` of an address that opens a dossier on its first view."""

NOTES: Final = "notes"
"""Value that opens the window of the speaker, which follows the one that presents."""

# Streamlit would shrink a picture of no told width to 1 460 px, which a projector blurs; the style sheet fits it.
_PICTURE_PX: Final = 2_732
_RANK: Final = "presenting"
_NOTING: Final = "presenter-notes"
_OTHER_KEYS: Final = {"Page précédente": ("PageUp", -1), "Page suivante": ("PageDown", 1), "Espace": ("Space", 1)}


def start() -> None:
    """Present from the first view. For callbacks."""
    st.session_state[_RANK] = 0


def stop() -> None:
    """Come back to the page of the dossier. For callbacks."""
    st.session_state.pop(_RANK, None)


def on() -> bool:
    """Whether a dossier is presented."""
    return _RANK in st.session_state


def note() -> None:
    """Show from now on what the speaker reads while another window of the browser presents."""
    st.session_state[_NOTING] = True


def noting() -> bool:
    """Whether this window is that of the speaker."""
    return _NOTING in st.session_state


def draw_notes() -> None:
    """Draw the place of the notes: the page script fills it with what the window that presents tells it."""
    with st.container(key="presenter-notes"):
        st.html(templating.render("presenter_notes"))


def draw(plates: Sequence[Plate], *, keep: bool) -> None:
    """Draw the present view, and what goes to the others. keep: whether its picture may serve another visitor."""
    rank = min(int(st.session_state[_RANK]), len(plates) - 1)
    shown = plates[rank]
    with st.container(key="presenting", gap=None):
        st.image(turn.aside(lambda: _picture(shown, keep=keep)), width=_PICTURE_PX, alt=in_sentences(shown))
        with st.container(horizontal=True, gap="small", vertical_alignment="center", key="presenting-keys"):
            _key("Précédente", "Left", rank - 1, disabled=rank == 0)
            _key("Suivante", "Right", rank + 1, disabled=rank == len(plates) - 1)
            st.caption(f"Vue {rank + 1} sur {len(plates)}", width="content")
            st.button("Quitter", key="presenting-stop", shortcut="Escape", type="tertiary", on_click=stop)
        after = plates[rank + 1].title if rank + 1 < len(plates) else ""
        st.html(
            templating.render(
                "presenter_note",
                place=f"Vue {rank + 1} sur {len(plates)}",
                title=shown.title,
                note=" ".join(shown.notes),
                next=after,
            )
        )
        with st.container(key="presenting-more"):
            for label, (shortcut, step) in _OTHER_KEYS.items():
                _key(label, shortcut, rank + step, disabled=not 0 <= rank + step < len(plates))
    if keep and rank + 1 < len(plates):
        Thread(target=_prepare, args=(plates[rank + 1],), daemon=True).start()


def in_sentences(shown: Plate) -> str:
    """What the picture of a view shows, in sentences: its title, its pictures or why there is none, its notes."""
    told = [shown.title, *(picture.alt for picture in shown.pictures), shown.absent, *shown.notes]
    return " ".join(each if each.endswith((".", "!", "?")) else f"{each}." for each in told if each)


def _picture(plate: Plate, *, keep: bool) -> bytes:
    return studio.studio().make("screen", [plate], keep=keep)


def _prepare(plate: Plate) -> None:
    """Draw the next view while this one is spoken of; what fails is said when it is shown."""
    with suppress(DataError):
        _picture(plate, keep=True)


def _key(label: str, shortcut: str, rank: int, *, disabled: bool) -> None:
    st.button(
        label,
        key=f"presenting-{shortcut}",
        shortcut=shortcut,
        type="tertiary",
        on_click=_show,
        args=(rank,),
        disabled=disabled,
    )


def _show(rank: int) -> None:
    st.session_state[_RANK] = rank
