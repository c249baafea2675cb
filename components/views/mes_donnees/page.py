"""The page of a visitor's own table: bring it, say what its columns are, see what became of each row."""

from typing import Final

import streamlit as st

from components.text import formats
from components.text.plain import said
from components.views.mes_donnees import column_choice, learnt, quality_report, questions, result, use
from components.visit import own_table
from components.visit.own_table import OwnTable
from data.files.limits import IN_PARTS, LIMITS, MEGABYTE
from data.files.reading import EXTENSIONS

_MAX_MB: Final = LIMITS.file // MEGABYTE
_SHOWN_PROBLEMS: Final = (
    5  # of a file that is refused: the first ones say what to mend, and come again if there are others
)
_INTRODUCTION: Final = (
    "Apportez un tableau de projets ou d'aides : chaque ligne est rattachée à sa commune actuelle, rien n'est écarté "
    "sans motif. Il faut un code INSEE, ou une commune et son département ou son code postal, ou une longitude et une "
    "latitude, ou une intercommunalité, un département, une région : la ligne compte alors à ce niveau. Un code postal "
    "seul est à confirmer, d'une réponse pour toutes ; un SIRET seul, là où un fichier officiel le situe."
)
_PRIVACY: Final = (
    "Votre fichier reste dans la mémoire de cette visite : personne d'autre ne le voit, rien n'en reste écrit. "
    "« Supprimer mes données » l'efface aussitôt. Recharger ou fermer la page vous en sépare ; le serveur l'efface "
    "{minutes} minutes plus tard, à une minute près, le temps qu'une coupure se répare."
)
_FORMATS: Final = "CSV, XLSX, ODS, XLS, Parquet, JSON ou GeoJSON"


def draw() -> None:
    """Draw the page, as far as the visitor went."""
    if own_table.current() is None:
        st.markdown(said(_INTRODUCTION))
    st.caption(said(_PRIVACY.format(minutes=st.get_option("server.disconnectedSessionTTL") // 60)))
    own_table.make_ready()
    _uploader()
    if (error := own_table.fault()) is not None:
        for problem in error.problems[:_SHOWN_PROBLEMS]:
            st.error(said(str(problem)))
    own = own_table.current()
    if own is None and error is not None:
        return
    learnt.give()
    if own is None:
        st.info("Choisir un fichier pour commencer.")
        return
    _file(own)
    result.draw(own)
    for note in dict.fromkeys(own.reading.notes):
        st.caption(said(note))
    column_choice.decimals(own)
    questions.draw(own)
    quality_report.to_review(own)
    use.draw(own)
    quality_report.places(own)
    column_choice.draw(own)
    quality_report.counts(own)
    quality_report.enriched(own)


def _uploader() -> None:
    st.file_uploader(
        said(f"Votre fichier ({_FORMATS}, {_MAX_MB} Mo au plus)"),
        type=sorted({extension for names in EXTENSIONS.values() for extension in names}),
        max_upload_size=_MAX_MB,
        help=said(f"Au-delà : {IN_PARTS}, sur la machine qui tient les éditions."),
        key=own_table.uploader_key(own_table.FILE),
        on_change=own_table.take_chosen,
    )


def _file(own: OwnTable) -> None:
    """The file as it was read, and how to read it otherwise."""
    table = own.reading
    read = [table.format.upper()]
    if table.sheet is not None:
        read.append(f"feuille « {table.sheet} »")
    if table.encoding is not None:
        read.append(f"encodage {table.encoding}")
    rows = formats.counted(own.told.lines, "ligne")
    columns = formats.counted(len(table.columns), "colonne")
    with st.container(horizontal=True, vertical_alignment="center", key="own-file"):
        st.markdown(said(f"{own.name} : {rows}, {columns} ({', '.join(read)})."), width="content")
        st.button("Supprimer mes données", on_click=own_table.delete, icon=":material/delete:", key="own-delete")
        learnt.draw(own)
