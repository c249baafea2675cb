"""A sample of `make chaos`, without its server: nothing is lost. Then what would be lost is counted as such."""

import subprocess
import sys

import pytest

from data.paths import PROJECT
from tests.chaos.outcome import Outcome, table


@pytest.mark.slow
def test_a_sample_of_bad_days_loses_nothing() -> None:
    command = [sys.executable, "-m", "tests.chaos", "--short"]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    *_, tried, survived, lost = done.stdout.splitlines()[-1].split()
    assert int(tried) == int(survived) > 60 and lost == "0"


def test_what_is_lost_is_counted_and_named() -> None:
    found = Outcome("bits")
    for fault in (None, "a table is read otherwise", None):
        found.count(fault)
    assert table([found]).splitlines()[1].split() == ["bits", "3", "2", "1"]
    assert table([found]).endswith("lost: bits: a table is read otherwise")
