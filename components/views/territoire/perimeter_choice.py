"""« Mon périmètre » : communes and intercommunalités that a visitor puts together, opened as a place like another."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import streamlit as st

from components.text import formats
from components.text.formats import typeset
from components.text.plain import said
from components.visit import address, navigation, perimeters, private
from components.visit.visit import Visit
from data.files import encodings, exports
from data.places import perimeter_reading
from data.places.perimeter_reading import Doubt, Reading
from data.places.place import Place
from data.words.place_keys import MAX_CHOSEN, MAX_MEMBERS, chosen, split
from geo.errors import DataError

_READING: Final = "perimeter-reading"
_MAX_MB: Final = 1
_TOLD: Final = 12  # lines that are not read, of a file of a thousand


def draw(place: Place | None = None) -> None:
    """Draw the box where members are typed or pasted; place: the perimeter that is open, to change it."""
    members = [_line(key) for key in chosen(place.code)] if place else []
    written = f"perimeter-written-{place.code if place else ''}"
    with st.form("perimeter", border=True):
        # The page script ties « fault-x » to « field-x » for screen readers.
        st.container(key="field-perimeter").text_area(
            "Communes et intercommunalités, une par ligne",
            value="\n".join(members),
            key=written,
            height=140,
            max_chars=perimeter_reading.MAX_LETTERS,
            placeholder="63430 Thiers\nLezoux (63)\nCC Thiers Dore et Montagne",
            help=typeset(
                f"Noms, codes INSEE ou SIREN, ou lignes collées d'un tableur ; {formats.number(MAX_MEMBERS)} au plus. "
                f"Jusqu'à {MAX_CHOSEN}, l'adresse les tient ; au-delà, un fichier."
            ),
        )
        given = f"{written}-file"
        st.file_uploader(
            "Ou un fichier de texte ou CSV, une ligne par membre",
            type=["txt", "csv"],
            key=given,
            max_upload_size=_MAX_MB,
        )
        st.form_submit_button(
            "Ouvrir ce périmètre",
            key="perimeter-open",
            icon=":material/select_all:",
            on_click=_open,
            args=(written, given),
        )
    if place and not place.filed:
        _offer(place, members)
    reading = st.session_state.pop(_READING, None)
    if reading is not None:
        with st.container(key="fault-perimeter"):
            _tell(reading)


def tell_filed(place: Place) -> None:
    """Say that a link does not hold a perimeter of a file, and offer the file."""
    members = chosen(place.code)
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="perimeter-filed"):
        told = (
            f"Ses {formats.number(len(members))} membres sont dans un fichier, non dans l'adresse : un lien vers cette"
        )
        st.caption(said(f"{told} page demande d'ouvrir ce fichier."), width="content")
        _offer(place, [_line(key) for key in members])


def _offer(place: Place, members: Sequence[str]) -> None:
    st.download_button(
        "Garder ce périmètre dans un fichier",
        "\n".join(members),
        file_name=exports.file_name(place.nom, "txt"),
        mime="text/plain",
        key="perimeter-file",
        on_click="ignore",
        icon=":material/download:",
    )


def _line(key: str) -> str:
    """« 63300 Riom »: the code alone may be the postcode of another commune."""
    return f"{split(key)[1]} {Visit.current().place(key).nom}"


def _open(written: str, given: str) -> None:
    """Open the perimeter of a file, or what is written, if each line is a member; keep what is to be said otherwise."""
    reading = _read(written, given)
    if reading.key is None or reading.doubts:
        st.session_state[_READING] = reading
    else:
        perimeters.keep(reading.key)
        address.open_view(replace(address.current(), places=(reading.key,)))


def _read(written: str, given: str) -> Reading:
    try:
        file = private.file_in(given)
    except DataError:  # what is written stands in its place
        file = None
    try:
        text = st.session_state[written] if file is None else encodings.decoded(file.getvalue(), file.name)
    except DataError as error:
        doubts = (Doubt(each.place, f"{each.message}. Remède : {each.remedy}") for each in error.problems)
        return Reading((), tuple(doubts))
    return perimeter_reading.read(text, Visit.current().search_index())


def _tell(reading: Reading) -> None:
    """What was not read and why, and the perimeter of what was."""
    if not reading.doubts:
        st.warning(said("Écrire au moins une commune ou une intercommunalité."))
        return
    count = formats.counted(len(reading.doubts), "ligne n'est pas lue", "lignes ne sont pas lues")
    doubts = [f"- {said(f'« {doubt.written} » : {doubt.reason}.')}" for doubt in reading.doubts[:_TOLD]]
    more = len(reading.doubts) - _TOLD
    others = [said(f"Et {formats.counted(more, 'autre', 'autres')}.")] if more > 0 else []
    st.warning("\n".join((said(f"{count} :"), *doubts, "", *others)))
    if reading.key is not None:
        members = formats.counted(len(reading.codes), "membre lu", "membres lus")
        perimeters.keep(reading.key)
        view = replace(address.current(), places=(reading.key,))
        navigation.link("territoire", f"Ouvrir le périmètre : {members}", view)
