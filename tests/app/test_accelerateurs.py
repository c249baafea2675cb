"""The page of accelerators: each published structure and company is on it with its source."""

import csv
import html
import re

import pytest
from streamlit.testing.v1 import AppTest

from data.editions.registry import STATIC_FOLDER
from data.paths import FACTS, PROJECT
from tests.app.test_sheets import ENGLISH, UNREADABLE, spaced, texts
from tests.shown_maps import shown_maps


def rows(name: str) -> list[dict[str, str]]:
    with (FACTS / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


STRUCTURES, COMPANIES = rows("accelerateurs"), rows("accompagnes")


FOLDED = ("debuts", "cci", "accompagnes", "acteurs")


@pytest.fixture
def page(app_home: object) -> AppTest:
    """The page with all that is folded open."""
    at = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60)
    for section in FOLDED:
        at.session_state[f"section-{section}"] = True
    return checked(at.switch_page("pages/accelerateurs.py").run())


def checked(at: AppTest) -> AppTest:
    assert not at.exception and not at.error
    shown = texts(at)
    assert not UNREADABLE.search(shown)
    assert not ENGLISH.search(shown)
    return at


def opened(at: AppTest, key: str) -> list[tuple[str, str | None, str]]:
    """The name, the address of the source and the whole text of each row of the table of a figure."""
    at.session_state[f"table-{key}"] = True
    titles = {"structures": "Où sont les structures", "accompagnes": "Entreprises et projets accompagnés"}
    blocks = [block.proto.body for block in checked(at.run()).get("html")]
    body = next(block for block in blocks if f"<caption>{titles[key]}" in spaced(block))
    found = re.findall(r"<tr><th scope=\"?row\"?[^>]*>(.*?)</th>(.*?)</tr>", body, re.DOTALL)
    return [(plain(name), address(f"{name} {cells}"), plain(f"{name} {cells}")) for name, cells in found]


def plain(cell: str) -> str:
    return " ".join(spaced(html.unescape(re.sub(r"<[^>]+>", " ", cell))).split())


def address(cell: str) -> str | None:
    found = re.search(r'href="(https?:[^"]+)"', cell)
    return html.unescape(found[1]) if found else None


def test_the_page_answers_where_and_how_far_and_folds_the_rest(app_home: object) -> None:
    at = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60)
    checked(at.switch_page("pages/accelerateurs.py").run())
    assert len(shown_maps(at)) == 2
    assert "au moins une structure connue sur place" in texts(at)
    labels = " ".join(spaced(expander.label) for expander in at.expander)
    for expected in ("Quand elles ont commencé", f"{len(COMPANIES)} entreprises et projets", "Qui les porte : 36"):
        assert expected in labels


def test_each_actor_is_there_with_its_role_its_programme_and_its_source(page: AppTest) -> None:
    actors, names = rows("acteurs"), {row["programme"] for row in rows("programmes")}
    body = next(b.proto.body for b in page.get("html") if "<caption>Acteurs que nomment" in spaced(b.proto.body))
    found = [plain(line) for line in re.findall(r"<tr><th scope=\"?row\"?.*?</tr>", body, re.DOTALL)]
    assert len(found) == len(actors) == 36
    for row in actors:
        (line,) = (one for one in found if one.startswith(f"{plain(row['nom'])} ") and plain(row["role"]) in one)
        assert plain(row["programme"]) in line and plain(row["source_editeur"]) in line
        assert row["programme"] in names | {""}


def test_each_of_the_103_structures_is_reachable_with_its_source(page: AppTest) -> None:
    shown = {name: (link, text) for name, link, text in opened(page, "structures")}
    assert len(shown) == len(STRUCTURES) == 103
    for row in STRUCTURES:
        link, text = shown[plain(row["nom"])]
        assert link == (row["source_url"] or None), row["nom"]
        assert plain(row["source_editeur"]) in text
        assert plain(row["description"]) in text
        assert row["commune"] in text and row["type"] in text


def test_each_of_the_75_companies_is_reachable_with_its_story_and_its_source(page: AppTest) -> None:
    shown = opened(page, "accompagnes")
    assert len(shown) == len(COMPANIES) == 75
    for row in COMPANIES:
        matching = [
            text for name, link, text in shown if (name, link) == (plain(row["entreprise"]), row["source_url"] or None)
        ]
        assert any(plain(row["projet"]) in text and plain(row["description"]) in text for text in matching), row


