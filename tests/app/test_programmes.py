"""The page of programmes: every programme and every published figure, in its words, with its date and source."""

import csv
import re
from collections import Counter, defaultdict
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from components.text import formats
from components.text.formats import typeset
from components.views.programmes import sentences
from components.visit import navigation
from data.editions.edition import Edition
from data.paths import FACTS, PROJECT
from data.query.address import encode
from data.query.selection import Selection
from data.words.vocabulary import EVERY_THEME, THEMES, Vocabulary
from tests.app.test_sheets import ENGLISH, UNREADABLE, spaced, texts
from tests.inventory import every_project


def published(name: str) -> list[dict[str, str]]:
    with (FACTS / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


FIGURES, PROGRAMMES, PROJECTS = published("indicateurs"), published("programmes"), every_project()
SERIES = published("series")
EVERY_TITLE = "Tous les thèmes"
FEW = "Une ou deux dates : les valeurs publiées"
TARGETS, FIRST = "Objectifs et annonces, avec le dernier point connu", THEMES[0]
OTHER_NAMES = {row["nom_cite"]: row["programme"] for row in published("noms_programmes")}


def open_page(scheme: str | None = None, *, theme: str = FIRST, tab: str | None = "Tous les chiffres") -> AppTest:
    """The page, with a tab of the card or of the theme open; the first one for None."""
    at = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60)
    for name, values in encode(Selection(scheme=scheme, theme=theme)).items():
        at.query_params[name] = values
    at.switch_page("pages/programmes.py").run()
    assert not at.exception and not at.error
    labels = [spaced(found.label) for found in at.tabs]
    return at if tab is None or tab not in labels else opened(at, tab, scheme=scheme, theme=theme)


def opened(at: AppTest, tab: str, *, scheme: str | None = None, theme: str = FIRST) -> AppTest:
    """The page with another tab open, by the beginning of its label."""
    (label,) = (found.label for found in at.tabs if spaced(found.label).startswith(tab))
    at.session_state[f"subjects-sheet-{scheme}" if scheme else f"subjects-theme-{theme}"] = label
    at.run()
    assert not at.exception and not at.error
    return at


def readable(at: AppTest) -> str:
    shown = texts(at)
    assert not UNREADABLE.search(shown)
    assert not ENGLISH.search(shown)
    return shown


def cells(at: AppTest, caption: str) -> list[list[str]]:
    """The rows of a table of the page, each as the texts of its cells, with the address of its links after them."""
    body = next(
        block.proto.body for block in at.get("html") if f"<caption>{caption}" in unescape(spaced(block.proto.body))
    )
    rows = re.findall(r"<tr><th scope=\"?row\"?.*?</tr>", spaced(body))
    return [
        [
            *(unescape(re.sub(r"<[^>]+>", "", cell)) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)),
            *(unescape(link) for link in re.findall(r'href="([^"]+)"', row)),
        ]
        for row in rows
    ]


def typed(text: str) -> str:
    """A text of the files as a table shows it."""
    return spaced(typeset(text))


def sheet_of(row: dict[str, str]) -> str:
    return OTHER_NAMES.get(row["programme"], row["programme"]) or "Sans programme"


def test_every_programme_and_every_figure_is_shown_with_its_source(app_home: Path, vocabulary: Vocabulary) -> None:
    assert vocabulary.schemes[: len(PROGRAMMES)] == tuple(row["programme"] for row in PROGRAMMES)
    assert set(vocabulary.schemes) >= {sheet_of(row) for row in (*FIGURES, *PROJECTS)}
    seen = 0
    for scheme in vocabulary.schemes:
        at = open_page(scheme)
        readable(at)
        expected = [row for row in FIGURES if sheet_of(row) == scheme]
        rows = cells(at, f"{scheme} : tous les chiffres publiés") if expected else []
        assert len(rows) == len(expected)
        for row in expected:
            value = spaced(sentences.published(float(row["valeur"]), row["unite"]))
            when = spaced(formats.when(row["date"]))
            matching = [
                cells
                for cells in rows
                if {typed(row["indicateur"]), typed(row["perimetre"]), when, value} <= set(cells)
                and typed(row["source_editeur"]) in cells
                and (not row["source_url"] or row["source_url"] in cells)
            ]
            assert matching, row
        seen += len(rows)
    assert seen == len(FIGURES)


