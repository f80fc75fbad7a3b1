"""What is read off the code: nothing is found in ours, and each rule finds the breach it is for (V17, V20, V26, V28, V31, V32, V34)."""

import pytest

from infra.static.audit import EXCEPTIONS, judge
from infra.static.rules import ROOT, RULES, findings
from infra.static.secrets import findings as secrets_in

BREACHES = {
    "log-words": ['_log.info(f"signed in {email}")', '_log.error("no " + name)', '_log.warning("{}".format(name))'],
    "log-secret": ['_log.info("x", extra={"fields": {"token": value}})', '_log.info("x %s", request.password)',
                   '_log.info("x", extra={"fields": {"key": api_key}})'],
    "secret-compared": ["token == given", "self.secret != other", "(row.id, row.api_key) == (one, two)"],
    "unverified": ["get(url, verify=False, timeout=3)", "ssl._create_unverified_context()", "context.check_hostname = False"],
    "no-timeout": ["urllib.request.urlopen(url)", "requests.post(url, json=body)", "httpx.get(url)"],
    "outward": ["import requests", "from urllib.request import urlopen", "import http.client", "import socket"],
    "scan": ["table.scan()", 'client("dynamodb").scan(TableName=name)'],
    "json": ["json.loads(body)"],
    "revived": ["import pickle", "from yaml import safe_load", "ElementTree.fromstring(text)"],
    "token-unchecked": ['jwt.decode(token, key, algorithms=["RS256", "HS256"])', "jwt.decode(token, key)",
                        "jwt.decode(token, key, algorithms=wanted)"],
    "file": ["open(name)", "Path(name).read_text()"],
    "link": ['client("s3").generate_presigned_url("get_object")'],
    "digits": [r're.compile(r"\d+")', r'Field(pattern="^\\d$")'],
    "markup": ['f"<p>{name}</p>"'],
}  # fmt: skip
SOUND = [
    '_log.info("request", extra={"fields": {"tenant": tenant_id}})',
    "secrets.same(token, given)",
    'token == ""',
    "token is None",
    "urllib.request.urlopen(url, timeout=3)",
    'jwt.decode(token, key, algorithms=["RS256"])',
    'f"{left} < {right}"',
    '"<p>"',
    "context.check_hostname = True",
]


def test_v17_v20_v26_v28_v31_v32_v34_our_code_breaks_none_of_our_rules():
    paths = [ROOT / "app.py", *(ROOT / "chalicelib").rglob("*.py"), *(ROOT / "infra").rglob("*.py")]
    assert [one for path in paths for one in findings(str(path.relative_to(ROOT)), path.read_text())] == []


def test_every_rule_has_a_breach():
    assert {rule.name for rule in RULES} == set(BREACHES)


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in BREACHES.items() for text in texts])
def test_v17_v20_v26_v28_v31_v32_v34_a_breach_is_found(name, text):
    assert [one for one in findings("chalicelib/invoices/show.py", text) if f" {name}: " in one]


@pytest.mark.parametrize("text", SOUND)
def test_what_is_sound_is_let_through(text):
    assert list(findings("chalicelib/invoices/show.py", text)) == []


def test_an_exception_names_its_rule_and_a_reason():
    def found(comment):
        return list(findings("chalicelib/invoices/show.py", f"json.loads(body)  {comment}"))

    assert found("# rule: json, what we kept ourselves") == []
    assert len(found("# rule: json")) == 1
    assert len(found("# rule: scan, what we kept ourselves")) == 2
    assert list(findings("chalicelib/invoices/show.py", "pass  # rule: json, no need for it any more"))


def test_the_one_place_for_something_may_do_it():
    assert list(findings("chalicelib/adapters/cursors.py", "json.loads(body)")) == []


KEY = "sk" + "_live_" + "4eC39HqLyjWDarjtT1zdp7dc"


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("chalicelib/a.py", f'KEY = "{KEY}"'),
        ("tests/a.py", f'KEY = "{KEY}"'),
        ("docs/a.md", "-----BEGIN RSA " + "PRIVATE KEY-----"),
        ("infra/a.py", "pass" + 'word = "correct horse"'),
        ("site/a.ts", 'const a = "' + "q83vEjRWeJq83vASNFZ4mrze8BI0" + 'VniavN7wEj";'),
        ("infra/b.py", 'X = "test"  # pragma: ' + "allowlist secret"),
    ],
)
def test_a_secret_is_found_wherever_it_stands(tmp_path, name, line):
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text(line + "\n")
    assert secrets_in(name, tmp_path)
    assert not any(KEY in told for told in secrets_in(name, tmp_path))


def test_the_audit_lets_through_what_has_a_reason_and_that_alone():
    def told(check, resource="AWS::S3::Bucket.SiteBucket"):
        return {"check_id": check, "check_name": "n", "file_path": "/site.json", "resource": resource}

    known = [told(name) for name in EXCEPTIONS]
    assert judge(known) == []
    assert judge([*known, told("CKV_AWS_20")]) == ["CKV_AWS_20 /site.json AWS::S3::Bucket.SiteBucket: n"]
    assert judge([*known, told("CKV_AWS_21", "AWS::S3::Bucket.DocumentsBucket")])
    assert judge(known[1:]) == [f"{known[0]['check_id']}: this exception excepts nothing"]
