"""Makes the Python environments and the built site, each once for what its files say. Standard library only."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from infra.local.place import ROOT, Place, Trouble, say
from infra.local.processes import told_in
from infra.package.zips import digest_of

_OLDEST, _NEWEST = (3, 11), (3, 14)
_OLDEST_NODE = 20
EMULATOR_REQUIREMENTS = ROOT / "infra" / "local" / "requirements.txt"
LOCALSTRIPE_REQUIREMENTS = ROOT / "infra" / "provider" / "localstripe-requirements.txt"
SITE = ROOT / "site"
_MARK = ".made-from"


def python_of(environment: str) -> str:
    """The interpreter of one of our environments."""
    return str(ROOT / environment / "bin" / "python")


def make_environments(place: Place, *, desk: bool = False) -> None:
    """``.venv`` for the code, with the tools of a desk if wanted, and ``.venv-emulator`` for MiniStack, whose pins differ."""
    _check_machine()
    run = [ROOT / "requirements.txt", ROOT / "infra" / "layers" / "gateway" / "requirements.txt"]
    tools = [ROOT / "requirements-dev.txt", ROOT / "infra" / "layers" / "renderer" / "requirements.txt"]
    _make_environment(
        place, ".venv", sys.executable, [*run, *tools] if desk else run, ".made-for-desk" if desk else _MARK
    )
    # The emulator runs the Lambdas with its own interpreter, so both environments are of one Python.
    _make_environment(place, ".venv-emulator", python_of(".venv"), [EMULATOR_REQUIREMENTS], _MARK)
    if desk:
        make_localstripe(place)


def make_localstripe(place: Place) -> None:
    """``.venv-localstripe``, for tests only: the local stack has a provider of its own."""
    _make_environment(place, ".venv-localstripe", python_of(".venv"), [LOCALSTRIPE_REQUIREMENTS], _MARK)


def _check_machine() -> None:
    if not _OLDEST <= sys.version_info[:2] <= _NEWEST:
        raise Trouble(f"Python 3.{_OLDEST[1]} to 3.{_NEWEST[1]} is needed; this is {sys.version.split()[0]}.")
    if not sys.platform.startswith("linux"):
        raise Trouble(
            "The local stack runs Lambda's Linux code as it is, so it needs Linux (a container or WSL will do)."
        )


def _make_environment(place: Place, name: str, python: str, requirements: list[Path], mark_name: str) -> None:
    folder = ROOT / name
    digest = digest_of(*requirements)
    mark = folder / mark_name
    if mark.exists() and mark.read_text() == digest:
        return
    say(f"Making the environment {name} (a minute or two, once)")
    if not Path(python_of(name)).exists():
        _run(
            place,
            "pip",
            [python, "-m", "venv", str(folder)],
            f"{name} could not be made; on Debian install python3-venv",
        )
    wanted = [option for path in requirements for option in ("-r", str(path))]
    command = [python_of(name), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *wanted]
    _run(place, "pip", command, f"The packages of {name} could not be installed")
    mark.write_text(digest)


def build_site(place: Place) -> None:
    """``npm ci`` and ``npm run build``, each only when what it reads has changed."""
    if not (SITE / "package.json").exists():
        say("There is no site/ yet: only the API is served")
        return
    _check_node()
    sources = [path for path in sorted(SITE.rglob("*")) if path.is_file() and not _is_made(path)]
    digest = digest_of(*(part for path in sources for part in (str(path.relative_to(SITE)), path)), _document())
    mark = ROOT / ".local" / "build" / "site.made-from"
    if (SITE / "dist" / "index.html").exists() and mark.exists() and mark.read_text() == digest:
        return
    _install_packages(place)
    say("Building the site")
    _run(place, "site", ["npm", "run", "build"], "The site could not be built", SITE)
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.write_text(digest)


def _document() -> Path:
    """The API's description, from which the site's types are made."""
    return ROOT / "docs" / "api"


def _is_made(path: Path) -> bool:
    top = path.relative_to(SITE).parts[0]
    return top in ("node_modules", "dist", "__pycache__")


def _check_node() -> None:
    node = shutil.which("node")
    if not node or not shutil.which("npm"):
        raise Trouble(
            f"Node {_OLDEST_NODE} or newer with npm is needed to build the site, and there is none on this machine."
        )
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout.strip()
    if int(told.lstrip("v").split(".")[0] or 0) < _OLDEST_NODE:
        raise Trouble(f"Node {_OLDEST_NODE} or newer is needed to build the site; this machine has {told}.")


def _install_packages(place: Place) -> None:
    mark = SITE / "node_modules" / _MARK
    digest = digest_of(SITE / "package-lock.json")
    if mark.exists() and mark.read_text() == digest:
        return
    say("Installing the site's packages")
    _run(place, "site", ["npm", "ci", "--ignore-scripts"], "The site's packages could not be installed", SITE)
    mark.write_text(digest)


def _run(place: Place, log_name: str, command: list[str], sentence: str, folder: Path = ROOT) -> None:
    log = place.log(log_name)
    with log.open("wb") as output:
        done = subprocess.run(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, check=False
        )
    if done.returncode:
        raise Trouble(f"{sentence}: {told_in(log)} (see {log})")


def clean_environment(**more: str) -> dict[str, str]:
    """This process's environment without what would lead our processes to another AWS or other packages."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("AWS_", "PORTAL_", "PYTHON"))}
    return {**kept, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUNBUFFERED": "1", **more}
