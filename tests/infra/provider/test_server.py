"""The provider as a process: over a socket, behind a prefix, and again after a restart."""

import json
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from infra.provider import Provider, ProviderServer

ROOT = Path(__file__).resolve().parents[3]
KEY = "sk_test_acme_0001"


def ask(url, form=None, key=KEY, **headers):
    request = urllib.request.Request(
        url, data=form and form.encode(), headers={"Authorization": f"Bearer {key}", **headers}
    )
    with urllib.request.urlopen(request, timeout=10) as response:
        return json.load(response)


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def test_state_survives_a_restart(tmp_path):
    path = tmp_path / "provider.sqlite"
    first = Provider(path)
    _, intent = first.call(KEY, "POST", "/v1/payment_intents", "amount=500&currency=eur", "att_1")
    first.close()
    second = Provider(path)
    assert second.call(KEY, "GET", f"/v1/payment_intents/{intent['id']}") == (200, intent)
    assert second.call(KEY, "POST", "/v1/payment_intents", "amount=500&currency=eur", "att_1") == (200, intent)
    assert len(second.rows("payment_intent")) == 1
    second.close()


def test_an_answer_that_is_dropped_closes_the_connection():
    with ProviderServer() as provider:
        provider.fail_next(applied=True)
        with pytest.raises(OSError):
            ask(f"{provider.public_url}/v1/customers", "name=Ada")
        assert [row["name"] for row in provider.rows("customer")] == ["Ada"]


def test_webhooks_are_delivered_in_the_background_until_accepted():
    received, accepted = [], threading.Event()

    class Inbox(BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            received.append((body["type"], self.headers["Stripe-Signature"]))
            self.send_response(503 if len(received) == 1 else 200)
            self.end_headers()
            if len(received) > 1:
                accepted.set()

        def log_message(self, *args):
            pass

    inbox = HTTPServer(("127.0.0.1", 0), Inbox)
    thread = threading.Thread(target=inbox.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        with ProviderServer(held=False) as provider:
            hook = f"http://127.0.0.1:{inbox.server_address[1]}/"
            ask(f"{provider.public_url}/v1/webhook_endpoints", f"url={hook}&enabled_events[]=customer.created")
            ask(f"{provider.public_url}/v1/customers", "name=Ada")
            assert accepted.wait(15)
    finally:
        inbox.shutdown()
        thread.join()
        inbox.server_close()
    assert [type_ for type_, _ in received] == ["customer.created"] * 2


def test_it_runs_alone_behind_a_prefix_and_keeps_its_state(tmp_path):
    port, state = free_port(), tmp_path / "state.sqlite"
    arguments = ["--port", str(port), "--state", str(state), "--public-url", "http://localhost:8080/_provider"]
    ids = []
    for _ in range(2):
        process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); "
             "from infra.provider.__main__ import main; sys.exit(main(sys.argv[1:]))", *arguments],
            stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            assert process.stderr and "listens on" in process.stderr.readline()
            ids.append(
                ask(f"http://127.0.0.1:{port}/_provider/v1/customers", "name=Ada", **{"Idempotency-Key": "one"})["id"]
            )
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=10)
    assert process.returncode == 0
    assert ids[0] == ids[1]


def test_a_port_in_use_is_one_clear_sentence(tmp_path):
    with ProviderServer() as provider:
        port = provider.public_url.rpartition(":")[2]
        done = subprocess.run(
            [sys.executable, "-m", "infra.provider", "--port", port],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=20,
        )
    assert done.returncode == 1
    assert done.stderr.startswith("The provider cannot listen on") and len(done.stderr.splitlines()) == 1


def test_a_request_can_be_held_back_and_let_go():
    with ProviderServer() as provider:
        fault = provider.hold_next(path="/v1/customers")
        answers = []
        thread = threading.Thread(target=lambda: answers.append(ask(f"{provider.public_url}/v1/customers", "name=Ada")))
        thread.start()
        assert fault.arrived.wait(10)
        time.sleep(0.05)
        assert answers == []
        fault.gate.set()
        thread.join(10)
    assert answers[0]["name"] == "Ada"


def test_too_large_a_body_is_refused():
    with ProviderServer() as provider, pytest.raises(urllib.error.HTTPError) as refusal:
        ask(f"{provider.public_url}/v1/customers", "name=" + "a" * 1_000_001)
    assert refusal.value.code == 413
    refusal.value.close()