# The figures of the founding documents: sheet -> (wording, date, value as it reads).
FOUNDING = {
    "Territoires d'industrie – Temps I": [
        ("Projets portés par les territoires", "décembre 2020", "1 600 projets"),
        ("Territoires labellisés", "décembre 2020", "148 territoires"),
        ("Territoires labellisés", "22 novembre 2018", "124 territoires"),
        ("Intercommunalités engagées", "décembre 2020", "500 intercommunalités"),
        ("Accompagnements de PME vers l'industrie du futur", "novembre 2018", "10 000 accompagnements"),
    ],
    "Territoires d'industrie – Temps II": [
        ("Territoires labellisés", "9 novembre 2023", "183 territoires"),
        ("Actions engagées", "2025", "3 000 actions"),
    ],
    "France 2030": [
        ("Enveloppe du plan", "2025", "54 Md€"),
        ("Montant engagé", "2023", "21 Md€"),
        ("Projets soutenus", "2023", "4 370 projets"),
        ("Emplois directs créés ou maintenus", "2023", "40 000 emplois"),
        ("Emplois directs créés ou maintenus", "10 avril 2025", "155 000 emplois"),
        ("Soutien à l'électronique", "2025", "5 Md€"),
        ("Soutien à la décarbonation des sites industriels", "2025", "4,5 Md€"),
        ("Créations nettes d'emplois projetées (borne basse)", "2030", "288 000 emplois"),
        ("Créations nettes d'emplois projetées (borne haute)", "2030", "600 000 emplois"),
        ("Objectif de production de véhicules électriques et hybrides", "2030", "2 000 000 véhicules par an"),
        ("Objectif de baisse des émissions industrielles", "2030", "−35 %"),
    ],
    "France 2030 régionalisé": [("Enveloppe du volet régionalisé", "2025", "1 Md€")],
    "Première Usine": [
        ("Projets lauréats de la relève", "12 mai 2023", "13 projets"),
        ("Aide d'État de la relève", "12 mai 2023", "57 M€"),
        ("Investissements productifs de la relève", "12 mai 2023", "236 M€"),
        ("Part des investissements hors Île-de-France", "12 mai 2023", "70 %"),
    ],
    "Accélérateur relocalisation-réindustrialisation (CCI)": [
        ("Dossiers étudiés sur trois villes", "2023", "26 dossiers"),
        ("Conseillers CCI mobilisés", "2023", "60 conseillers"),
        ("Projets de la promotion", "5 décembre 2023", "7 projets"),
    ],
    "Observatoire des start-up, PME et ETI industrielles": [
        ("Baisse des lignes de production et usines lancées par des start-up industrielles", "2024", "−30 %"),
    ],
    "Sans programme": [
        ("Part de l'industrie dans le PIB", "2025", "10 %"),
        ("Part de l'industrie dans le PIB", "2025", "20 %"),
        ("Emplois industriels à créer (objectif cité)", "décembre 2023", "300 000 emplois"),
        (
            "Part des projets d'investissement industriel dans les communes de moins de 20 000 habitants",
            "2025",
            "40 %",
        ),
    ],
}


@pytest.mark.parametrize("scheme", FOUNDING)
def test_the_figures_of_the_founding_documents_are_there_with_their_dates(app_home: Path, scheme: str) -> None:
    rows = cells(open_page(scheme), f"{scheme} : tous les chiffres publiés")
    for wording, date, value in FOUNDING[scheme]:
        assert any({wording, date, value} <= set(row) for row in rows), (wording, date, value)


def test_the_overview_shows_programmes_targets_and_disagreements(app_home: Path) -> None:
    at = open_page(theme=EVERY_THEME)
    shown = readable(at)
    assert f"46 programmes, {len(FIGURES)} chiffres datés" in shown
    rows = cells(at, "Programmes et dispositifs")
    assert [row[:2] for row in rows] == [[typed(row["programme"]), typed(row["description"])] for row in PROGRAMMES]
    assert sum(int(row[5]) for row in rows) == sum(
        sheet_of(row) in {p["programme"] for p in PROGRAMMES} for row in FIGURES
    )
    assert all(
        parse_qs(urlsplit(row[-1]).query)["dispositif"] == [programme["programme"]]
        for row, programme in zip(rows, PROGRAMMES, strict=True)
    )
    opened(at, "Objectifs", theme=EVERY_THEME)
    targets = {(row[0], row[3]): row for row in cells(at, TARGETS)}
    assert targets["Enveloppe de France 2030", "2025"][6] == "16 Md€"
    assert targets["Objectif de sites industriels par an", "2030"][6] == "—"
    shown = readable(opened(at, "Désaccords", theme=EVERY_THEME))
    for case in published("desaccords"):
        assert typed(case["phrase"]) in shown
        assert len(cells(at, typed(case["titre"]))) >= 2


