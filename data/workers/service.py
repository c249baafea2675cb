"""The side of the process: it answers requests until there is no more."""

import json
import os
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, Final

from data.workers import bounds
from data.workers.bounds import Bounds
from geo.errors import DataError

MADE, FAILED, REFUSED, ENOUGH = b"+", b"-", b"!", b"."
_NICENESS: Final = 5  # pages are served first


def serve(make: Callable[[dict[str, Any], bytes], bytes], allowed: Bounds) -> int:
    """Answer each request by what `make` gives of its terms and of what comes with them. Returns the exit status."""
    bounds.bound_memory(allowed)
    os.nice(_NICENESS)
    # What a library prints must not be taken for an answer.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    while (asked := bounds.receive(sys.stdin.buffer)) is not None:
        content = bounds.receive(sys.stdin.buffer)
        if content is None:
            return 0
        bounds.bound_time(allowed, time.process_time())
        try:
            made = make(json.loads(asked), content)
        except DataError as error:
            bounds.send(answers, REFUSED, json.dumps([asdict(problem) for problem in error.problems]).encode())
        except Exception:  # noqa: BLE001 (said to the server, which logs it)
            bounds.send(answers, FAILED, traceback.format_exc().encode())
        else:
            bounds.send(answers, MADE, made)
        # Last: the server has its answer, and knows that this process makes way.
        bounds.send(answers, ENOUGH if bounds.has_grown(allowed) else b"")
    return 0