def test_what_is_not_on_the_maps_is_counted_and_said(page: AppTest) -> None:
    shown = texts(page)
    located, lost = (sum(bool(row["code_insee"]) is known for row in STRUCTURES) for known in (True, False))
    assert f"103 lignes, dont {located} dans une commune connue" in shown
    assert f"103 des 103 lignes de l'inventaire, dont {lost} sans commune connue" in shown
    lost_companies = sum(not row["code_insee"] for row in COMPANIES)
    assert f"75 accompagnements, dont {lost_companies} sans commune connue" in shown
    assert len(shown_maps(page)) == 3


def test_the_cohorts_of_the_cci_say_their_dated_figures(page: AppTest) -> None:
    shown = texts(page)
    for row in STRUCTURES:
        if row["type"] == "accélérateur consulaire":
            assert spaced(row["nom"]) in shown
    steps = [
        shown.index(f"relocalisation-réindustrialisation – {step}")
        for step in ("Rouen", "Hauts-de-France, 2e", "Belfort")
    ]
    assert steps == sorted(steps)
    for expected in ("4 CCI", "26 dossiers", "60 conseillers", "7 projets"):
        assert expected in shown
    assert shown.count("7 projets") >= 3


def test_types_narrow_the_map_the_years_and_the_distances(page: AppTest) -> None:
    [choice] = [box for box in page.multiselect if box.label == "Types de structures"]
    kind = "campus industriel"
    assert f"{kind} (9)" in choice.options
    checked(choice.select(kind).run())
    assert "9 des 103 lignes de l'inventaire" in texts(page)
    assert {name for name, _, _ in opened(page, "structures")} == {
        plain(row["nom"]) for row in STRUCTURES if row["type"] == kind
    }
    placed = sum(row["type"] == kind and bool(row["code_insee"]) for row in STRUCTURES)
    assert f"{placed} des 9 lignes comptées ont une commune connue" in texts(page)


def test_every_choice_of_types_draws_from_the_same_file(page: AppTest) -> None:
    def circles() -> tuple[str, str]:
        drawn = shown_maps(page)[0]["circles"]
        return drawn["file"], drawn["sizes"]

    before = circles()
    [choice] = [box for box in page.multiselect if box.label == "Types de structures"]
    checked(choice.select("campus industriel").run())
    after = circles()
    assert after[0] == before[0] and after[1] != before[1]
    assert (STATIC_FOLDER / after[0]).is_file()


def test_types_without_a_known_commune_leave_their_table(page: AppTest) -> None:
    [choice] = [box for box in page.multiselect if box.label == "Types de structures"]
    checked(choice.select("manufacture de proximité").run())
    shown = texts(page)
    assert "Aucune de ces structures n'a de commune connue" in shown
    assert "aucune structure de ces types n'a de commune connue" in shown
    assert len(opened(page, "structures")) == 4


def test_phase_and_radius_change_the_distances(page: AppTest) -> None:
    assert "des 183 territoires de la phase 2" in texts(page)
    page.session_state["structure-radius"] = 100
    checked(page.run())
    assert "aucune à moins de 100 km" in texts(page)
    phase = next(box for box in page.selectbox if box.label == "Périmètres")
    checked(phase.set_value(1).run())
    assert "des 149 territoires de la phase 1" in texts(page)


def test_structures_are_kept_by_the_stake_that_their_text_says(page: AppTest) -> None:
    told = [row for row in STRUCTURES if "compétences" in row["enjeux"]]
    assert 0 < len(told) < len(STRUCTURES)
    (box,) = [box for box in page.multiselect if box.label.startswith("Enjeux")]
    box.select("compétences").run()
    assert {name for name, _, _ in opened(page, "structures")} == {plain(row["nom"]) for row in told}
    for row in STRUCTURES:
        said = f"{row['nom']} {row['description']}".lower()
        stakes = row["enjeux"].split(" ; ") if row["enjeux"] else []
        assert all(stake in WORDS and any(word in said for word in WORDS[stake]) for stake in stakes), row["nom"]


WORDS = {
    "transition": ("transition",),
    "relocalisation": ("relocalis",),
    "circularité": ("réemploi", "circul"),
    "compétences": ("formation", "cap,", "cap ", "enseignement"),
}
