"""Builds the application's zip and the layers' zips into the build folder, once for each content."""

import inspect
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from infra.package.wheels import compile_all, install, python_version
from infra.package.zips import add_file, add_folder, digest_of, source_files
from infra.stages import ROOT

LAYERS = ("gateway", "renderer")
X86_64 = "x86_64"
_RECIPE = Path(__file__).resolve().parent


def build_folder() -> Path:
    """Where everything built is kept; it may be deleted at any time."""
    folder = ROOT / ".local" / "build"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def app_zip(architecture: str = X86_64) -> Path:
    """The zip of all Lambdas: dependencies, Chalice's run time, app.py and chalicelib."""
    dependencies = _dependencies_zip(architecture)
    source = [ROOT / "app.py", ROOT / "chalicelib"]
    name = f"app-{digest_of(dependencies.name, *source)}.zip"
    return _once(name, lambda target: _write_app(dependencies, target))


def layer_zip(layer: str, architecture: str = X86_64) -> Path:
    """The zip of one layer, without what the application's zip already holds."""
    requirements = ROOT / "infra" / "layers" / layer / "requirements.txt"
    name = f"layer-{layer}-{_digest(requirements, architecture)}.zip"
    shared = _dependencies_zip(architecture)
    return _once(name, lambda target: _write_layer(requirements, shared, architecture, target))


def _dependencies_zip(architecture: str) -> Path:
    requirements = ROOT / "requirements.txt"
    name = f"dependencies-{_digest(requirements, architecture)}.zip"
    return _once(name, lambda target: _write_dependencies(requirements, architecture, target))


def _digest(requirements: Path, architecture: str) -> str:
    return digest_of(requirements, architecture, python_version(), _RECIPE / "wheels.py", _RECIPE / "zips.py")


def _once(name: str, write: Callable[[Path], None]) -> Path:
    """Make a file under its final name only when it is whole, so that an interrupted build leaves nothing behind."""
    final = build_folder() / name
    if not final.exists():
        unfinished = final.with_suffix(f".{os.getpid()}.tmp")
        write(unfinished)
        unfinished.replace(final)
    return final


def _write_dependencies(requirements: Path, architecture: str, target: Path) -> None:
    # Chalice's own requirements are for the desk; of Chalice itself two files run in a Lambda (see _add_chalice).
    wanted = [line for line in requirements.read_text().split() if not line.startswith("chalice")]
    with tempfile.TemporaryDirectory(dir=build_folder()) as folder, zipfile.ZipFile(target, "w") as archive:
        install(wanted, Path(folder), architecture)
        add_folder(archive, Path(folder))


def _write_layer(requirements: Path, shared: Path, architecture: str, target: Path) -> None:
    with zipfile.ZipFile(shared) as archive:
        present = {name.split("/")[0] for name in archive.namelist()}
    with tempfile.TemporaryDirectory(dir=build_folder()) as folder, zipfile.ZipFile(target, "w") as archive:
        install(["-r", str(requirements)], Path(folder), architecture)
        for path in Path(folder).iterdir():
            if path.name in present:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        add_folder(archive, Path(folder), "python/")


def _write_app(dependencies: Path, target: Path) -> None:
    shutil.copyfile(dependencies, target)
    with tempfile.TemporaryDirectory(dir=build_folder()) as folder, zipfile.ZipFile(target, "a") as archive:
        code = copy_application(Path(folder))
        _add_chalice(code)
        compile_all(code)
        for path in sorted(code.rglob("*")):
            if path.is_file():
                add_file(archive, path, path.relative_to(code).as_posix())


def copy_application(folder: Path) -> Path:
    """A clean copy of what runs: app.py and chalicelib, no byte code, nothing else of the checkout."""
    shutil.copyfile(ROOT / "app.py", folder / "app.py")
    for path in source_files(ROOT / "chalicelib"):
        copy = folder / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    return folder


def _add_chalice(code: Path) -> None:
    """The two files of Chalice that a Lambda needs, as Chalice's own packager picks them."""
    import chalice.app

    runtime: Any = Path(inspect.getfile(chalice.app)).parent
    (code / "chalice").mkdir()
    for name in ("__init__.py", "app.py"):
        shutil.copyfile(runtime / name, code / "chalice" / name)
