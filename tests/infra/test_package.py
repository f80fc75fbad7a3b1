"""What is deployed runs with nothing but itself: the emulator's workers see its own packages, AWS has none."""

import os
import zipfile
from pathlib import Path

import pytest

from chalicelib.places import PLACES
from infra.lambdas import LAMBDAS
from infra.package.__main__ import LARGEST_APP, LARGEST_LAYER, sizes
from infra.package.build import LAYERS, app_zip, layer_zip
from infra.package.wheels import python_version
from infra.package.zips import add_folder
from tests.fixtures.packages import folders_of, name_of, packaged_functions, run_alone, unpack

# What runs in Lambda: the zip and its layers on the path, no site-packages.
IMPORT = """
import importlib, json, sys
sys.path[:0] = sys.argv[2:]
wanted, *later = sys.argv[1].split()
module, name = wanted.rsplit(".", 1)
handler = getattr(importlib.import_module(module), name)
assert callable(handler), handler
for module in later:
    importlib.import_module(module)
print(json.dumps(sorted(sys.modules)))
"""


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory) -> dict[str, Path]:
    return unpack(tmp_path_factory.mktemp("lambda"))


@pytest.fixture(scope="module")
def functions() -> dict[str, dict]:
    return packaged_functions()


def imported(handler: str, folders: list[Path], environment: dict[str, str]) -> set[str]:
    return set(run_alone(IMPORT, handler, folders, environment))


@pytest.mark.parametrize("worker", LAMBDAS, ids=lambda worker: worker.name)
@pytest.mark.asvs("15.2.3")
def test_each_handler_imports_from_its_zip_and_layers_alone(worker, unpacked, functions):
    folders = folders_of(worker, unpacked)
    function = functions[name_of(worker)]
    assert (function["Timeout"], function["MemorySize"]) == (worker.timeout, worker.memory)
    assert function["Runtime"] == f"python{python_version()}"
    slices = PLACES if worker.name == "api_handler" else ()
    wanted = " ".join([function["Handler"], *slices])
    modules = imported(wanted, folders, function["Environment"]["Variables"])
    assert not {"stripe", "typst", "boto3"} & modules


def test_a_handler_whose_dependency_is_missing_does_not_import(unpacked, tmp_path, functions):
    for path in unpacked["application"].iterdir():
        if path.name != "pynamodb":
            (tmp_path / path.name).symlink_to(path)
    function = functions["client-portal-dev"]
    with pytest.raises(AssertionError, match="No module named 'pynamodb'"):
        imported(function["Handler"], [tmp_path], function["Environment"]["Variables"])


def test_the_heavy_packages_lie_in_their_own_layers(unpacked):
    assert (unpacked["renderer"] / "python" / "typst").is_dir()
    assert (unpacked["gateway"] / "python" / "stripe").is_dir()
    assert not {"typst", "stripe"} & {path.name for path in unpacked["application"].iterdir()}


def test_zips_hold_their_sizes():
    assert sizes(app_zip())[0] <= LARGEST_APP
    assert all(sizes(layer_zip(layer))[0] <= LARGEST_LAYER for layer in LAYERS)


def test_all_code_has_its_byte_code_and_botocore_only_what_is_used(unpacked):
    application = unpacked["application"]
    sources = [path for path in application.rglob("*.py") if "__pycache__" not in path.parts]
    compiled = {path.parent.parent / f"{path.name.split('.')[0]}.py" for path in application.rglob("__pycache__/*.pyc")}
    assert len(sources) > 500
    assert [path for path in sources if path not in compiled] == []
    services = {path.name for path in (application / "botocore" / "data").iterdir() if path.is_dir()}
    assert services == {"dynamodb", "lambda", "s3", "sesv2", "sqs", "ssm"}


def test_the_same_content_gives_the_same_zip(tmp_path):
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "a.py").write_text("a = 1\n")
    archives = []
    for name in ("one.zip", "two.zip"):
        os.utime(tmp_path / "code" / "a.py", (len(name), len(archives)))
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            add_folder(archive, tmp_path / "code")
        archives.append((tmp_path / name).read_bytes())
    assert archives[0] == archives[1]
