"""app.py registers and decides nothing; each Lambda starts by itself, and the API's without what it does not need."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from app import app
from infra.lambdas import LAMBDAS

ROOT = Path(__file__).parents[2]
WORKERS = sorted(path.parent.name for path in (ROOT / "chalicelib").glob("*/workers.py"))


def test_app_has_at_most_40_lines_and_decides_nothing():
    text = (ROOT / "app.py").read_text()
    assert len(text.splitlines()) <= 40
    decisions = (ast.If, ast.IfExp, ast.FunctionDef, ast.ClassDef, ast.While, ast.Try, ast.Lambda, ast.Match)
    assert not [node for node in ast.walk(ast.parse(text)) if isinstance(node, decisions)]


def run(code):
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("slice_name", WORKERS)
def test_a_workers_module_starts_without_the_app(slice_name):
    done = run(f"import sys, chalicelib.{slice_name}.workers; assert 'app' not in sys.modules")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("library", ["stripe", "typst"])
def test_the_api_does_not_load_what_only_single_lambdas_need(library):
    done = run(f"import sys, app; assert {library!r} not in sys.modules")
    assert done.returncode == 0, done.stderr


def test_every_lambda_that_is_registered_is_declared_with_its_rights_and_the_other_way_round():
    registered = {function.name for function in (*app.pure_lambda_functions, *app.event_sources)}
    assert registered | {"api_handler"} == {worker.name for worker in LAMBDAS}


def test_every_lambda_is_found_under_its_own_name():
    functions = [*app.pure_lambda_functions, *app.event_sources]
    for function in functions:
        module, _, attribute = function.handler_string.rpartition(".")
        assert attribute == function.name
        assert hasattr(sys.modules[module], attribute), function.handler_string


@pytest.mark.asvs("13.4.2", "16.5.3")
def test_the_app_never_shows_its_debugger():
    """Chalice's debug mode answers a traceback to whoever caused it."""
    assert app.debug is False
