"""Starting, finding and ending the stack's own processes. Standard library only."""

import contextlib
import os
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.local.place import ROOT, Place, Trouble

_LOOPBACK = ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"))


@dataclass(frozen=True)
class Process:
    """A process of ours: its id alone would not do, as ids are given out again."""

    pid: int
    born: str
    digest: str

    @property
    def alive(self) -> bool:
        return self.pid > 0 and _born(self.pid) == self.born

    def stop(self, patience: float) -> None:
        """Ask it to end, and end it if it does not within ``patience`` seconds."""
        for ask, seconds in ((signal.SIGTERM, patience), (signal.SIGKILL, 5.0)):
            if not self.alive:
                return
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, ask)
            self._wait(seconds)

    def _wait(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while self.alive and time.monotonic() < end:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(self.pid, os.WNOHANG)
            time.sleep(0.02)


def _born(pid: int) -> str:
    """When a living process began, in the kernel's ticks; empty for one that is gone or a zombie."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return ""
    return "" if fields[0] == "Z" else fields[19]


def start(place: Place, name: str, command: list[str], environment: dict[str, str], digest: str) -> Process:
    """Start a process that outlives this one, holds none of its streams, and is remembered under ``name``."""
    with place.log(name).open("wb") as log:
        child = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    # It outlives this process on purpose: without this word Python would warn that nobody waited for it.
    child.returncode = 0
    process = Process(child.pid, _born(child.pid), digest)
    _remember(place, name, vars(process))
    return process


def find(place: Place, name: str) -> Process:
    """The process remembered under ``name``; a dead one if there is none."""
    known = place.read("processes.json").get(name, {})
    return Process(known.get("pid", 0), known.get("born", ""), known.get("digest", ""))


def stop(place: Place, name: str, patience: float = 10) -> None:
    """End a process and forget it."""
    find(place, name).stop(patience)
    _remember(place, name, None)


def _remember(place: Place, name: str, facts: dict[str, Any] | None) -> None:
    known = place.read("processes.json")
    known.pop(name, None)
    place.write("processes.json", known | ({name: facts} if facts else {}))


def port_is_free(port: int) -> bool:
    """Whether nothing listens on the port, on either loopback address."""
    return not any(_listens(family, host, port) for family, host in _LOOPBACK)


def _listens(family: int, host: str, port: int) -> bool:
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.settimeout(1)
        try:
            return probe.connect_ex((host, port)) == 0
        except OSError:
            return False


def free_port(wanted: int | None) -> int:
    """The wanted port if it is free, else one that the system picks."""
    if wanted and port_is_free(wanted):
        return wanted
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_port(process: Process, port: int, what: str, log: Path, seconds: float = 60) -> None:
    """Wait until the process listens. Raises Trouble if it dies or takes too long."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not port_is_free(port):
            return
        if not process.alive:
            raise Trouble(f"{what} ended as soon as it was started: {told_in(log)} (see {log})")
        time.sleep(0.05)
    raise Trouble(f"{what} did not answer within {seconds:.0f} s (see {log})")


def told_in(log: Path) -> str:
    """What a program said went wrong: the first line that speaks of an error, else its last."""
    lines = [line.strip() for line in log.read_text(errors="replace").splitlines()] if log.exists() else []
    told = [line for line in lines if line]
    return next((line for line in told if "error" in line.lower()), told[-1] if told else "it said nothing")
