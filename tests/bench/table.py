"""The one table that `make bench` ends with: what was measured of ours, of the best peer, and what is asked."""

from collections.abc import Iterable
from typing import NamedTuple


class Line(NamedTuple):
    """One measure, lower is better; no peer where nothing compares, no limit where none was set."""

    subject: str
    ours: float
    unit: str
    peer: str = ""
    theirs: float | None = None
    limit: float | None = None

    @property
    def kept(self) -> bool:
        """Whether it is within its limit."""
        return self.limit is None or self.ours <= self.limit

    def text(self) -> str:
        """The line of the table."""
        beside = f"{self.peer} {self.theirs:.1f} ({self.theirs / self.ours:.2f}x)" if self.theirs is not None else ""
        asked = "" if self.limit is None else f"{self.limit:g}{'' if self.kept else '  dépassé'}"
        return f"{self.subject:52} {self.ours:10.1f} {self.unit:3} {beside:38} {asked}"


def best(subject: str, unit: str, measured: dict[str, float], own: str) -> Line:
    """Ours beside the best of the others. measured: by name, `own` among them."""
    others = {name: value for name, value in measured.items() if name != own}
    peer = min(others, key=lambda name: others[name], default=None)
    return Line(subject, measured[own], unit, peer or "", others.get(peer) if peer else None)


def show(lines: Iterable[Line]) -> None:
    """Print the table."""
    print(f"\n{'':52} {'nous':>10}     {'le meilleur des autres (rapport)':38} limite")
    for line in lines:
        print(line.text())
