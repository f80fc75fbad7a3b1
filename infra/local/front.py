"""The front server: plays CloudFront on loopback, one origin for site, API and media; mailbox and provider beside them."""

import contextlib
import gzip
import http.client
import json
import mimetypes
import socket
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from botocore.exceptions import BotoCoreError, ClientError

from infra import edge
from infra.aws import Aws
from infra.local import mail_pages
from infra.local.answers import Answer, Headers, html, part_of_mail, text
from infra.local.mails import Mail, read_mails

_HOP_BY_HOP = frozenset(
    {"connection", "keep-alive", "transfer-encoding", "te", "trailer", "upgrade", "proxy-connection"}
)
_SET_BY_US = frozenset({edge.ORIGIN_SECRET_HEADER.lower(), edge.VIEWER_ADDRESS_HEADER.lower(), "x-forwarded-for"})
_COMPRESSED = ("text/", "application/json", "text/javascript", "image/svg+xml", "application/javascript")
_LARGEST_BODY = 10_485_760  # what API Gateway takes


@dataclass(frozen=True)
class Origins:
    """Where each part of the origin comes from, as ``up`` found it."""

    site: Path
    mail: Path
    emulator: str
    provider: str
    api_path: str
    media_bucket: str
    origin_secret: str

    @cached_property
    def media(self) -> Any:
        """The bucket's client: like CloudFront, this server may read what viewers may not."""
        return Aws("eu-central-1", self.emulator).client("s3")


