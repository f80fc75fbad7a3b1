"""The rooms and floors hold; and what checks them would notice."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINTER = Path(sys.executable).with_name("lint-imports")


def lint(folder, config):
    return subprocess.run(
        [LINTER, "--no-cache", "--config", config], cwd=folder, capture_output=True, text=True, check=False,
        env={"PYTHONPATH": f"{folder}:{ROOT}", "PATH": "/usr/bin"},
    )  # fmt: skip


def test_every_contract_is_kept():
    done = lint(ROOT, ROOT / "pyproject.toml")
    assert done.returncode == 0, done.stdout + done.stderr


BREACHES = {
    "Slices stand on floors": ("outbox/browse.py", "from chalicelib.invoices import find"),
    "core is pure": ("core/money.py", "import pynamodb"),
    "settings are read without help": ("settings.py", "import pydantic"),
    "What decides, writes or describes": ("invoices/rules.py", "from chalicelib.adapters import queues"),
    "A slice's table is its own": ("invoices/browse.py", "from chalicelib.outbox import store"),
    "Routes and workers are imported by the list of entrances alone": (
        "invoices/browse.py",
        "from chalicelib.invoices import routes",
    ),
    "Only routes and workers know the entrances": ("invoices/browse.py", "from chalicelib.entrypoints import router"),
    "Only the entrances import Chalice": ("invoices/browse.py", "from chalice import Response"),
    "Only adapters speak to AWS": ("invoices/browse.py", "import boto3"),
    "Only stores and adapters know PynamoDB": ("invoices/browse.py", "from pynamodb.models import Model"),
    "Only the gateways' adapter imports Stripe": ("adapters/queues.py", "import stripe"),
    "Only the renderer's adapter imports typst": ("invoices/browse.py", "import typst"),
    "Only adapters sign and encrypt": ("invoices/browse.py", "import jwt"),
}


@pytest.fixture(scope="module")
def small_house(tmp_path_factory):
    """A house of empty files with the same rooms, and the project's own contracts."""
    folder = tmp_path_factory.mktemp("house")
    config = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    floors = [name.strip() for floor in config["contracts"][0]["layers"] for name in floor.split("|")]
    for name in floors:
        files = [
            "__init__",
            "find",
            "browse",
            "rules",
            "store",
            "routes",
            "workers",
            "money",
            "router",
            "queues",
            "problems",
        ]
        (folder / "chalicelib" / name).mkdir(parents=True)
        for file in files:
            (folder / "chalicelib" / name / f"{file}.py").write_text("")
    settings = folder / "chalicelib" / "settings"
    for file in settings.iterdir():
        file.unlink()
    settings.rmdir()
    (folder / "chalicelib" / "settings.py").write_text("")
    (folder / "chalicelib" / "__init__.py").write_text("")
    text = (ROOT / "pyproject.toml").read_text()
    (folder / "pyproject.toml").write_text(
        text.replace("ignore_imports", 'unmatched_ignore_imports_alerting = "none"\nignore_imports')
    )
    return folder


def test_a_house_without_a_breach_is_clean(small_house):
    done = lint(small_house, "pyproject.toml")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("contract", BREACHES)
def test_a_breach_of_each_contract_is_noticed(small_house, contract):
    name, line = BREACHES[contract]
    path = small_house / "chalicelib" / name
    path.write_text(f"{line}\n")
    try:
        done = lint(small_house, "pyproject.toml")
    finally:
        path.write_text("")
    broken = [told for told in done.stdout.splitlines() if told.endswith("BROKEN")]
    assert done.returncode == 1
    assert any(told.startswith(contract) for told in broken), done.stdout


def test_every_contract_has_a_breach_that_is_tried():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    assert all(any(contract["name"].startswith(known) for known in BREACHES) for contract in contracts)


def test_a_slice_that_stands_on_no_floor_is_noticed(small_house):
    attic = small_house / "chalicelib" / "attic"
    attic.mkdir()
    (attic / "__init__.py").write_text("")
    done = lint(small_house, "pyproject.toml")
    (attic / "__init__.py").unlink()
    attic.rmdir()
    assert done.returncode == 1 and "attic" in done.stdout
