"""The front server before an origin that tells what it was asked."""

import gzip
import json
import threading
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from infra import edge
from infra.local.front import Front, Origins
from infra.local.processes import free_port


class Echo(BaseHTTPRequestHandler):
    """Answers with the request, and two cookies."""

    def _answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        told = {"method": self.command, "path": self.path, "headers": dict(self.headers), "body": body}
        self.send_response(201)
        self.send_header("Set-Cookie", "a=1")
        self.send_header("Set-Cookie", "b=2")
        self.end_headers()
        self.wfile.write(json.dumps(told).encode())

    do_GET = do_POST = _answer  # noqa: N815

    def log_message(self, *arguments):
        pass


def running(handler: type) -> ThreadingHTTPServer:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


@pytest.fixture(scope="module")
def front(tmp_path_factory):
    site = tmp_path_factory.mktemp("dist")
    (site / "index.html").write_text("<!doctype html>" + "portal " * 200)
    origin = running(Echo)
    address = f"http://127.0.0.1:{origin.server_port}"
    origins = Origins(
        site=site, mail=site / "mail", emulator=address, provider=address, api_path="/_aws/execute-api/abc/api",
        media_bucket="media", origin_secret="the-secret",
    )  # fmt: skip
    server = running(type("Handler", (Front,), {"origins": origins}))
    yield f"http://127.0.0.1:{server.server_port}"
    for one in (server, origin):
        one.shutdown()
        one.server_close()


def ask(url: str, method: str = "GET", body: bytes | None = None, **headers: str):
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(url, data=body, method=method, headers=names)
    with urllib.request.urlopen(request, timeout=10) as answer:
        return answer, answer.read()


def test_the_api_is_asked_without_the_prefix_and_with_all_that_was_said(front):
    answer, body = ask(f"{front}/api/portal/invoices?status=open%20now", "POST", b'{"a": 1}', Authorization="Bearer x")
    told = json.loads(body)
    assert (answer.status, told["method"], told["body"]) == (201, "POST", '{"a": 1}')
    assert told["path"] == "/_aws/execute-api/abc/api/portal/invoices?status=open%20now"
    assert told["headers"]["Authorization"] == "Bearer x"
    assert answer.headers.get_all("Set-Cookie") == ["a=1", "b=2"]


@pytest.mark.asvs("4.1.3", "15.3.4")
def test_a_viewer_cannot_say_where_he_comes_from(front):
    forged = {
        "X_Origin_Secret": "guess",
        "CloudFront_Viewer_Address": "203.0.113.9:1",
        "X_Forwarded_For": "203.0.113.9",
    }
    headers = json.loads(ask(f"{front}/api/health", **forged)[1])["headers"]
    told = {name.lower(): value for name, value in headers.items()}
    assert told[edge.ORIGIN_SECRET_HEADER.lower()] == "the-secret"
    assert told[edge.VIEWER_ADDRESS_HEADER.lower()].startswith("127.0.0.1:")
    assert "x-forwarded-for" not in told


def test_a_path_that_only_begins_like_the_api_is_the_sites(front):
    assert ask(f"{front}/apiary")[1].startswith(b"<!doctype html>")


def test_pages_are_compressed_for_whoever_reads_that(front):
    answer, body = ask(f"{front}/acme", Accept_Encoding="gzip")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(body).startswith(b"<!doctype html>")
    assert len(body) < 200


def test_a_body_larger_than_api_gateway_takes_is_refused(front):
    with pytest.raises(urllib.error.HTTPError) as refused:
        ask(f"{front}/api/uploads", "POST", b"x" * 10_485_761)
    assert refused.value.code == 413
    refused.value.close()


def test_an_origin_that_is_away_is_one_sentence(tmp_path):
    away = f"http://127.0.0.1:{free_port(None)}"
    origins = Origins(tmp_path, tmp_path, away, away, "", "media", "")
    server = running(type("Handler", (Front,), {"origins": origins}))
    with pytest.raises(urllib.error.HTTPError) as refused:
        ask(f"http://127.0.0.1:{server.server_port}/api/health")
    assert (refused.value.code, refused.value.read()) == (
        502,
        b"The local AWS or payment provider does not answer. Start it with: make run\n",
    )
    refused.value.close()
    server.shutdown()
    server.server_close()
