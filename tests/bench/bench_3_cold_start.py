"""CPU of a cold start: each Lambda's handler imported from its zip and layers alone, beside the bare imports of the libraries it loads."""

import json
import statistics
from pathlib import Path

import pytest

from infra.lambdas import LAMBDAS, Lambda
from tests.bench.figures import Figures
from tests.fixtures.packages import folders_of, name_of, packaged_functions, run_alone, unpack

AREA = "CPU of a cold start, from the packaged zip"
TURNS = 7

# Everything the handler loads that is neither ours nor Python's own, in the order in which it was first asked for.
LOAD = """
import sys, time
sys.path[:0] = sys.argv[2:]
import importlib, json
began = time.process_time()
for name in json.loads(sys.argv[1]):
    importlib.import_module(name)
spent = time.process_time() - began
folders = tuple(sys.argv[2:])
ours = ("app", "chalicelib")
loaded = [
    name for name, module in list(sys.modules.items())
    if name.split(".")[0] not in ours and (getattr(module, "__file__", None) or "").startswith(folders)
]
print(json.dumps([spent * 1000, loaded]))
"""


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory) -> dict[str, Path]:
    return unpack(tmp_path_factory.mktemp("lambda"))


@pytest.fixture(scope="module")
def functions() -> dict[str, dict]:
    return packaged_functions()


def loaded(modules: list[str], folders: list[Path], environment: dict[str, str]) -> tuple[float, list[str]]:
    """Milliseconds of CPU, and the libraries that were loaded."""
    spent, names = run_alone(LOAD, json.dumps(modules), folders, {"AWS_LAMBDA_FUNCTION_NAME": "bench", **environment})
    return spent, names


@pytest.mark.parametrize("one", LAMBDAS, ids=lambda one: one.name)
def bench_cold_start(one: Lambda, unpacked, functions, figures: Figures) -> None:
    folders, function = folders_of(one, unpacked), functions[name_of(one)]
    environment = function["Environment"]["Variables"]
    module = function["Handler"].rpartition(".")[0]
    _, libraries = loaded([module], folders, environment)
    ours, floors = [], []
    for _ in range(TURNS):
        ours.append(loaded([module], folders, environment)[0])
        floors.append(loaded(libraries, folders, environment)[0])
    mine, floor = statistics.median(ours), statistics.median(floors)
    figures.add(AREA, one.name, round(mine / floor, 2), "× its libraries", 1.15, f"{mine:.0f} ms over {floor:.0f} ms")


def bench_first_request(unpacked, functions, figures: Figures) -> None:
    """What the API's Lambda imports besides when a client opens the home page first, or pays first."""
    (api,) = (one for one in LAMBDAS if one.name == "api_handler")
    folders, environment = folders_of(api, unpacked), functions[name_of(api)]["Environment"]["Variables"]
    for slice_name in ("dashboard", "payments"):
        modules = ["app", f"chalicelib.{slice_name}.routes"]
        spent = [loaded(modules, folders, environment)[0] for _ in range(TURNS)]
        figures.add(AREA, f"api_handler and {slice_name}", round(statistics.median(spent)), "ms")
