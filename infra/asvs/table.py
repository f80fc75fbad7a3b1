"""The reviewed table of requirements and the tests that carry their ids, read without running anything."""

import ast
import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from infra.stages import ROOT

_HERE = Path(__file__).parent
_CASE = re.compile(r"\bV[0-9]{2}\b")
_NAMED = re.compile(r"(?:^|_)[vV]([0-9]{2})(?=_|$)")
_PATH = re.compile(r"`([\w.-]+/[\w./-]+)`")
STATES = {"test": "tested", "proof": "shown by design", "open": "open", "none": "does not apply"}


@dataclass(frozen=True)
class Requirement:
    """One requirement: its number in ASVS, level, our one-line reading, and what we say of it and why."""

    id: str
    level: str
    reading: str
    state: str
    evidence: str

    @property
    def section(self) -> str:
        return self.id.rpartition(".")[0]

    @property
    def cases(self) -> list[str]:
        """The cases V01 to V34 whose tests are this requirement's too."""
        return _CASE.findall(self.evidence) if self.state == "test" else []


@dataclass(frozen=True)
class Carried:
    """Tests by what they carry: the id of a requirement, or the number of a case. Each is ``path::name``."""

    marked: dict[str, list[str]]
    named: dict[str, list[str]]


def requirements() -> list[Requirement]:
    """All of levels 1 and 2, in ASVS's order."""
    return [Requirement(**row) for row in _rows("requirements.csv")]


def sections() -> dict[str, str]:
    """Names of chapters and sections, as ASVS has them."""
    return {row["id"]: row["name"] for row in _rows("sections.csv")}


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (_HERE / name).open(newline="") as file:
        yield from csv.DictReader(file)


def carried() -> Carried:
    """Read every test file's tree: ``@pytest.mark.asvs("6.2.1")`` and names such as ``test_v17_…``."""
    found = Carried(defaultdict(list), defaultdict(list))
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                where = f"{path.relative_to(ROOT)}::{node.name}"
                for number in _NAMED.findall(node.name):
                    found.named[f"V{number}"].append(where)
                for name in _marks(node):
                    found.marked[name].append(where)
    return found


def _marks(node: ast.FunctionDef) -> Iterator[str]:
    for call in node.decorator_list:
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "pytest.mark.asvs":
            yield from (str(word.value) for word in call.args if isinstance(word, ast.Constant))


def mistakes(listed: list[Requirement], known: Carried) -> Iterator[str]:
    """What the table says and does not hold."""
    ids = {one.id for one in listed}
    yield from (f"{name}: no such requirement ({where[0]})" for name, where in known.marked.items() if name not in ids)
    for one in listed:
        marked, missing = one.id in known.marked, [case for case in one.cases if not known.named.get(case)]
        if one.state not in STATES:
            yield f"{one.id}: no such state as {one.state}"
        if missing:
            yield f"{one.id}: no test carries {', '.join(missing)}"
        if one.state == "test" and not marked and not one.cases:
            yield f"{one.id}: no test carries it"
        if one.state in ("open", "none") and marked:
            yield f"{one.id} is {STATES[one.state]}, yet {known.marked[one.id][0]} carries it"
        if one.state != "test" and len(one.evidence) < 6:
            yield f"{one.id}: no reason"
        paths = _PATH.findall(one.evidence)
        if one.state == "proof" and not paths:
            yield f"{one.id}: where is it shown?"
        yield from (f"{one.id}: {path} is not there" for path in paths if not (ROOT / path).exists())