class Front(BaseHTTPRequestHandler):
    """One connection of a browser."""

    protocol_version = "HTTP/1.1"
    server_version = "ClientPortalFront"
    sys_version = ""
    origins: Origins
    connections = threading.local()
    # Answers are small: waiting to fill a packet would cost 40 ms each.
    disable_nagle_algorithm = True

    def _serve(self) -> None:
        path = urlsplit(self.path).path
        answer = next(
            (serve(self) for prefix, serve in _ROUTES if path == prefix or path.startswith(f"{prefix}/")), None
        )
        self._send(answer or self._site(path))

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = _serve  # noqa: N815

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Addresses carry tokens only in fragments, but nothing is logged all the same."""

    # Origins

    def _api(self) -> Answer:
        """CloudFront adds the viewer's address and the secret, which a viewer cannot send himself."""
        address, port = self.client_address[:2]
        added = [
            (edge.ORIGIN_SECRET_HEADER, self.origins.origin_secret),
            (edge.VIEWER_ADDRESS_HEADER, f"{address}:{port}"),
        ]
        return self._forward(self.origins.emulator, self.origins.api_path, "/api", added)

    def _media(self) -> Answer:
        if self.command not in ("GET", "HEAD"):
            return text(405, "Only GET.")
        self._body()
        key = unquote(urlsplit(self.path).path.removeprefix("/"))
        try:
            file = self.origins.media.get_object(Bucket=self.origins.media_bucket, Key=key)
        except (BotoCoreError, ClientError):
            return text(404, "Not found.", edge.MEDIA_HEADERS.items())
        told = {
            "Content-Type": file["ContentType"],
            "Cache-Control": file.get("CacheControl", "no-cache"),
            "ETag": file["ETag"],
        }
        return Answer(200, [*told.items(), *edge.MEDIA_HEADERS.items()], file["Body"].read())

    def _provider(self) -> Answer:
        return self._forward(self.origins.provider, "", "/_provider", [])

    def _forward(self, origin: str, path: str, prefix: str, added: Headers) -> Answer:
        """Ask the origin the same, with the prefix replaced."""
        body = self._body()
        if body is None:
            return text(413, "The body is too large.")
        target = urlsplit(origin)
        headers = [
            (name, value) for name, value in self.headers.items() if name.lower() not in _HOP_BY_HOP | _SET_BY_US
        ]
        headers = [(name, target.netloc if name.lower() == "host" else value) for name, value in headers]
        try:
            return self._ask(target.netloc, path + self.path.removeprefix(prefix), [*headers, *added], body)
        except (OSError, http.client.HTTPException):
            return text(502, "The local AWS or payment provider does not answer. Start it with: make run\n")

    def _ask(self, host: str, path: str, headers: Headers, body: bytes) -> Answer:
        connection = http.client.HTTPConnection(host, timeout=60)
        with contextlib.closing(connection):
            connection.putrequest(self.command, path or "/", skip_host=True, skip_accept_encoding=True)
            for name, value in headers:
                connection.putheader(name, value)
            connection.endheaders(body)
            answer = connection.getresponse()
            kept = [(name, value) for name, value in answer.getheaders() if name.lower() not in _HOP_BY_HOP]
            return Answer(answer.status, kept, answer.read())

    def _body(self) -> bytes | None:
        length = int(self.headers.get("Content-Length") or 0)
        if length > _LARGEST_BODY:
            # Taken off the wire, or the sender would never read the answer.
            self.close_connection = True
            while length > 0 and (part := self.rfile.read(min(length, 65_536))):
                length -= len(part)
            return None
        return self.rfile.read(length)

    # Site

    def _site(self, path: str) -> Answer:
        self._body()
        if self.command not in ("GET", "HEAD"):
            return text(405, "Only GET.", edge.SITE_HEADERS.items())
        page = unquote(edge.page_for(path))
        file = (self.origins.site / page.lstrip("/")).resolve()
        if not file.is_relative_to(self.origins.site) or not file.is_file():
            return text(404, "Not found.", edge.SITE_HEADERS.items())
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        kind += "; charset=utf-8" if kind.startswith("text/") else ""
        headers = [("Content-Type", kind), ("Cache-Control", edge.cache_control(page)), *edge.SITE_HEADERS.items()]
        return self._compressed(Answer(200, headers, file.read_bytes()), kind)

    def _compressed(self, answer: Answer, kind: str) -> Answer:
        if "gzip" not in self.headers.get("Accept-Encoding", "") or not kind.startswith(_COMPRESSED):
            return answer
        headers = [*answer.headers, ("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding")]
        return Answer(answer.status, headers, gzip.compress(answer.body, 6, mtime=0))

    # Mailbox

    def _mail(self) -> Answer:
        self._body()
        mails = read_mails(self.origins.mail)
        parts = urlsplit(self.path).path.removeprefix("/_mail").strip("/").split("/")
        if parts == [""]:
            return self._all_mail(mails)
        mail = next((mail for mail in mails if mail.id == parts[0]), None)
        return part_of_mail(mail, parts[1:]) if mail else text(404, "There is no such mail.")

    def _all_mail(self, mails: list[Mail]) -> Answer:
        if "application/json" in self.headers.get("Accept", ""):
            body = json.dumps([mail.as_json() for mail in mails]).encode()
            return Answer(200, [("Content-Type", "application/json"), ("Cache-Control", "no-store")], body)
        return html(mail_pages.list_page(mails), mail_pages.PAGE_POLICY)

    # Answering

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers:
            if name.lower() not in ("content-length", "date", "server"):
                self.send_header(name, value)
        if answer.status != 204:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD" and answer.status != 204:
            self.wfile.write(answer.body)


_ROUTES: tuple[tuple[str, Callable[[Front], Answer]], ...] = (
    ("/api", Front._api),
    ("/media", Front._media),
    ("/_mail", Front._mail),
    ("/_provider", Front._provider),
)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


class _Server6(_Server):
    address_family = socket.AF_INET6


def serve(port: int, origins: Origins) -> None:
    """Listen on both loopback addresses: ``localhost`` may mean either."""
    handler = type("Handler", (Front,), {"origins": origins})
    with contextlib.suppress(OSError):
        second = _Server6(("::1", port), handler)
        threading.Thread(target=second.serve_forever, daemon=True).start()
    _Server(("127.0.0.1", port), handler).serve_forever()


if __name__ == "__main__":
    known: dict[str, Any] = json.loads(Path(sys.argv[2]).read_text())
    known |= {name: Path(known[name]).resolve() for name in ("site", "mail")}
    serve(int(sys.argv[1]), Origins(**known))
