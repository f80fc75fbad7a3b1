"""The figures of one run, each with its budget, and the page that shows them."""

import platform
from dataclasses import dataclass, field
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"
_HEAD = """# Benchmarks

Written by `make bench`; a budget that is exceeded makes it fail and is marked here. Times are CPU time, and wherever a machine matters the
figure is a ratio to a floor measured in the same run, so that two machines tell the same. DynamoDB's requests and units are counted and
computed from the items' sizes as AWS bills them, not taken from an emulator. The code is in `tests/bench`.
"""


@dataclass(frozen=True)
class Figure:
    """One measured value. ``budget`` None: told for information only."""

    area: str
    name: str
    value: float
    unit: str
    budget: float | None
    note: str = ""

    @property
    def exceeded(self) -> bool:
        return self.budget is not None and self.value > self.budget

    @property
    def row(self) -> str:
        budget = "" if self.budget is None else f"≤ {_plain(self.budget)}"
        mark = " **exceeded**" if self.exceeded else ""
        return f"| {self.name} | {_plain(self.value)} {self.unit} | {budget}{mark} | {self.note} |"


def _plain(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 or value == int(value) else f"{value:.2f}".rstrip("0").rstrip(".")


@dataclass
class Figures:
    """All figures of a run."""

    kept: list[Figure] = field(default_factory=list)

    def add(self, area: str, name: str, value: float, unit: str, budget: float | None = None, note: str = "") -> None:
        """Keep a figure and print it. Whether it exceeds its budget is asked at the end, so that the page is whole."""
        figure = Figure(area, name, value, unit, budget, note)
        self.kept.append(figure)
        print(f"  {figure.row}")

    @property
    def exceeded(self) -> list[str]:
        return [f"{figure.area}: {figure.name} {figure.row}" for figure in self.kept if figure.exceeded]

    def page(self) -> str:
        """docs/benchmarks.md."""
        machine = f"Last run: Python {platform.python_version()}, {platform.system()} on {platform.machine()}.\n"
        parts = [_HEAD, machine]
        for area in dict.fromkeys(figure.area for figure in self.kept):
            rows = "\n".join(figure.row for figure in self.kept if figure.area == area)
            parts.append(f"## {area}\n\n| what | measured | budget | |\n|---|---|---|---|\n{rows}\n")
        return "\n".join(parts)
