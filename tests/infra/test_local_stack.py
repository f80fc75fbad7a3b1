"""The local stack: one command brings the deployed product up, as AWS would get it."""

import hashlib
import json
import urllib.error
import urllib.request
from email.message import EmailMessage

import boto3
import pytest

from infra import edge
from infra.local import processes, services
from infra.local.place import Place
from infra.local.stack import running_ports
from tests.stack import LocalStack, run_local, running_stack


def fetch(url: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    request = urllib.request.Request(url, method=method, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), error.read()


def emulated(stack: LocalStack, service: str):
    ports = running_ports(Place(stack.folder))
    return boto3.client(
        service,
        endpoint_url=services.endpoint(ports.emulator),
        region_name=services.REGION,
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )


def test_the_api_answers_through_the_front_server(bare_stack):
    status, _, body = fetch(f"{bare_stack.api}/health")
    assert status == 200
    assert json.loads(body)["stage"] == "local"


@pytest.mark.parametrize("path", ["/", "/acme", "/acme/invoices/inv_1", "/sign-in"])
def test_routes_of_the_portal_answer_its_page_under_the_real_headers(bare_stack, path):
    status, headers, body = fetch(bare_stack.site + path)
    assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert headers["Content-Security-Policy"] == edge.CONTENT_SECURITY_POLICY
    assert b"/assets/portal-" in body


def test_routes_of_the_console_answer_the_console(bare_stack):
    assert b"/assets/merchant-" in fetch(f"{bare_stack.site}/merchant/invoices")[2]


@pytest.mark.parametrize("path", ["/nope.js", "/..%2f..%2fpackage.json", "/%2e%2e/package.json"])
def test_what_is_no_file_of_the_site_is_not_found(bare_stack, path):
    assert fetch(bare_stack.site + path)[0] == 404


def test_the_site_takes_no_posts(bare_stack):
    assert fetch(f"{bare_stack.site}/acme", "POST")[0] == 405


def test_a_mail_is_read_with_its_attachments(bare_stack):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "portal@client-portal.example", "grace@example.com", "Größe <1>"
    mail.set_content("As text\n")
    mail.add_alternative("<p>As HTML</p>", subtype="html")
    mail.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="invoice.pdf")
    emulated(bare_stack, "sesv2").send_email(
        FromEmailAddress="portal@client-portal.example",
        Destination={"ToAddresses": ["grace@example.com"]},
        Content={"Raw": {"Data": bytes(mail)}},
    )
    [sent] = bare_stack.mails("grace@example.com")
    assert (sent["subject"], sent["text"], sent["html"]) == ("Größe <1>", "As text\n", "<p>As HTML</p>\n")
    assert sent["attachments"] == [{"name": "invoice.pdf", "sha256": hashlib.sha256(b"%PDF-").hexdigest()}]
    page = fetch(bare_stack.mailbox, Accept="text/html")[2].decode()
    assert "Größe &lt;1&gt;" in page


def test_a_media_file_is_served_from_the_same_origin(bare_stack):
    bucket = "client-portal-local-media-000000000000"
    emulated(bare_stack, "s3").put_object(Bucket=bucket, Key="media/logo.png", Body=b"png", ContentType="image/png")
    status, headers, body = fetch(f"{bare_stack.site}/media/logo.png")
    assert (status, headers["Content-Type"], body) == (200, "image/png", b"png")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert fetch(f"{bare_stack.site}/media/none.png")[0] == 404


def test_a_second_up_answers_the_running_stack(bare_stack):
    before = Place(bare_stack.folder).read("processes.json")
    done = bare_stack.command("up", "--json", "--detach", "--seed", "none")
    assert json.loads(done.stdout)["site"] == bare_stack.site
    assert Place(bare_stack.folder).read("processes.json") == before


def test_another_seed_is_not_told_over_the_data_that_is_there(bare_stack):
    done = bare_stack.command("up", "--json", "--detach", "--seed", "large")
    assert "The data of the seed none is kept" in done.stderr


def test_a_port_in_use_is_one_sentence(bare_stack, tmp_path):
    port = bare_stack.site.rsplit(":", 1)[1]
    done = run_local(tmp_path, "up", "--json", "--detach", "--port", port)
    assert done.returncode == 1
    assert done.stderr.strip().splitlines()[-1].startswith(f"Port {port} is in use by another program")
    assert "Traceback" not in done.stderr


def test_what_is_not_running_is_one_sentence(tmp_path):
    done = run_local(tmp_path, "deliver")
    assert (done.returncode, done.stderr) == (1, "The local stack is not running: start it with make run.\n")
    assert run_local(tmp_path, "down").stderr == "Nothing was running.\n"


def test_data_survives_a_stop_and_a_killed_emulator_is_noticed(testrun_uid):
    with running_stack(testrun_uid, "none", "stopped") as stack:
        place = Place(stack.folder)
        emulated(stack, "ssm").put_parameter(Name="/kept", Value="yes", Type="String")
        assert stack.command("down").returncode == 0
        assert not any(processes.find(place, name).alive for name in ("emulator", "provider", "front"))
        assert stack.command("up", "--json", "--detach", "--seed", "none").returncode == 0
        assert emulated(stack, "ssm").get_parameter(Name="/kept")["Parameter"]["Value"] == "yes"

        processes.find(place, "emulator").stop(0)
        assert fetch(f"{stack.api}/health")[0] == 502
        assert stack.command("deliver").returncode == 1
        assert stack.command("up", "--json", "--detach", "--seed", "none").returncode == 0
        assert fetch(f"{stack.api}/health")[0] == 200
