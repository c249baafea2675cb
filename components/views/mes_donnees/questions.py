"""The names of a visitor's table that may mean several communes: candidates, and the visitor's answer."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

import streamlit as st

from components.text import formats
from components.text.formats import typeset
from components.text.plain import said
from components.visit import own_table
from components.visit.own_table import OwnTable
from components.visit.visit import Visit
from data.own.doubtful import BELIEVED, KINDS, NOWHERE
from data.own.verdicts import Question

_AT_ONCE: Final = 12  # answers are given one by one, and each is a control that a run of the page draws
_NEAR: Final = 0.88  # a slip of a letter or two in a name of usual length
_APART: Final = 0.05  # how far the next commune must be


def draw(own: OwnTable) -> None:
    """Draw the questions, those of the most rows first, and the way to take answers back."""
    questions = own.told.questions
    answered = len(own.choices.answers) + len(own.choices.believed)
    if not questions and not answered:
        return
    st.header("Communes à confirmer", anchor=False)
    if questions:
        rows = formats.counted(sum(question.rows for question in questions), "ligne attend", "lignes attendent")
        names = formats.counted(len(questions), "nom")
        st.caption(said(f"{rows} une réponse, pour {names}. Une réponse vaut pour toutes les lignes de ce nom."))
    for kind in KINDS:
        _believe(own, kind, [question for question in questions if question.kind == kind])
    _take_all(questions)
    columns = st.columns(2)
    for rank, question in enumerate(questions[:_AT_ONCE]):
        with columns[rank % 2]:
            _ask(own, question)
    if len(questions) > _AT_ONCE:
        left = formats.counted(len(questions) - _AT_ONCE, "autre nom", "autres noms")
        st.caption(said(f"Encore {left} : les suivants viennent à mesure des réponses."))
    if answered:
        label = f"Revenir sur {formats.counted(answered, 'réponse')}"
        st.button(said(label), on_click=_take_back, key="own-take-back", icon=":material/undo:")


def _believe(own: OwnTable, kind: str, questions: Sequence[Question]) -> None:
    """One answer for all the doubts of a kind; those that it leaves open are asked one by one."""
    chosen = own.choices.believed.get(kind)
    if not questions and chosen is None:
        return
    doubt = KINDS[kind]
    rows = formats.counted(sum(question.rows for question in questions), "ligne")
    told = f"Pour toutes : {BELIEVED[chosen]}. Encore à confirmer" if chosen else "Une réponse pour toutes"
    key = f"own-believed-{kind}-{own.key}"
    st.segmented_control(
        said(f"{doubt.label[:1].upper()}{doubt.label[1:]} ({rows}). {told} :"),
        doubt.believed,
        default=chosen,
        format_func=lambda what: typeset(BELIEVED[what]),
        key=key,
        on_change=partial(_keep_believed, kind, key),
    )
    if doubt.risk:
        st.caption(said(doubt.risk))


def _keep_believed(kind: str, key: str) -> None:
    own = own_table.current()
    if own is not None:
        others = {other: what for other, what in own.choices.believed.items() if other != kind}
        what = st.session_state[key]
        own_table.choose(replace(own.choices, believed=others | ({kind: what} if what else {})))


def _take_all(questions: Sequence[Question]) -> None:
    """One answer for all the names that look very much like one commune, and like no other."""
    sure = [question for question in questions if _is_nearly_sure(question)]
    if len(sure) < 2:
        return
    rows = formats.counted(sum(question.rows for question in sure), "ligne")
    example = str(Visit.current().places().communes.at[sure[0].candidates[0][0], "nom"])
    label = (
        f"Prendre la commune la plus ressemblante pour {len(sure)} noms, {rows} "
        f"(par exemple « {sure[0].name} » : {example})"
    )
    answers = {question.key: question.candidates[0][0] for question in sure}
    st.button(said(label), on_click=partial(_keep_all, answers), key="own-take-all")


def _is_nearly_sure(question: Question) -> bool:
    (_, likeness), *others = question.candidates
    return _NEAR <= likeness < 1 and all(likeness - other >= _APART for _, other in others)


def _keep_all(answers: Mapping[str, str]) -> None:
    own = own_table.current()
    if own is not None:
        own_table.choose(replace(own.choices, answers={**own.choices.answers, **answers}))


def asked(question: Question) -> str:
    """« CHALON, département 71 : 3 lignes »."""
    where = f", département {question.departement}" if question.departement else ""
    return f"{question.name}{where} : {formats.counted(question.rows, 'ligne')}"


def _ask(own: OwnTable, question: Question) -> None:
    communes = Visit.current().places().communes
    likeness = dict(question.candidates)
    names = {
        code: f"{communes.at[code, 'nom']!s} ({code})"
        + ("" if alike == 1 else f", ressemblance {round(100 * alike)} %")
        for code, alike in likeness.items()
    } | {NOWHERE: "Aucune de ces communes"}
    key = f"own-question-{question.key}-{own.key}"
    st.selectbox(
        said(asked(question)),
        list(names),
        index=None,
        format_func=lambda code: typeset(names.get(str(code), str(code))),
        placeholder="Choisir la commune",
        key=key,
        on_change=partial(_keep, question.key, key),
    )


def _keep(question: str, key: str) -> None:
    own = own_table.current()
    if own is not None and st.session_state[key] is not None:
        answers = dict(own.choices.answers) | {question: st.session_state[key]}
        own_table.choose(replace(own.choices, answers=answers))


def _take_back() -> None:
    own = own_table.current()
    if own is not None:
        own_table.choose(replace(own.choices, answers={}, believed={}))
