"""Where one local stack lives on disk, and what it remembers of itself. Standard library only."""

import fcntl
import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent


class Trouble(Exception):
    """What keeps the stack from running, as one sentence for the person at the desk."""


def say(sentence: str) -> None:
    """Progress goes to standard error: standard output is for the answer."""
    print(sentence, file=sys.stderr, flush=True)


@dataclass(frozen=True)
class Place:
    """The folder of one stack: ``.local`` of the checkout, or a test's own."""

    folder: Path

    @property
    def state(self) -> Path:
        """All that ``reset`` forgets."""
        return self.folder / "state"

    @property
    def mail(self) -> Path:
        return self.state / "mail"

    @property
    def scratch(self) -> Path:
        return self.folder / "tmp"

    @property
    def front_settings(self) -> Path:
        return self.folder / "front.json"

    def log(self, name: str) -> Path:
        folder = self.folder / "logs"
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{name}.log"

    def read(self, name: str) -> dict[str, Any]:
        """A remembered JSON object, empty if there is none or it was cut short."""
        try:
            content = json.loads((self.folder / name).read_text())
        except (FileNotFoundError, ValueError):
            return {}
        return content if isinstance(content, dict) else {}

    def write(self, name: str, content: dict[str, Any]) -> None:
        """Remember a JSON object; it may hold local secrets, so it is for the owner's eyes."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".tmp")
        unfinished.touch(mode=0o600)
        unfinished.write_text(json.dumps(content, indent=1))
        unfinished.replace(path)

    def erase(self, name: str) -> None:
        (self.folder / name).unlink(missing_ok=True)

    def forget_state(self) -> None:
        shutil.rmtree(self.state, ignore_errors=True)

    def clear_scratch(self) -> None:
        shutil.rmtree(self.scratch, ignore_errors=True)
        self.scratch.mkdir(parents=True)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """One command at a time; the next waits."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                say("Waiting for another command of this stack to end")
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def default_place() -> Place:
    """``.local`` of the checkout, unless PORTAL_LOCAL_FOLDER names another folder."""
    return Place(Path(os.environ.get("PORTAL_LOCAL_FOLDER") or ROOT / ".local").resolve())
