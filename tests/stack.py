"""The really deployed product for tests: an isolated local stack on free ports, shared by all who ask for the same seed.

Use ``local_stack`` (merchants without customers), ``demo_stack`` (the demo's story) or ``bare_stack`` (nobody) as fixtures::

    from tests.stack import local_stack  # noqa: F401

    def test_health(local_stack): ...

Processes of one pytest-xdist run share one stack; the last to leave ends it and removes its state. What a test makes there
stays until then, so tests name their own merchants and people, and look for their own mail by its address.
"""

import fcntl
import json
import os
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
from infra.local.inside import lambda_environment
from infra.local.place import ROOT, Place
from infra.local.processes import free_port
from infra.local.stack import running_ports

_STACKS = ROOT / ".local" / "tests"


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
        return lambda_environment(running_ports(place).emulator, place.read("state/deployed.json")["environment"])


def run_local(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """``python -m infra.local`` with its state in ``folder``."""
    environment = clean_environment(PORTAL_LOCAL_FOLDER=str(folder))
    command = [sys.executable, "-m", "infra.local", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@contextmanager
def running_stack(run: str, seed: str, name: str = "shared") -> Iterator[LocalStack]:
    """A stack of this test run, started by the first who asks and ended by the last who leaves."""
    _end_forgotten_stacks()
    folder = _STACKS / f"{run[:12]}-{seed}-{name}"
    with _users(folder) as users:
        ports = [] if users else ["--port", str(free_port(None))]
        users.append(os.getpid())
        done = run_local(folder, "up", "--json", "--detach", "--seed", seed, *ports)
    try:
        assert done.returncode == 0, done.stderr
        yield LocalStack(folder, **json.loads(done.stdout))
    finally:
        with _users(folder) as users:
            users.remove(os.getpid())
            if not users:
                _end(folder)


@contextmanager
def _users(folder: Path) -> Iterator[list[int]]:
    """The living processes that use a stack, one of them at a time; what the caller changes is kept."""
    _STACKS.mkdir(parents=True, exist_ok=True)
    with (_STACKS / f"{folder.name}.users").open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        users = [pid for pid in map(int, file.read().split()) if Path(f"/proc/{pid}").exists()]
        try:
            yield users
        finally:
            file.seek(0)
            file.truncate()
            file.write(" ".join(map(str, users)))
            file.flush()


def _end(folder: Path) -> None:
    run_local(folder, "down")
    shutil.rmtree(folder, ignore_errors=True)
    (_STACKS / f"{folder.name}.users").unlink(missing_ok=True)


def _end_forgotten_stacks() -> None:
    """A test run that was killed could not end its stacks."""
    for folder in [path for path in _STACKS.glob("*") if path.is_dir()]:
        with _users(folder) as users:
            if not users:
                _end(folder)


@pytest.fixture(scope="session")
def local_stack(testrun_uid: str) -> Iterator[LocalStack]:
    """The deployed product with the demo's merchants, who have no customers yet."""
    with running_stack(testrun_uid, "empty") as stack:
        yield stack


@pytest.fixture(scope="session")
def bare_stack(testrun_uid: str) -> Iterator[LocalStack]:
    """The deployed product without a merchant."""
    with running_stack(testrun_uid, "none") as stack:
        yield stack


@pytest.fixture(scope="session")
def demo_stack(testrun_uid: str) -> Iterator[LocalStack]:
    """The deployed product with the demo's merchants, clients and invoices."""
    with running_stack(testrun_uid, "demo") as stack:
        yield stack
