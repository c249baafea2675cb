"""What a part of the chaos tried and what came out of it; one line of the table that is printed at the end."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass
class Outcome:
    """tried: how many times; lost: what did not survive, in a few words each; told: what was measured besides."""

    name: str
    tried: int = 0
    lost: list[str] = field(default_factory=list)
    told: str = ""

    def count(self, fault: str | None) -> None:
        """One more trial, and what was wrong after it."""
        self.tried += 1
        if fault:
            self.lost.append(fault)


def table(outcomes: Sequence[Outcome]) -> str:
    """Tried, survived, lost, part by part; then what was lost."""
    lines = [f"{'':44}{'tried':>8}{'survived':>10}{'lost':>6}"]
    for each in outcomes:
        lines.append(f"{each.name:44}{each.tried:8}{each.tried - len(each.lost):10}{len(each.lost):6}  {each.told}")
    tried, lost = sum(each.tried for each in outcomes), sum(len(each.lost) for each in outcomes)
    lines.append(f"{'all':44}{tried:8}{tried - lost:10}{lost:6}")
    lines += [f"lost: {each.name}: {fault}" for each in outcomes for fault in each.lost[:10]]
    return "\n".join(lines)