def test_the_axes_of_both_phases_are_told_with_their_theme(app_home: Path) -> None:
    at = open_page(tab="Les quatre axes")
    axes = {(row[1], row[0]) for row in cells(at, "Les quatre axes de chaque phase, et ce qui en est publié")}
    assert {axis for phase, axis in axes if "1 (" in phase} == {
        "Attractivité",
        "Recrutement",
        "Innovation",
        "Simplification",
    }
    assert {axis for phase, axis in axes if "2 (" in phase} >= {
        "Compétences",
        "Innovation",
        "Foncier",
        "Transition écologique",
    }


def test_each_figure_target_and_chart_is_under_its_theme_and_no_other(app_home: Path, edition: Edition) -> None:
    assert {row["theme"] for row in SERIES} == set(THEMES)
    seen: Counter[tuple[str, ...]] = Counter()
    titles: list[str] = []
    aimed = 0
    for theme in THEMES:
        at = open_page(theme=theme)
        readable(at)
        rows = cells(at, f"{typed(theme)} : tous les chiffres publiés")
        opened(at, "Dans le temps", theme=theme)
        readable(at)
        seen.update((row[0], row[2]) for row in rows)
        assert {row[1] for row in rows} == {typed(row["serie"]) for row in SERIES if row["theme"] == theme}
        charts = [spaced(chart.proto.alt).split(" : points datés")[0] for chart in at.get("vega_lite_chart")]
        assert set(charts) <= {spaced(row["figure"]) for row in SERIES if row["theme"] == theme}
        headers = [spaced(header.value) for header in at.header]
        assert {typed(title) for title in charts} <= set(headers)
        titles += charts
        few = cells(at, FEW) if FEW in headers else []
        titles += [row[0] for row in few]
        assert all(is_short(edition, row[0]) for row in few)
        assert not any(is_short(edition, title) for title in charts)
        if any(spaced(found.label).startswith("Objectifs") for found in at.tabs):
            aimed += len(cells(opened(at, "Objectifs", theme=theme), TARGETS))
    assert seen == Counter((typed(row["indicateur"]), typed(row["perimetre"])) for row in FIGURES)
    assert len(set(titles)) == len(titles) == 33
    every = open_page(theme=EVERY_THEME)
    rows = cells(every, f"{EVERY_TITLE} : tous les chiffres publiés")
    assert Counter((row[0], row[2]) for row in rows) == seen
    assert len({row[1] for row in rows}) == len(SERIES)
    assert not every.get("vega_lite_chart")
    assert len(cells(opened(every, "Objectifs", theme=EVERY_THEME), TARGETS)) == aimed == 42


def is_short(edition: Edition, title: str) -> bool:
    """Whether no series of a figure has three dates in one perimeter: it is told, not drawn."""
    of_series = {row["serie"]: typed(row["figure"]) for row in SERIES}
    dates: dict[tuple[str, str, bool], set[str]] = defaultdict(set)
    for serie, place, date in edition.table("indicateurs")[["serie", "perimetre", "date"]].itertuples(index=False):
        if of_series.get(serie) == typed(title):
            dates[serie, place, "-S" in date].add(date)
    national = {serie for serie, place, _ in dates if place == "France"}
    return max(len(seen) for (serie, place, _), seen in dates.items() if place == "France" or serie not in national) < 3


