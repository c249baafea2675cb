"""A process that works is heard in time, however many connections the server holds."""

import os
import resource
import socket

from data.workers import bounds

BEYOND = 1_100  # `select` knows no descriptor from 1 024 on


def test_what_comes_is_heard_beyond_the_descriptors_that_select_knows() -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(before[0], BEYOND + 1), before[1]))
    ours, theirs = socket.socketpair()
    try:
        high = os.dup2(ours.fileno(), BEYOND)
        with ours, theirs, socket.socket(fileno=high) as beyond:
            assert not bounds.is_heard(beyond, 0.01)
            theirs.sendall(b".")
            assert bounds.is_heard(beyond, 0.01)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
