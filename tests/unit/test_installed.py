"""What `make run` installs is what runs, without the tools of the tests."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from data.paths import PROJECT

RUNNING = [PROJECT / name for name in ("app.py", "serve.py", "pages", "components", "data", "geo")]
NAME = re.compile(r"[\w.-]+")


def commands(target: str) -> str:
    made = ["make", "--dry-run", "--always-make", "--no-print-directory", target]
    return subprocess.run(made, cwd=PROJECT, check=True, capture_output=True, text=True).stdout


def test_running_installs_no_tool_and_testing_does() -> None:
    assert "-r requirements.lock" in commands("run") and "tools.lock" not in commands("run")
    assert "-r tools.lock" in commands("lint")


def test_what_runs_imports_only_what_running_installs() -> None:
    groups = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["dependency-groups"]
    group, optional = groups["app"], {NAME.match(each)[0] for each in groups["dask"]}
    installed = {canonical(name) for name in needed({NAME.match(each)[0] for each in group})}
    owners = metadata.packages_distributions()
    own = {path.stem for path in RUNNING}
    foreign = {
        f"{path.relative_to(PROJECT)}: {module}"
        for path in files()
        for module in imported(path) - own - optional - sys.stdlib_module_names
        if not installed & {canonical(name) for name in owners.get(module, [])}
    }
    assert not foreign


def test_what_is_optional_is_asked_of_one_file_when_it_is_used() -> None:
    optional = {"distributed"}
    assert [path.name for path in files() if imported(path) & optional] == ["scheduler.py"]
    assert "distributed" not in at_import("data.query.parts")


def at_import(module: str) -> set[str]:
    """What importing a module brings in, in a process of its own."""
    told = f"import {module}, sys; print(*sys.modules)"
    return set(
        subprocess.run(
            [sys.executable, "-c", told], cwd=PROJECT, check=True, capture_output=True, text=True
        ).stdout.split()
    )


def files() -> Iterator[Path]:
    for path in RUNNING:
        yield from [path] if path.suffix else path.rglob("*.py")


def imported(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
    return {name.partition(".")[0] for name in names}


def needed(names: set[str]) -> set[str]:
    """These distributions, with all that they require."""
    found: set[str] = set()
    while names:
        name = names.pop()
        found.add(name)
        required = {NAME.match(each)[0] for each in metadata.requires(name) or [] if "extra ==" not in each}
        names |= {each for each in required - found if present(each)}
    return found


def present(name: str) -> bool:
    try:
        metadata.distribution(name)
    except metadata.PackageNotFoundError:  # of another system, or of another Python
        return False
    return True


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
