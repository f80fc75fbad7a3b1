"""CPU of a cold start: each Lambda's handler imported from its zip and layers alone, beside the bare imports of the libraries it loads."""

import json
import os
import platform
import statistics
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from infra.lambdas import LAMBDAS, Lambda
from infra.package.application import package
from infra.package.build import LAYERS, app_zip, layer_zip
from infra.stages import read_stages
from tests.bench.figures import Figures

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
    """The zips, extracted as Lambda does."""
    folder = tmp_path_factory.mktemp("lambda")
    machine = platform.machine()
    for name, path in {"application": app_zip(machine), **{name: layer_zip(name, machine) for name in LAYERS}}.items():
        with zipfile.ZipFile(path) as archive:
            archive.extractall(folder / name)
    return {name: folder / name for name in ("application", *LAYERS)}


@pytest.fixture(scope="module")
def functions() -> dict[str, dict]:
    template, _ = package(read_stages()["dev"], platform.machine())
    found = [
        part["Properties"] for part in template["Resources"].values() if part["Type"] == "AWS::Serverless::Function"
    ]
    return {function["FunctionName"]: function for function in found}


def loaded(modules: list[str], folders: list[Path], environment: dict[str, str]) -> tuple[float, list[str]]:
    command = [sys.executable, "-I", "-S", "-c", LOAD, json.dumps(modules), *map(str, folders)]
    clean = {
        "PATH": os.defpath,
        "AWS_DEFAULT_REGION": "eu-central-1",
        "AWS_LAMBDA_FUNCTION_NAME": "bench",
        **environment,
    }
    done = subprocess.run(command, env=clean, cwd="/", capture_output=True, text=True, check=True)
    spent, names = json.loads(done.stdout.splitlines()[-1])
    return spent, names


@pytest.mark.parametrize("one", LAMBDAS, ids=lambda one: one.name)
def bench_cold_start(one: Lambda, unpacked, functions, figures: Figures) -> None:
    name = "client-portal-dev" + ("" if one.name == "api_handler" else f"-{one.name}")
    folders = [unpacked["application"], *([unpacked[one.layer] / "python"] if one.layer else [])]
    environment = functions[name]["Environment"]["Variables"]
    module = functions[name]["Handler"].rpartition(".")[0]
    _, libraries = loaded([module], folders, environment)
    ours, floors = [], []
    for _ in range(TURNS):
        ours.append(loaded([module], folders, environment)[0])
        floors.append(loaded(libraries, folders, environment)[0])
    mine, floor = statistics.median(ours), statistics.median(floors)
    figures.add(AREA, one.name, round(mine / floor, 2), "× its libraries", 1.15, f"{mine:.0f} ms over {floor:.0f} ms")
