"""The provider behind a real socket, with a worker that delivers webhooks in the background."""

import contextlib
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any

from infra.provider.books import Options
from infra.provider.core import Provider
from infra.provider.faults import Dropped
from infra.provider.webhooks import Send, post

_LARGEST_BODY = 1_000_000


class ProviderServer:
    """``with ProviderServer() as provider:`` gives a running ``Provider`` on a free port; ``provider.public_url`` is it.

    ``held`` (the default in tests) leaves webhooks to ``provider.webhooks.deliver_all()``.
    """

    def __init__(
        self, state: str | Path = ":memory:", *, port: int = 0, host: str = "127.0.0.1", public_url: str = "",
        held: bool = True, send: Send = post, clock: Callable[[], float] = time.time, options: Options | None = None,
    ) -> None:  # fmt: skip
        self.provider = Provider(state, send=send, clock=clock, options=options)
        self.provider.webhooks.held = held
        self._server = _Server((host, port), _handler(self.provider))
        self.port = self._server.server_address[1]
        self.url = f"http://{host}:{self.port}"
        self.provider.public_url = public_url.rstrip("/") or self.url
        self._worker = _Worker(self.provider)
        self._threads = [
            threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True),
            threading.Thread(target=self._worker.run, daemon=True),
        ]

    def start(self) -> Provider:
        for thread in self._threads:
            thread.start()
        return self.provider

    def stop(self) -> None:
        self._worker.stop()
        self._server.shutdown()
        for thread in self._threads:
            thread.join(timeout=30)
        self._server.server_close()
        self.provider.close()

    def __enter__(self) -> Provider:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def wait(self) -> None:
        """Until interrupted."""
        self._threads[0].join()


class _Worker:
    """Delivers what is due, settles what is due, and sleeps in between until woken."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider
        self._woken = threading.Event()
        self._stopped = False
        provider.webhooks.wake = self._woken.set

    def stop(self) -> None:
        self._stopped = True
        self._woken.set()

    def run(self) -> None:
        while not self._stopped:
            self._provider.tick()
            if not self._provider.webhooks.held:
                self._deliver()
            self._woken.wait(timeout=1)
            self._woken.clear()

    def _deliver(self) -> None:
        for delivery in self._provider.webhooks.due():
            if self._stopped or self._provider.webhooks.held:
                return
            self._provider.webhooks.deliver(delivery)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 60

        def _answer(self) -> None:
            self.close_connection = True
            length = int(self.headers.get("Content-Length") or 0)
            if not 0 <= length <= _LARGEST_BODY:
                # Taken off the wire all the same: a client that is still sending would not see the answer.
                self.rfile.read(min(max(length, 0), 10 * _LARGEST_BODY))
                self._write(413, {"Content-Type": "text/plain"}, b"Too large.")
                return
            body = self.rfile.read(length)
            try:
                self._write(*provider.handle(self.command, self.path, dict(self.headers.items()), body))
            except Dropped:
                with contextlib.suppress(OSError):
                    self.connection.shutdown(2)

        def _write(self, status: int, headers: dict[str, str], body: bytes) -> None:
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body)), "Connection": "close"}.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        do_GET = do_POST = do_DELETE = _answer  # noqa: N815 names of the standard library

        def log_message(self, *args: Any) -> None:
            """The request log is ``provider.requests``."""

    return Handler
