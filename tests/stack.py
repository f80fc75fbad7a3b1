"""The really deployed product for tests: an isolated local stack on free ports, shared by all who ask for the same seed.

Use ``local_stack`` (no merchants) or ``demo_stack`` (the demo's story) as fixtures::

    from tests.stack import local_stack  # noqa: F401

    def test_health(local_stack): ...

Processes of one pytest-xdist run share one stack; the last to leave ends it and removes its state. What a test makes there
stays until then, so tests name their own merchants and people, and look for their own mail by its address.
"""

import fcntl
import json
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from infra.local.environments import clean_environment
from infra.local.place import ROOT, Place
from infra.local.processes import free_port
from infra.local.stack import lambda_environment, running_ports


@dataclass(frozen=True)
class LocalStack:
    """A running stack, with the fields of ``python -m infra.local up --json``."""

    folder: Path
    site: str
    api: str
    mailbox: str
    provider: str
    merchants: list[dict[str, Any]]

    def command(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run ``python -m infra.local`` on this stack."""
        return run_local(self.folder, *arguments)

    def deliver(self) -> None:
        """Do waiting and scheduled work now."""
        done = self.command("deliver")
        assert done.returncode == 0, done.stderr

    def mails(self, to: str = "") -> list[dict[str, Any]]:
        """What was sent, newest last; to one address, or all."""
        request = urllib.request.Request(self.mailbox, headers={"Accept": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            sent = json.load(answer)
        return [mail for mail in sent if not to or mail["to"] == to]

    def wait_for_mail(self, to: str, count: int = 1, seconds: float = 30) -> list[dict[str, Any]]:
        """Wait until ``count`` mails to an address were sent."""
        end = time.monotonic() + seconds
        while len(found := self.mails(to)) < count:
            assert time.monotonic() < end, f"{len(found)} of {count} mails to {to} within {seconds:.0f} s"
            time.sleep(0.1)
        return found

    @property
    def environment(self) -> dict[str, str]:
        """The environment in which the app's own code, in a process of its own, works on this stack's AWS."""
        place = Place(self.folder)
        return lambda_environment(running_ports(place), place.read("state/deployed.json"))


def run_local(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """``python -m infra.local`` with its state in ``folder``."""
    environment = clean_environment(PORTAL_LOCAL_FOLDER=str(folder))
    command = [sys.executable, "-m", "infra.local", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@contextmanager
def running_stack(run: str, seed: str, name: str = "shared") -> Iterator[LocalStack]:
    """A stack of this test run, started by the first who asks and ended by the last who leaves."""
    folder = ROOT / ".local" / "tests" / f"{run[:12]}-{seed}-{name}"
    with _counted(folder) as first:
        ports = ["--port", str(free_port(None))] if first else []
        done = run_local(folder, "up", "--json", "--detach", "--seed", seed, *ports)
        if done.returncode:
            run_local(folder, "down")
    try:
        assert done.returncode == 0, done.stderr
        yield LocalStack(folder, **json.loads(done.stdout))
    finally:
        with _counted(folder, leaving=True) as last:
            if last:
                run_local(folder, "down")
                shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _counted(folder: Path, leaving: bool = False) -> Iterator[bool]:
    """Count the users of a stack, one at a time; tells the first to come and the last to leave."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder.parent / f"{folder.name}.users").open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        users = int(file.read() or 0) + (-1 if leaving else 1)
        file.seek(0)
        file.truncate()
        file.write(str(users))
        file.flush()
        yield users == (0 if leaving else 1)
        if leaving and users == 0:
            Path(file.name).unlink(missing_ok=True)


@pytest.fixture(scope="session")
def local_stack(testrun_uid: str) -> Iterator[LocalStack]:
    """The deployed product without a merchant."""
    with running_stack(testrun_uid, "empty") as stack:
        yield stack


@pytest.fixture(scope="session")
def demo_stack(testrun_uid: str) -> Iterator[LocalStack]:
    """The deployed product with the demo's merchants, clients and invoices."""
    with running_stack(testrun_uid, "demo") as stack:
        yield stack