def test_a_theme_is_one_click_away_with_its_count_and_stays_in_the_address(app_home: Path, edition: Edition) -> None:
    at = open_page(tab=None)
    (choice,) = [group for group in at.button_group if group.label.startswith("Thème")]
    assert choice.value == FIRST
    counts = [re.search(r"\((\d+)\)$", option) for option in choice.options]
    themes = edition.table("indicateurs")["serie"].map(edition.table("series").set_index("serie")["theme"])
    of_theme = themes.value_counts()
    assert [int(count[1]) for count in counts if count] == [*(of_theme[theme] for theme in THEMES), len(FIGURES)]
    choice.select("France Relance").run()
    assert at.query_params["theme"] in ("France Relance", ["France Relance"])
    headers = [spaced(header.value) for header in at.header]
    assert "Territoires labellisés" not in headers
    assert len(at.get("vega_lite_chart")) == 1
    opened(at, "Tous les chiffres", theme="France Relance")
    assert "France Relance : tous les chiffres publiés" in [spaced(header.value) for header in at.header]


def test_shares_of_industry_are_told_by_definition_and_country(app_home: Path) -> None:
    at = open_page(theme="Industrie dans l'économie", tab="Part de l'industrie")
    rows = {row[0]: row[1:] for row in cells(at, "Part de l'industrie, par définition et par pays")}
    wide = rows["Part de l'industrie au sens large dans le PIB (Banque mondiale)"]
    assert wide[:2] == ["17 % (2021) ; 17 % (2022) ; 17 % (2023)", "27 % (2023)"]
    assert rows["Part de l'industrie dans le PIB (Village by CA)"][:2] == ["10 % (2025)", "20 % (2025)"]
    shown = sum(cell.count(" % (") for row in rows.values() for cell in row)
    wordings = ("Part de l'industrie ", "Poids du secteur industriel")
    assert shown == sum(row["indicateur"].startswith(wordings) and row["programme"] == "" for row in FIGURES)


def test_waves_read_with_their_leverage(app_home: Path) -> None:
    rows = cells(open_page("Première Usine", tab=None), "Première Usine, vague par vague")
    assert rows[1] == ["12 mai 2023", "2e vague", "13", "57 M€", "236 M€", "4,1", "—", "70 %"]
    assert rows[-1][0] == "30 avril 2025" and rows[-1][4:6] == ["—", "—"]


def test_projects_of_a_programme_are_counted_against_the_published_total(app_home: Path) -> None:
    shown = readable(open_page("Première Usine"))
    counted = sum(row["programme"] == "Première Usine" for row in PROJECTS)
    assert (
        f"{counted} des 91 projets publiés (30 avril 2025, Bpifrance (salle de presse)) sont dans l'inventaire" in shown
    )
    at = open_page("France Relance industrie")
    count = sum(row["programme"] == "France Relance" for row in PROJECTS)
    assert f"{count} des 3 080 projets publiés (2022, Direction générale des entreprises (DGE))" in readable(at)
    opened(at, "Ses projets", scheme="France Relance industrie")
    links = [link.proto for link in at.get("page_link") if link.proto.label == "Filtrer ces projets"]
    assert len(links) == 1 and "programme=France+Relance" in links[0].query_string
    nothing = readable(open_page("Village by CA"))
    assert "Aucun projet de l'inventaire ne cite ce programme." in nothing


def test_the_address_opens_a_sheet_and_an_unknown_one_is_said(app_home: Path) -> None:
    at = open_page("Première Usine")
    assert spaced(at.title[0].value) == "Première Usine"
    assert at.query_params["dispositif"] in ("Première Usine", ["Première Usine"])
    wrong = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60)
    wrong.query_params["dispositif"] = "Plan Marshall"
    wrong.switch_page("pages/programmes.py").run()
    assert "dispositif" not in wrong.query_params
    assert "Programmes" in wrong.title[0].value
    assert any("dispositif" in warning.value for warning in (*wrong.warning, *wrong.info))


def test_a_choice_opens_the_sheet_and_the_link_leads_back(app_home: Path) -> None:
    at = open_page()
    box = next(box for box in at.selectbox if box.label == "Fiche d’un programme")
    box.select("Pack Rebond").run()
    assert spaced(at.title[0].value) == "Pack Rebond"
    assert "Aucun chiffre daté n'est relevé sous ce nom." in readable(at)
    back = next(link.proto for link in at.get("page_link") if link.proto.label == "Tous les programmes")
    assert "dispositif" not in back.query_string
    assert next(entry for entry in navigation.PAGES if entry.slug == "programmes").title == "Programmes"
