"""The dossier of the visit: its views in their order, with the words of who will show them; its files."""

import base64
import runpy
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs
from zlib import crc32

import streamlit as st

from components.figures import plates
from components.frame import boundary
from components.meeting import pins, presenter, sought
from components.meeting.pins import Change
from components.text import formats
from components.text.formats import typeset
from components.text.plain import said
from components.visit import address, navigation, turn
from components.visit.visit import Visit
from data.documents import dossiers, studio
from data.documents.dossiers import Dossier, Pin
from data.documents.plates import Plate
from data.files import exports
from data.paths import PROJECT
from data.query.address import dataset_asked, decode
from data.query.selection import Selection
from data.words.numbers import MILLION
from geo.errors import DataError

_HOW: Final = (
    "Sous chaque figure, ouvrir le menu « Tableau… », puis « Épingler ». Les vues épinglées se rangent ici : on les "
    "renomme, on les annote, on les met en ordre, on part avec. Elles restent le temps de la visite ; le fichier du "
    "dossier les garde, et les rouvre sur une édition plus récente en disant ce qui a changé."
)
_TEMPLATE_MB: Final = 20  # masters with the pictures of an organisation; `uploads.Bounds` keeps room for one
_DOCUMENTS: Final = {
    "pptx": ("Diaporama (PowerPoint)", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    "odp": ("Diaporama (OpenDocument)", "application/vnd.oasis.opendocument.presentation"),
    "pdf": ("Document (PDF)", "application/pdf"),
    "html": ("Page hors ligne (HTML)", "text/html"),
}
_NOTE: Final = "Ce que l’on en dira"
_NOWHERE: Final = "Cette vue n'est plus sur sa page."


def draw() -> None:
    """Draw the dossier; a view that was not drawn in this visit is drawn first, one per run."""
    if presenter.noting():
        presenter.draw_notes()
        return
    dossier = pins.current()
    if presenter.on() and dossier.pins:
        _present(dossier)
        return
    st.title("Dossier", anchor=False)
    if pins.refused():
        st.error(said(pins.refused()), icon=":material/link_off:")
    if not dossier.pins:
        st.markdown(said(_HOW))
        _open_file()
        return
    _draw_missing(dossier)
    st.text_input("Titre du dossier", dossier.title, max_chars=200, key="dossier-title", on_change=_rename)
    for rank, pin in enumerate(dossier.pins):
        _draw_pin(pin, rank, len(dossier.pins))
    _files(dossier)
    with st.expander("Ouvrir un autre dossier", key="dossier-other"):
        _open_file()


def _present(dossier: Dossier) -> None:
    """Show the views that there are, as on a projector."""
    _draw_missing(dossier)
    presenter.draw(_plates(dossier), keep=not Visit.current().private)


def _plates(dossier: Dossier) -> list[Plate]:
    """Each view in its place, drawn or with what kept it from being so."""
    return [pins.plate_of(pin) or _absent(pin) for pin in dossier.pins]


def _absent(pin: Pin) -> Plate:
    notes = (pin.note,) if pin.note else ()
    return plates.absent(pin.title, pins.why_lost(pin), notes, Visit.current().edition_id)


def _draw_missing(dossier: Dossier) -> None:
    """Draw a view that has no values yet, out of sight, and run again for the next one."""
    missing = [pin for pin in dossier.pins if pins.plate_of(pin) is None and not pins.why_lost(pin)]
    if not missing:
        return
    done = len(dossier.pins) - len(missing)
    st.progress(done / len(dossier.pins), typeset(f"Vue {done + 1} sur {len(dossier.pins)} : {said(missing[0].title)}"))
    stage = st.empty()
    with stage.container(key="dossier-stage"):
        _draw_again(missing[0])
    stage.empty()
    st.rerun()


def _draw_again(pin: Pin) -> None:
    """Run the page of a view with its selection, until its figure is there. What stops it is said in its place."""
    entry = navigation.entry_of(pin.page)
    selection, refused = _asked(pin)
    if entry is None or entry.slug == navigation.shown_slug():
        pins.lose(pin, _NOWHERE)
    elif refused:
        pins.lose(pin, f"Son adresse demande ce que l'atlas n'a pas ou plus. {' '.join(refused)}")
    else:
        with boundary.in_french(lambda why, _: pins.lose(pin, why), what="Cette vue"):
            _find(pin, PROJECT / entry.path, selection)


def _find(pin: Pin, path: Path, selection: Selection) -> None:
    with address.borrowed(selection), navigation.as_if_on(pin.page):
        try:
            with sought.figure(pin.figure):
                runpy.run_path(str(path))
        except sought.Caught as caught:
            pins.draw_now(pin, caught.plate)
        else:
            pins.lose(pin, _NOWHERE)


def _draw_pin(pin: Pin, rank: int, count: int) -> None:
    slot = f"{rank}-{crc32(repr(pin.place).encode()):x}"
    with st.container(border=True, key=f"pin-{rank}"):
        st.text_input(
            f"Titre de la vue {rank + 1}",
            pin.title,
            max_chars=200,
            key=f"pin-title-{slot}",
            on_change=partial(_retitle, pin, f"pin-title-{slot}"),
        )
        st.text_area(
            _NOTE,
            pin.note,
            max_chars=1_500,
            height=68,
            key=f"pin-note-{slot}",
            placeholder="Une phrase ou deux, dites ou imprimées avec la vue",
            on_change=partial(_annotate, pin, f"pin-note-{slot}"),
        )
        _told(pin)
        with st.container(horizontal=True, gap="small", vertical_alignment="center", key=f"pin-foot-{rank}"):
            _where(pin)
            _action("Monter", ":material/arrow_upward:", rank, partial(_move, rank, -1), disabled=rank == 0)
            _action("Descendre", ":material/arrow_downward:", rank, partial(_move, rank, 1), disabled=rank == count - 1)
            _action("Retirer", ":material/close:", rank, partial(pins.unpin, pin.place))


def _told(pin: Pin) -> None:
    """What has changed since the view was pinned."""
    change = pins.change_of(pin)
    if why := pins.why_lost(pin):
        st.warning(said(f"{why} La vue reste dans le dossier avec ses mots."), icon=":material/visibility_off:")
    elif change is not None:
        st.info(said(told_change(change)), icon=":material/update:")


def _where(pin: Pin) -> None:
    """The page of the view, when it was read, and the way to it."""
    entry = navigation.entry_of(pin.page)
    if entry is not None:
        read_on = f"lue le {formats.day(pin.day)}, édition {pin.edition}" if pin.day else "pas encore lue"
        st.caption(said(f"Page {entry.title}, {read_on}."), width="content")
        navigation.link(pin.page, "Ouvrir la page", _asked(pin)[0])


def _asked(pin: Pin) -> tuple[Selection, tuple[str, ...]]:
    """What of its address is understood here, and what is not."""
    asked = parse_qs(pin.query)
    return decode(asked, Visit.current().showing(dataset_asked(asked)).vocabulary())


def told_change(change: Change) -> str:
    """« Depuis le 30 novembre 2026 (édition …) : 3 lignes changées, 1 nouvelle. »."""
    parts = [
        (change.changed, "ligne changée", "lignes changées"),
        (change.come, "nouvelle", "nouvelles"),
        (change.gone, "disparue", "disparues"),
    ]
    counted = [formats.counted(count, *words) for count, *words in parts if count]
    what = formats.joined(counted) if counted else "un autre ordre des lignes"
    return f"Depuis le {formats.day(change.day)} (édition {change.edition}) : {what}."


def _action(label: str, icon: str, rank: int, act: partial[None], *, disabled: bool = False) -> None:
    st.button(label, key=f"pin-{label}-{rank}", icon=icon, type="tertiary", on_click=act, disabled=disabled)


def _files(dossier: Dossier) -> None:
    st.header("Partir avec", anchor=False)
    shown = _plates(dossier)
    offered = st.container(horizontal=True, gap="small", vertical_alignment="center", key="dossier-files")
    options = {"pptx": _template(), "pdf": {"title": dossier.title}, "html": {"title": dossier.title}}
    with offered:
        st.button(
            "Présenter",
            key="dossier-present",
            icon=":material/slideshow:",
            type="primary",
            on_click=presenter.start,
            help="Flèches ou touches de page pour changer de vue, Échap pour quitter",
        )
        st.link_button(
            typeset("Notes de l'orateur"),
            navigation.link_with("dossier", mode=presenter.NOTES),
            icon=":material/speaker_notes:",
            help=typeset("Une seconde fenêtre, qui suit la présentation : la note de la vue, le titre de la suivante"),
        )
        for kind, (label, mime) in _DOCUMENTS.items():
            st.download_button(
                label,
                data=turn.for_file(studio.deferred(kind, lambda: shown, keep=False, **options.get(kind, {}))),
                file_name=exports.file_name(dossier.title, kind),
                mime=mime,
                key=f"dossier-{kind}",
                on_click="ignore",
                icon=":material/download:",
            )
        st.download_button(
            "Enregistrer le dossier",
            data=lambda: dossiers.written(dossier),
            file_name=exports.file_name(f"Dossier {dossier.title}", "json"),
            mime="application/json",
            key="dossier-save",
            on_click="ignore",
            icon=":material/save:",
            help=typeset(
                "Un petit fichier, à rouvrir ici, avec les valeurs d'aujourd'hui pour dire ce qui aura changé"
            ),
        )
    _links(dossier)


def _links(dossier: Dossier) -> None:
    """Links that open the dossier anywhere: to change it, or on a projector."""
    packed = dossiers.link(dossier)
    if not packed:
        st.caption(typeset("Ce dossier est trop long pour un lien : l'enregistrer."))
        return
    with st.expander(
        typeset("Liens : les vues et leurs mots, que la page redessine à l'ouverture"), key="dossier-links"
    ):
        for label, more in (("Ouvrir le dossier", {}), ("Ouvrir la présentation", {"mode": presenter.MODE})):
            st.caption(label)
            link = navigation.link_with("dossier", **{pins.PARAMETER: packed}, **more)
            st.code(link, language=None, wrap_lines=True)


def _template() -> dict[str, str]:
    """The presentation whose masters the slides take, as the process that draws is told."""
    with st.expander("Modèle de diaporama de votre organisation", key="dossier-template"):
        given = st.file_uploader(
            "Présentation PowerPoint dont prendre le masque",
            type=["pptx"],
            key="dossier-template-file",
            max_upload_size=_TEMPLATE_MB,
            help="Ses diapositives ne sont pas reprises, ni gardées",
        )
        if given is None:
            return {}
        try:
            dossiers.check_template(given.getvalue(), given.name)
        except DataError as error:
            st.error(said(str(error)), icon=":material/error:")
            return {}
    return {"template": base64.b64encode(given.getvalue()).decode()}


def _open_file() -> None:
    most = dossiers.MOST_BYTES // MILLION
    given = st.file_uploader("Ouvrir un dossier enregistré", type=["json"], key="dossier-file", max_upload_size=most)
    if given is None:
        return
    try:
        opened = dossiers.read(given.getvalue(), given.name)
    except DataError as error:
        st.error(said(str(error)), icon=":material/error:")
        return
    st.button(
        typeset(f"Ouvrir « {said(opened.title)} » ({formats.counted(len(opened.pins), 'vue')})"),
        key="dossier-open",
        on_click=pins.open_dossier,
        args=(opened,),
        type="primary",
    )


def _rename() -> None:
    title = st.session_state["dossier-title"].strip()
    pins.keep(replace(pins.current(), title=title or "Dossier"))


def _retitle(pin: Pin, key: str) -> None:
    title = st.session_state[key].strip()
    if title:
        pins.rewrite(replace(pin, title=title))


def _annotate(pin: Pin, key: str) -> None:
    pins.rewrite(replace(pin, note=st.session_state[key].strip()))


def _move(rank: int, step: int) -> None:
    pins.keep(pins.current().moved(rank, step))
