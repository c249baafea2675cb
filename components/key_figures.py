"""The four figures at the top of the home page, each with what it covers."""

import streamlit as st

from components import formats, sentences
from data.summary import Summary


def draw(summary: Summary) -> None:
    """Projects, investment, aid, jobs: side by side, two by two on a phone."""
    jobs = summary.jobs.total
    figures = (
        ("Projets", formats.number(summary.projects), f"sur {formats.number(summary.inventory)} dans l'inventaire"),
        (
            "Investissement annoncé",
            _amount(summary.investment_eur.total),
            sentences.investment_coverage(summary.investment_eur, summary.projects),
        ),
        ("Aide publique", _amount(summary.aid_eur.total), sentences.aid_coverage(summary.aid_eur, summary.projects)),
        (
            "Emplois annoncés",
            formats.NO_DATA if jobs is None else formats.number(jobs),
            sentences.jobs_coverage(summary.jobs, summary.projects),
        ),
    )
    with st.container(horizontal=True, gap="medium", key="key-figures"):
        for label, value, covered in figures:
            with st.container(key=f"key-figure-{label.split()[0].lower()}", gap=None):
                st.metric(label, value)
                st.caption(covered)


def _amount(value: float | None) -> str:
    return formats.NO_DATA if value is None else formats.short_euros(value)
