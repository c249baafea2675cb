"""The product has one name, which is written once."""

import re

from data.paths import PROJECT
from data.words import product

OTHER_NAMES = re.compile(r"tableau de bord|dashboard", re.IGNORECASE)
SPELLED = re.compile(r"Atlas des Territoires d['’]industrie")
# Where a constant cannot be: the first line of the README, the settings of the package, the publisher of our tables.
BY_HAND = {"README.md", "pyproject.toml", "data/sources.toml", "data/words/product.py"}
WRITTEN = [
    path
    for pattern in (
        "*.md",
        "*.py",
        "*.toml",
        "pages/*.py",
        "components/**/*",
        "data/**/*.py",
        "data/*.toml",
        "docs/*.md",
    )
    for path in PROJECT.glob(pattern)
    if path.is_file() and path.suffix in {".md", ".py", ".toml", ".js", ".json", ".css", ".html", ".jinja"}
]


def test_the_product_goes_by_no_other_name() -> None:
    found = {str(path.relative_to(PROJECT)): OTHER_NAMES.findall(path.read_text("utf-8")) for path in WRITTEN}
    assert {name: words for name, words in found.items() if words and name != "CHANGELOG.md"} == {}


def test_the_name_is_spelled_in_one_place() -> None:
    spelled = {str(path.relative_to(PROJECT)) for path in WRITTEN if SPELLED.search(path.read_text("utf-8"))}
    assert spelled - {"CHANGELOG.md"} == BY_HAND


def test_the_readme_begins_with_the_name() -> None:
    assert (PROJECT / "README.md").read_text("utf-8").startswith(f"# {product.NAME}\n")


def test_the_title_of_each_page_that_is_written_whole_ends_with_the_name() -> None:
    titles = [re.search("<title>(.*)</title>", path.read_text("utf-8")) for path in WRITTEN]
    written = [found[1] for found in titles if found and "Streamlit" not in found[1]]
    assert (
        written
        and [title for title in written if not re.search(r"(\$site|\{\{ name \}\}|\{html.escape\(named\)\})$", title)]
        == []
    )
