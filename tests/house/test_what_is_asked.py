"""Whatever a request holds, no route fails over it, believes an address in it, or changes something it refuses (V13, V23, V27, V34)."""

import json
import re

import pytest
from hypothesis import HealthCheck, given, settings

from tests.fixtures.sign_in import OURS
from tests.house.matrix.bench import COUNTERS
from tests.house.matrix.cases import cases
from tests.house.matrix.junk import bodies, queries

EVIL = "evil.example"
FORGED = {
    "Host": EVIL,
    "X-Forwarded-Host": EVIL,
    "X-Original-Host": EVIL,
    "X-Host": EVIL,
    "X-Forwarded-Server": EVIL,
    "X-Forwarded-Proto": "http",
    "Forwarded": f"host={EVIL};proto=http",
    "Referer": f"https://{EVIL}/",
    "X-Original-URL": f"https://{EVIL}/",
}
MAILING = {
    "POST /portal/invoices/{invoice_id}/forwards",
    "POST /merchant/invoices/{invoice_id}/sending",
    "POST /merchant/invoices/{invoice_id}/payments",
    "PUT /merchant/customers/{customer_id}/contacts/{contact_id}/portal-access",
    "POST /merchant/invitations",
    "POST /merchant/staff",
    "POST /merchant/staff/{staff_id}/invitation",
    "POST /portals/{portal}/password-resets",
    "POST /portals/{portal}/password-resets/completion",
    "POST /merchant/password-resets",
    "POST /portal/me/email-changes",
    "POST /portals/{portal}/email-changes/completion",
    "POST /portals/{portal}/email-changes/reversal",
    "PUT /portal/me/password",
    "PUT /merchant/me/password",
}
CLIMBING = [
    "..", ".", "../../etc/passwd", "..\\..\\windows", "/etc/passwd", "....//....//etc", "%2e%2e%2f", "%00", "\0", "inv_\0",
    "\n", "inv_1\r\nX-Evil: 1", " ", "", "*", "#", "?", "&a=b", "' OR '1'='1", "{{7*7}}", "${jndi:ldap://x}", "$ne", "__proto__",
    "\u202einv", "\u2028", "ＩＮＶ", "é", "😀", "\ud800", "a" * 129, "a" * 5000, "cus_one#inv_1", "ten_acme#cus_one", "<script>",
    "file:///etc/passwd", "a..b", "a" * 128, "null", "undefined", "0", "CON", "inv_1.pdf",
]  # fmt: skip


def test_v13_links_never_follow_the_host_that_a_request_names(bench):
    mailed, wrong = set(), []
    for case in cases(bench):
        seen = case.ask(case.wields, case.first, headers=FORGED)
        told = f"{seen.told.bare} {json.dumps(seen.kept, default=str)}"
        wrong += [case.route.name] if EVIL in told else []
        links = re.findall(r"https?://[^/\s\"'\\<]+", str(seen.kept.get("outbox", "")))
        mailed |= {case.route.name} if links else set()
        wrong += [f"{case.route.name} links to {link}" for link in set(links) - {"https://portal.example.com"}]
    assert wrong == []
    assert mailed >= MAILING


@pytest.mark.parametrize("step", range(4))
def test_v23_a_path_that_climbs_leads_nowhere(bench, step):
    wrong = []
    for case in cases(bench):
        for name in case.route.path_names:
            for value in CLIMBING[step::4]:
                seen = case.ask(case.wields, case.first, values={**case.first.values, name: value})
                if seen.told.status != 404 or seen.places - COUNTERS:
                    wrong.append(f"{case.route.name} {name}={value[:40]!r}: {seen.told.status} {seen.places}")
    assert wrong == []


def test_v27_a_cookie_alone_moves_nothing_from_another_site(bench):
    elsewhere = [{"Origin": f"https://{EVIL}"}, {"Origin": "null"}, {"Origin": None}, {"X-Portal": None}, {"X-Portal": "0"},
                 {"Origin": "https://portal.example.com.evil.example"}, {"Origin": "http://portal.example.com"}]  # fmt: skip
    asked, wrong = set(), []
    for case in cases(bench):
        if "Cookie" not in case.row.headers(bench.world):
            continue
        asked.add(case.route.name)
        for headers in elsewhere:
            seen = case.ask(case.wields, case.first, headers={**OURS, **headers})
            if seen.told.status != 403 or seen.places - COUNTERS:
                wrong.append(f"{case.route.name} {headers}: {seen.told.status} {seen.places}")
    assert wrong == []
    assert len(asked) == 5


