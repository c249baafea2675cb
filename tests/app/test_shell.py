"""The shell: one selection for the widgets, the chips, the address and every page; errors in French; safe settings."""

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from streamlit import config as streamlit_config
from streamlit.testing.v1 import AppTest

from components.look import palette
from components.text.plain import plain
from components.visit import navigation
from data.paths import PROJECT
from tests.app.test_pages import texts
from tests.app.test_sheets import spaced
from tests.inventory import everything, french, held, known, live_projects

CONFIG = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
NBSP, NARROW_NBSP = "\u00a0", "\u202f"


def opened(**params: str | Sequence[str]) -> AppTest:
    at = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60)
    for name, value in params.items():
        at.query_params[name] = value
    at.run()
    assert not at.exception
    return at


def count_line(at: AppTest) -> str:
    """« 74 projets sélectionnés sur 875 », as plain text."""
    return at.main.markdown[0].value.replace("*", "").replace(NBSP, " ").replace(NARROW_NBSP, " ")


def address(at: AppTest) -> dict[str, list[str]]:
    return {k: [v] if isinstance(v, str) else list(v) for k, v in at.query_params.items()}


def labelled(elements: Sequence[Any], label: str) -> Any:
    """The widget of that label: keys change when a chip or an address moves the widgets."""
    (found,) = (element for element in elements if element.label == label)
    return found


def chips(at: AppTest) -> list[str]:
    return [button.key for button in at.button if str(button.key).startswith("chip-")]


def notices(at: AppTest) -> str:
    said = " ".join(info.value for info in at.info).replace("\\", "").replace("\u2060", "")
    return said.replace("\N{NO-BREAK SPACE}", " ")


def published(**wanted: str) -> int:
    """Rows of the facts file with these values, read without any of the project's code."""
    return sum(all(row[k] == v for k, v in wanted.items()) for row in live_projects())


def test_every_page_of_the_table_opens_inside_the_shell(app_home: Path) -> None:
    for entry in navigation.PAGES:
        at = opened()
        at.switch_page(entry.path).run()
        assert not at.exception
        assert not at.error
        assert at.sidebar.header[0].value == "Filtres"
        assert any("Édition" in block.proto.body for block in at.get("html"))


def test_pages_are_files_named_after_their_slug_and_guarded_first() -> None:
    files = sorted(path.name for path in (PROJECT / "pages").glob("*.py") if path.name != "__init__.py")
    assert files == sorted(Path(entry.path).name for entry in navigation.PAGES)
    for entry in navigation.PAGES:
        assert Path(entry.path).stem == entry.slug  # a first deep link is resolved by the name of the file
        statements = (PROJECT / entry.path).read_text(encoding="utf-8").split("navigation.through_router()")
        assert len(statements) == 2
        assert not re.search(r"\bst\.", statements[0])  # nothing is drawn before the guard


def test_a_filtered_page_says_what_is_known_of_the_selection(app_home: Path) -> None:
    at = opened(filiere="Santé")
    assert "Connus" not in texts(at)  # the sums of the home page are in large type
    at.switch_page("pages/carte.py").run()
    rows = [row for row in live_projects() if row["filiere"] == "Santé"]
    jobs = [int(row["emplois"]) for row in rows if row["emplois"]]
    assert f"emplois {french(sum(jobs))} ({len(jobs)})" in texts(at)
    assert f"({known(rows)}) ; aide" in texts(at)


def test_small_communes_are_kept_in_one_click(app_home: Path) -> None:
    at = opened(filiere="Santé")
    at.button("small-communes").click().run()
    assert address(at) == {"filiere": ["Santé"], "taille": ["t1", "t2", "t3"]}
    assert not [button for button in at.button if button.key == "small-communes"]


def test_an_address_becomes_filters_chips_and_a_count(app_home: Path) -> None:
    at = opened(filiere="Santé", statut="Annoncé")
    expected = published(filiere="Santé", statut="Annoncé")
    assert count_line(at) == f"{expected} projets sélectionnés sur {held()}"
    assert chips(at) == ["chip-filieres-Santé", "chip-statuts-Annoncé"]
    assert labelled(at.sidebar.multiselect, "Filière").value == ["Santé"]


def test_counts_stand_beside_values_and_ignore_their_own_filter(app_home: Path) -> None:
    at = opened(filiere="Santé")
    filieres = labelled(at.sidebar.multiselect, "Filière").options
    assert f"Santé ({published(filiere='Santé')})" in filieres
    assert f"Aéronautique ({published(filiere='Aéronautique')})" in filieres
    statuts = labelled(at.sidebar.multiselect, "Statut").options
    assert f"Annoncé ({published(filiere='Santé', statut='Annoncé')})" in statuts


def test_a_filter_reaches_the_address_and_a_chip_takes_it_away(app_home: Path) -> None:
    at = opened()
    labelled(at.sidebar.multiselect, "Statut").select("En service").run()
    assert address(at) == {"statut": ["En service"]}
    labelled(at.sidebar.multiselect, "Filière").select("Santé").run()
    assert address(at) == {"filiere": ["Santé"], "statut": ["En service"]}
    at.button(key="chip-statuts-En service").click().run()
    assert address(at) == {"filiere": ["Santé"]}
    assert labelled(at.sidebar.multiselect, "Statut").value == []
    at.button(key="chips-clear").click().run()
    assert address(at) == {}
    assert count_line(at) == f"{everything()} projets sélectionnés sur {held()}"


