"""app.py registers and decides nothing; each Lambda starts by itself, and the API's without what it does not need."""

import ast
import json
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


DOORS = """
import json, sys
import app
from chalicelib.doors import _declared
from chalicelib.places import PLACES
slices = [name for name in sys.modules if name.startswith("chalicelib.") and name.endswith(".routes")]
told = {path: sorted(methods) for path, methods in app.app.routes.items()}
wrong = [name for module, names in PLACES.items() for name in names if _declared(module, name).name != name]
print(json.dumps([slices, told, wrong]))
"""


def test_in_a_lambda_the_app_has_the_same_routes_and_imports_a_slice_when_it_is_asked():
    environment = {"AWS_LAMBDA_FUNCTION_NAME": "client-portal-dev", "AWS_DEFAULT_REGION": "eu-central-1"}
    done = subprocess.run(
        [sys.executable, "-c", DOORS], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    slices, told, wrong = json.loads(done.stdout)
    assert slices == ["chalicelib.entrypoints.routes"], "the one that says what a route is"
    assert told == {path: sorted(methods) for path, methods in app.routes.items()}
    assert wrong == []
