"""The first merchant of a deployment: made by its operator, with the product's own verbs, on the really deployed stack."""

import subprocess
import sys
import urllib.error
import urllib.request

import pytest

from infra import create_merchant
from infra.local.environments import clean_environment
from infra.local.place import ROOT
from tests.stack import LocalStack


def run(stack: LocalStack, portal: str, owner: str, keys: str = "") -> "subprocess.CompletedProcess[str]":
    command = [
        sys.executable,
        "-m",
        "infra.create_merchant",
        "--stage",
        "local",
        "--portal",
        portal,
        "--name",
        "Initech",
    ]
    return subprocess.run(
        [*command, "--owner-email", owner],
        cwd=ROOT,
        env=clean_environment(PORTAL_LOCAL_FOLDER=str(stack.folder)),
        input=keys,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.asvs("6.3.2")
def test_a_merchant_has_its_portal_and_its_owner_gets_an_invitation(bare_stack):
    done = run(bare_stack, "initech", "bill@initech.example")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("ten_")
    with urllib.request.urlopen(f"{bare_stack.api}/portals/initech", timeout=30) as answer:
        assert answer.status == 200
    [mail] = bare_stack.wait_for_mail("bill@initech.example")
    assert f"{bare_stack.site}/merchant/accept#" in mail["text"]


def test_a_taken_name_is_one_sentence_and_sends_nothing(bare_stack):
    assert run(bare_stack, "initrode", "first@initrode.example").returncode == 0
    done = run(bare_stack, "initrode", "second@initrode.example")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "Stopped: This portal name is taken.\n"
    bare_stack.deliver()
    assert bare_stack.mails("second@initrode.example") == []


def test_what_is_wrong_is_named_by_its_field(bare_stack):
    done = run(bare_stack, "Not A Name", "nobody")
    assert done.returncode == 1
    assert done.stderr.startswith("Stopped: email: ")
    assert "Traceback" not in done.stderr


def test_a_key_that_the_gateway_refuses_is_told_and_leaves_the_merchant(bare_stack):
    done = run(bare_stack, "initech-keys", "keys@initech.example", "sk_live_wrong\n")
    assert done.returncode == 0
    assert "The gateway was not connected: " in done.stderr
    assert "sk_live_wrong" not in done.stderr + done.stdout


def test_a_stage_that_is_not_provisioned_is_one_sentence(capsys, monkeypatch):
    monkeypatch.setattr(create_merchant, "_keys", list)
    arguments = ["--stage", "prod", "--portal", "acme", "--name", "Acme", "--owner-email", "olivia@acme.example"]
    assert create_merchant.main(arguments) == 1
    assert "run python -m infra.provision --stage prod first" in capsys.readouterr().err
