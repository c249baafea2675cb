"""What a process frees goes back to the system: each case is a process of its own, whose allocators are told first."""

import subprocess
import sys

import pytest

from data.paths import PROJECT

# Blocks freed one after another, with something that stays between them, as pages do.
SCRIPT = """
from pathlib import Path
import pyarrow as pa
from components.front import allocation
{told}
def held():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096
before = held()
for size in range(150_000, 400_000, 10_000):
    blocks = [(bytearray(size), bytearray(size // 300)) for _ in range(200)]
    kept = [small for _, small in blocks]
    del blocks
print(pa.default_memory_pool().backend_name, (held() - before) // 2**20)
"""


def run(told: str) -> tuple[str, int]:
    script = SCRIPT.format(told=told)
    said = subprocess.run([sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, check=True)
    pool, megabytes = said.stdout.split()
    return pool, int(megabytes)


@pytest.mark.skipif(sys.platform != "linux", reason="another system keeps its own way")
@pytest.mark.slow
def test_what_is_freed_is_given_back_by_both_allocators() -> None:
    pool, kept = run("allocation.keep_less()")
    usual_pool, usually_kept = run("")
    assert kept < 5
    assert usually_kept > 15
    assert pool == "system" != usual_pool