def test_filters_survive_a_change_of_page(app_home: Path) -> None:
    at = opened(filiere="Santé")
    for page in ("carte", "methode", "projets"):
        at.switch_page(f"pages/{page}.py").run()
        assert address(at) == {"filiere": ["Santé"]}
    assert count_line(at).startswith(f"{published(filiere='Santé')} projets")


def test_what_an_address_asks_in_vain_is_said_until_the_next_choice(app_home: Path) -> None:
    at = opened(filiere="Santé", taille="t9", inconnu="1")
    assert "« t9 »" in notices(at)
    assert "« inconnu »" in notices(at)
    assert address(at) == {"filiere": ["Santé"]}
    at.run()
    assert "« t9 »" in notices(at)
    labelled(at.sidebar.multiselect, "Statut").select("Annoncé").run()
    assert "« t9 »" not in notices(at)


def test_an_empty_result_offers_the_way_out(app_home: Path) -> None:
    at = opened(filiere="Santé", q="zzzz")
    assert count_line(at) == f"0 projet sélectionné sur {held()}"
    offer = next(button for button in at.button if str(button.key).startswith("loosen-"))
    assert "zzzz" in offer.label
    assert str(published(filiere="Santé")) in offer.label
    offer.click().run()
    assert address(at) == {"filiere": ["Santé"]}


def test_bounds_are_put_in_order_and_left_open_when_they_touch_the_ends(app_home: Path) -> None:
    at = opened()
    labelled(at.sidebar.text_input, "Investissement, de").input("50").run()
    labelled(at.sidebar.text_input, "à (M€)").input("1,5").run()
    assert address(at) == {"montant": ["1500000-50000000"]}
    labelled(at.sidebar.slider, "Année").set_value((2020, 2026)).run()
    assert address(at)["annees"] == ["2020-"]


def test_a_bound_that_is_no_amount_is_said_and_changes_nothing(app_home: Path) -> None:
    at = opened(montant="1500000-")
    field = labelled(at.sidebar.text_input, "Investissement, de")
    assert field.value == "1,5"
    at = field.input("dix [millions](x)").run()
    (error,) = at.sidebar.error
    assert spaced(error.value).replace("\\", "") == (
        "« dix [millions](x) » n'est pas un montant : écrire des millions d'euros, par exemple 1,5."
    )
    assert address(at) == {"montant": ["1500000-"]}
    labelled(at.sidebar.text_input, "Investissement, de").input("2,25").run()
    assert address(at) == {"montant": ["2250000-"]}
    assert not at.sidebar.error


def test_search_scope_perimeter_and_largest_reach_the_address(app_home: Path) -> None:
    at = opened()
    at.sidebar.text_input[0].input("batterie").run()
    labelled(at.sidebar.selectbox, "Chercher dans").select("entreprise").run()
    labelled(at.sidebar.slider, "Sans les plus gros projets").set_value(3).run()
    assert address(at) == {"q": ["batterie"], "dans": ["entreprise"], "sans": ["3"]}
    at.button(key="chip-texte-None").click().run()
    assert address(at) == {"sans": ["3"]}


def test_a_data_error_is_told_and_a_bug_is_only_named() -> None:
    def broken() -> None:
        import streamlit as st

        from components.frame import boundary
        from geo.errors import DataError

        with boundary.in_french():
            raise DataError.single("projets.csv", "montant « *12,5,3* »", "corriger la cellule", 12, "aide")
        with boundary.in_french():
            raise ValueError("hunter2")
        with boundary.in_french():
            st.stop()

    at = AppTest.from_function(broken).run()
    assert not at.exception
    data, bug = (error.value for error in at.error)
    assert "projets\\.csv, ligne 12, colonne aide" in data
    assert "\\*12,5,3\\*" in data
    assert "hunter2" not in bug
    assert "Référence" in bug


def test_labels_show_markup_as_text() -> None:
    assert plain("**a** [b](c)\n$d$") == r"\*\*a\*\* \[b\]\(c\) \$d\$"
    assert ":material/" not in plain(":material/map:")


def test_settings_exist_and_are_safe() -> None:
    known = streamlit_config.get_config_options(force_reparse=False)
    for section, options in CONFIG.items():
        for name, value in options.items():
            entries = value.items() if isinstance(value, dict) else ((None, None),)
            for inner, _ in entries:
                assert ".".join(part for part in (section, name, inner) if part) in known
    assert CONFIG["server"]["address"] == "127.0.0.1"
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert CONFIG["client"]["showErrorDetails"] == "none"
    assert CONFIG["client"]["toolbarMode"] == "minimal"


def test_the_theme_has_the_colours_of_the_palette() -> None:
    theme = CONFIG["theme"]
    assert theme["primaryColor"] == theme["linkColor"] == palette.ACCENT
    assert theme["backgroundColor"] == theme["sidebar"]["secondaryBackgroundColor"] == palette.PAPER
    assert theme["secondaryBackgroundColor"] == theme["sidebar"]["backgroundColor"] == palette.PANEL
    assert theme["textColor"] == palette.TEXT
    assert theme["grayTextColor"] == palette.MUTED
    assert theme["borderColor"] == palette.BORDER
    assert tuple(theme["chartCategoricalColors"]) == palette.CATEGORICAL
