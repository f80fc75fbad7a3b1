"""The code keeps its shape: short functions, files that say in a sentence what they are, nothing left unfinished."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import BaseModel

ROOT = Path(__file__).parents[2]
FILES = [ROOT / "app.py", *sorted((ROOT / "chalicelib").rglob("*.py"))]
RELATIVE = {"ids": lambda path: str(path.relative_to(ROOT))}
RUFF = Path(sys.executable).with_name("ruff")


def where(check):
    """Files of the product in which ``check`` finds something, with what it finds."""
    found = {str(path.relative_to(ROOT)): check(path.read_text()) for path in FILES}
    return {name: told for name, told in found.items() if told}


def long_functions(text):
    nodes = [node for node in ast.walk(ast.parse(text)) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    return [node.name for node in nodes if node.end_lineno - node.lineno + 1 > 40]


def no_sentence(text):
    first = (ast.get_docstring(ast.parse(text)) or "").partition("\n")[0]
    return [] if re.fullmatch(r"[\w`].*[.:?]", first) else [first or "no docstring"]


def unfinished(text):
    return re.findall(r"\b(?:TODO|FIXME|XXX|NotImplementedError)\b", text)


def test_no_function_is_longer_than_40_lines():
    assert where(long_functions) == {}


def test_a_file_begins_with_a_plain_sentence():
    assert where(no_sentence) == {}


def test_nothing_is_left_for_later():
    assert where(unfinished) == {}


def test_a_file_out_of_shape_would_be_noticed():
    text = "def long():\n" + "    pass\n" * 40 + "# TODO\n"
    assert (long_functions(text), no_sentence(text), unfinished(text)) == (["long"], ["no docstring"], ["TODO"])


PURE = [
    path
    for name in ("rules", "emails", "schemas", "entity")
    for path in sorted((ROOT / "chalicelib").glob(f"*/{name}.py"))
]


def clock_readings(text):
    """What a file asks the clock: ``stamp`` only writes an instant that it is given."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and node.module == "chalicelib.core.clock":
            found += [name.name for name in node.names if name.name != "stamp"]
        if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "clock" and node.attr != "stamp":
            found.append(node.attr)
    return found


@pytest.mark.parametrize("path", PURE, **RELATIVE)
def test_what_decides_is_told_the_time(path):
    assert clock_readings(path.read_text()) == []


def test_a_rule_that_reads_the_clock_would_be_noticed():
    assert clock_readings("from chalicelib.core import clock\nclock.today('UTC')") == ["today"]
    assert clock_readings("from chalicelib.core.clock import now, stamp") == ["now"]


BANNED = {
    "import os\nos.environ['X']\n": "settings()",
    "import os\nos.getenv('X')\n": "settings()",
    "from datetime import UTC, datetime\ndatetime.now(UTC)\n": "core.clock",
    "from datetime import datetime\ndatetime.utcnow()\n": "core.clock",
    "from datetime import date\ndate.today()\n": "core.clock",
    "import time\ntime.time()\n": "core.clock",
    "from uuid import uuid4\nuuid4()\n": "core.ids",
    "import secrets\nsecrets.token_hex()\n": "core.ids",
    "import random\nrandom.random()\n": "core.ids",
}


def ruff(code, path):
    command = [
        RUFF,
        "check",
        "--no-cache",
        "--select",
        "TID251",
        "--output-format",
        "concise",
        "--stdin-filename",
        path,
        "-",
    ]
    return subprocess.run(command, input=code, cwd=ROOT, capture_output=True, text=True, check=False).stdout


@pytest.mark.parametrize("code", BANNED)
def test_what_is_asked_in_one_place_is_refused_elsewhere_with_the_place_to_ask(code):
    told = ruff(code, "chalicelib/invoices/find.py")
    assert "TID251" in told and BANNED[code] in told


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("chalicelib/settings.py", "import os\nos.environ['X']\n"),
        ("chalicelib/core/ids.py", "import secrets\nsecrets.token_hex()\n"),
    ],
)
def test_the_one_place_may_ask(path, code):
    assert "TID251" not in ruff(code, path)


def test_every_model_is_built_when_it_is_first_used():
    import app  # noqa: F401  (imports every model)

    own = [model for model in _heirs(BaseModel) if model.__module__.startswith("chalicelib.")]
    assert len(own) > 100
    assert [model for model in own if not model.model_config.get("defer_build")] == []


def _heirs(model):
    for heir in model.__subclasses__():
        yield heir
        yield from _heirs(heir)