def test_v27_a_cookie_signs_nobody_in_where_a_token_is_asked_for(bench):
    wrong = []
    for case in cases(bench, signed_in=True):
        headers = {**OURS, "Cookie": f"{bench.world.secrets['client_cookie']}; {bench.world.secrets['staff_cookie']}"}
        seen = case.ask(bench.world.people["stranger"], case.first, headers=headers)
        wrong += [] if seen.told.status == 401 and not seen.places else [case.route.name]
    assert wrong == []


def _judged(case, seen) -> None:
    status = seen.told.status
    assert status < 500, f"{case.route.name}: {seen.told.body}"
    if status >= 400:
        assert not seen.places - COUNTERS, f"{case.route.name}: {status}, yet it changed {seen.places}"
        assert {"type", "title", "status", "detail", "code", "request_id"} <= seen.told.json.keys()
    if status == 422:
        assert seen.told.json["code"] != "invalid" or seen.told.fields, f"{case.route.name} names no field"
        assert "" not in seen.told.fields, f"{case.route.name} names a field without a name"


QUIET = settings(
    max_examples=10, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
)


def survives(case, part, strategy) -> None:
    """Whatever is drawn as this part of the request is answered, and what is refused changes nothing."""

    @QUIET
    @given(drawn=strategy)
    def asked(drawn):
        _judged(case, case.ask(case.wields, case.first, **{part: drawn}))

    asked()


@pytest.mark.parametrize("quarter", range(4))
def test_v34_no_body_makes_a_route_fail(bench, quarter):
    for case in [case for case in cases(bench) if case.route.body][quarter::4]:
        survives(case, "body", bodies(case))


def test_v34_no_query_makes_a_route_fail(bench):
    for case in [case for case in cases(bench) if case.route.query]:
        survives(case, "query", queries(case))


EDGES = ["", " ", "\0", "\ud800", "x" * 5000, "😀", None, -1, 2**63, 10**400, [], {}]


def test_v34_no_single_field_makes_a_route_fail(bench):
    """One field at a time, the rest as it should be: an empty text is no key of a table."""
    for case in cases(bench):
        asked = case.request(case.wields, case.first)
        least = asked.body if isinstance(asked.body, dict) else {}
        for name in case.route.body[1].model_fields if case.route.body else ():
            for edge in EDGES:
                _judged(case, case.ask(case.wields, case.first, body={**least, name: edge}))
        for name in case.route.query[1].model_fields if case.route.query else ():
            for edge in (edge for edge in EDGES if isinstance(edge, str) and edge != "\ud800"):
                _judged(case, case.ask(case.wields, case.first, query={name: edge}))


RAW = [b"\xff\xfe", b"null", b'"text"', b"1e999", b"[[[[", b'{"a":1,"a":2}', b"{}{}", b'{"\\ud800": 1}', b'{"": 1}', b"\xef\xbb\xbf{}",
       b'{"a": ' + b"9" * 5000 + b"}", b"[" * 50_000]  # fmt: skip


def test_v34_no_bytes_and_no_header_make_a_route_fail(bench):
    words = [
        "Bearer",
        "Bearer ",
        "Bearer \u00e9",
        "Bearer a.b.c",
        "Bearer " + "a" * 9000,
        "Basic YTpi",
        "bearer null",
        ", Bearer x",
    ]
    for case in cases(bench):
        for raw in RAW if case.route.method != "GET" else ():
            _judged(case, case.ask(case.wields, case.first, raw=raw))
        for word in words if case.audience else ():
            seen = case.ask(bench.world.people["stranger"], case.first, headers={"Authorization": word})
            assert seen.told.status == 401, f"{case.route.name} {word[:20]}: {seen.told}"
