"""Finds or gets a Chromium for the browser tests: the machine's own, else by apt, else Playwright's. Standard library only."""

import os
import shutil
import subprocess
from pathlib import Path

from infra.local.environments import python_of
from infra.local.place import Place, Trouble, say
from infra.local.processes import told_in

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_PACKAGES = ("chromium", "fonts-noto-core")


def system_browser() -> str | None:
    """The machine's own Chromium, if it has one."""
    return next(filter(None, map(shutil.which, _NAMES)), None)


def make_browser(place: Place) -> None:
    """See to it that there is a browser. Raises Trouble if there cannot be one: browser tests are never skipped."""
    if system_browser() or _playwrights_own():
        return
    say("Installing Chromium for the browser tests")
    log = place.log("browser")
    if shutil.which("apt-get") and os.geteuid() == 0:
        _run(log, ["apt-get", "update"])
        if _run(log, ["apt-get", "install", "-y", *_PACKAGES]) and system_browser():
            return
    if not _run(log, [python_of(".venv"), "-m", "playwright", "install", "chromium"]):
        raise Trouble(f"No Chromium could be installed for the browser tests: {told_in(log)} (see {log})")


def _playwrights_own() -> bool:
    """Whether Playwright has downloaded a browser of its own before."""
    folder = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    return any(folder.glob("chromium-*/**/chrome"))


def _run(log: Path, command: list[str]) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with log.open("ab") as output:
        done = subprocess.run(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, check=False
        )
    return done.returncode == 0
