"""Installs requirements as the target Lambda needs them, and throws away what no Lambda reads."""

import compileall
import py_compile
import shutil
import subprocess
import sys
from pathlib import Path

# Amazon Linux 2 (Python up to 3.11) has glibc 2.26, Amazon Linux 2023 has 2.34.
_GLIBC = {True: 26, False: 34}
_SERVICES = ("dynamodb", "lambda", "s3", "sesv2", "sqs", "ssm")
_JUNK_FOLDERS = ("__pycache__", "tests", "test", "bin", "examples")
_JUNK_SUFFIXES = (".pyi", ".c", ".h", ".pyx", ".pxd", ".typed")
_KEPT_OF_METADATA = ("METADATA", "LICENSE", "LICENCE", "NOTICE", "COPYING", "AUTHORS")


class PackagingFailed(Exception):
    """A requirement could not be installed for the target."""


def python_version() -> str:
    """The runtime is the Python that packages: byte code and wheels must fit it."""
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def install(requirements: list[str], target: Path, architecture: str) -> None:
    """Install wheels for Lambda's Linux into ``target``, trimmed and compiled. Raises PackagingFailed."""
    platforms = [option for platform in _platforms(architecture) for option in ("--platform", platform)]
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-compile", "--only-binary=:all:"]
    command += ["--implementation", "cp", "--python-version", python_version(), *platforms]
    command += ["--target", str(target), *requirements]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise PackagingFailed(f"pip could not install {' '.join(requirements)}: {done.stderr.strip()[-400:]}")
    trim(target)
    compile_all(target)


def _platforms(architecture: str) -> list[str]:
    newest = _GLIBC[sys.version_info < (3, 12)]
    return [
        *(f"manylinux_2_{minor}_{architecture}" for minor in range(newest, 16, -1)),
        f"manylinux2014_{architecture}",
    ]


def trim(folder: Path) -> None:
    """Remove tests, stubs, sources of C and the descriptions of AWS services that nothing here calls."""
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and path.name in _JUNK_FOLDERS and not path.is_symlink():
            shutil.rmtree(path)
        elif path.is_file() and (path.suffix in _JUNK_SUFFIXES or _idle_metadata(path)):
            path.unlink()
    for package in ("botocore", "boto3"):
        _trim_data(folder / package / "data")


def _idle_metadata(path: Path) -> bool:
    """Of a distribution's metadata the licences and the version stay."""
    inside = any(parent.name.endswith(".dist-info") for parent in path.parents)
    return inside and not path.name.upper().startswith(_KEPT_OF_METADATA)


def _trim_data(data: Path) -> None:
    services = [path for path in data.iterdir() if path.is_dir()] if data.exists() else []
    for service in services:
        if service.name not in _SERVICES:
            shutil.rmtree(service)
    for example in data.rglob("examples-1.json*"):
        example.unlink()


def compile_all(folder: Path) -> None:
    """Byte code beside the sources, valid wherever it lies: Lambda's folder cannot be written to."""
    mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
    compileall.compile_dir(folder, quiet=2, invalidation_mode=mode, stripdir=str(folder), workers=1)
