"""Runs MiniStack with three things it lacks: its state is saved now and then, sent mail is kept whole, and some of it bounces.

Runs in the emulator's own environment: ``.venv-emulator/bin/python -m infra.local.emulate``. MiniStack saves on SIGTERM
only, so a snapshot is taken by a forked child, which sees all services at one instant while the parent goes on
answering. Of raw mail MiniStack keeps no attachments, so the request is written to a folder as SES got it. What comes
back is made by ``simulator``.
"""

import asyncio
import contextlib
import json
import os
import signal
import time
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any

from ministack import app as emulator  # type: ignore[import-not-found]
from ministack.core.persistence import save_all  # type: ignore[import-not-found]

from infra.local import simulator

SAVE_SECONDS = 60
SAVE_LIMIT_SECONDS = 120
SAVE_PATH = "/_portal/save"
MAIL_PATH = "/v2/email/outbound-emails"

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class Keeper:
    """The emulator's ASGI application, wrapped."""

    def __init__(self, inner: Callable[..., Awaitable[None]], mail: Path) -> None:
        self.inner = inner
        self.mail = mail
        self.touched = False
        self.child = 0
        self.saving = asyncio.Lock()
        self.timer: asyncio.Task[None] | None = None

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.inner(scope, lambda: self._lifespan(receive), send)
        elif scope["type"] != "http":
            await self.inner(scope, receive, send)
        elif scope["path"] == SAVE_PATH:
            await _answer(send, 204 if await self.save() else 500)
        else:
            self.touched = self.touched or scope["method"] not in ("GET", "HEAD")
            await self._pass_on(scope, receive, send)

    async def _lifespan(self, receive: Receive) -> Message:
        """Begin to save with the first message; before the last, end a snapshot that the final save would collide with."""
        self.timer = self.timer or asyncio.create_task(self._save_now_and_then())
        message = await receive()
        if message["type"] == "lifespan.shutdown" and self.child:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.child, signal.SIGKILL)
        return message

    async def _save_now_and_then(self) -> None:
        while True:
            await asyncio.sleep(SAVE_SECONDS)
            if self.touched:
                await self.save()

    async def save(self) -> bool:
        """Write every service's state from a forked child."""
        async with self.saving:
            self.touched = False
            self.child = os.fork()
            if self.child == 0:
                _write_and_exit()
            try:
                return await asyncio.to_thread(_ended_well, self.child)
            finally:
                self.child = 0

    async def _pass_on(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["path"] != MAIL_PATH or scope["method"] != "POST":
            await self.inner(scope, receive, send)
            return
        body = await _body(receive)
        answer, taken = b"", False

        async def watch(message: Message) -> None:
            nonlocal answer, taken
            if message.get("status") == 200:
                taken = True
                # Before the answer: whoever was told that it is sent finds it.
                _keep_mail(self.mail, json.loads(body))
            answer += message.get("body", b"")
            await send(message)

        given = iter([{"type": "http.request", "body": body, "more_body": False}])

        async def replay() -> Message:
            return next(given, None) or await receive()

        await self.inner(scope, replay, watch)
        if taken:
            simulator.tell(json.loads(body), json.loads(answer)["MessageId"])


def _write_and_exit() -> None:
    """In the child: no thread but this one runs, so nothing changes while it is written."""
    code = 1
    try:
        os.nice(10)
        save_all(emulator._build_persistence_save_dict())
        code = 0
    finally:
        os._exit(code)


def _ended_well(child: int) -> bool:
    """Wait for the child; one that inherited a held lock would wait for ever, so it is ended in time."""
    end = time.monotonic() + SAVE_LIMIT_SECONDS
    while time.monotonic() < end:
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid:
            return status == 0
        time.sleep(0.02)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return False


def _keep_mail(folder: Path, request: dict[str, Any]) -> None:
    at = time.time_ns()
    mail = {"at": at / 1e9, "to": request.get("Destination", {}).get("ToAddresses", []), "content": request["Content"]}
    unfinished = folder / f".{at:020d}"
    unfinished.write_text(json.dumps(mail))
    unfinished.rename(folder / f"{at:020d}.json")


async def _body(receive: Receive) -> bytes:
    parts = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


async def _answer(send: Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": []})
    await send({"type": "http.response.body", "body": b""})


if __name__ == "__main__":
    mail_folder = Path(os.environ["PORTAL_LOCAL_MAIL"])
    mail_folder.mkdir(parents=True, exist_ok=True)
    emulator.app = Keeper(emulator.app, mail_folder)
    emulator.main()
