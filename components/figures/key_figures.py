"""The four figures at the top of a page, each with what it covers."""

import streamlit as st

from components.text import formats, sentences
from data.places.summary import Totals


def draw(totals: Totals, beside: str) -> None:
    """Projects, investment, aid, jobs: side by side, two by two on a phone. beside: what the projects are out of."""
    jobs = totals.jobs.total
    figures = (
        ("Projets", formats.number(totals.projects), beside),
        (
            "Investissement annoncé",
            _amount(totals.investment_eur.total),
            sentences.investment_coverage(totals.investment_eur, totals.projects),
        ),
        ("Aide publique", _amount(totals.aid_eur.total), sentences.aid_coverage(totals.aid_eur, totals.projects)),
        (
            "Emplois annoncés",
            formats.NO_DATA if jobs is None else formats.number(jobs),
            sentences.jobs_coverage(totals.jobs, totals.projects),
        ),
    )
    with st.container(horizontal=True, gap="medium", key="key-figures"):
        for label, value, covered in figures:
            with st.container(key=f"key-figure-{label.split()[0].lower()}", gap=None):
                st.metric(label, value)
                st.caption(covered)


def _amount(value: float | None) -> str:
    return formats.NO_DATA if value is None else formats.short_euros(value)
