"""Every parser of what strangers send raises our own errors only, whatever comes (V34); FUZZ_SECONDS=60 goes on for a minute each."""

import base64
import contextlib
import copy
import json
import os
import re
import struct
import time
import zlib
from datetime import timedelta
from hashlib import sha256
from hmac import new
from types import SimpleNamespace

import pytest
from chalice.app import MultiDict
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from chalicelib.adapters import cursors, idempotency, secrets, tokens
from chalicelib.adapters.dynamodb import Slot
from chalicelib.adapters.gateways.errors import EventForged, EventUnreadable
from chalicelib.adapters.gateways.events import parse_event
from chalicelib.adapters.gateways.webhooks import read_event
from chalicelib.adapters.mail_events import MailEventUnreadable, read_mail_event
from chalicelib.core import clock, fields
from chalicelib.core.deferred import defer
from chalicelib.core.errors import Invalid, NotSignedIn, PortalError
from chalicelib.core.placeholders import fill
from chalicelib.core.png import NotPng, rewrite
from chalicelib.entrypoints.requests import caller_of, read_body, read_query
from chalicelib.invoices.schemas import InvoiceQuery, NewInvoice
from chalicelib.sessions import rules
from chalicelib.sessions.cookies import presented_cookie
from chalicelib.sessions.device import device_cookie, known_device
from chalicelib.tenants.upload_logo import _picture
from tests.fixtures.feedback import an_event

SECONDS = float(os.environ.get("FUZZ_SECONDS", "0"))
ANY = st.text(st.characters(), max_size=60)  # lone surrogates too: JSON can say them
ODD = st.sampled_from(
    ["", "\0", "\ud800", "é", "１", "=", ".", "..", ",", ";", "a" * 5000, "9" * 400, "-1", "1e9", "\r\n", "\u2028"]
)
WORDS = st.one_of(ANY, ODD)


def fuzz(strategy, check, examples: int = 100) -> None:
    """Ask ``check`` about many things; with FUZZ_SECONDS about ever new ones until the time is over."""
    end, number = time.monotonic() + SECONDS, 0
    while number == 0 or time.monotonic() < end:
        number += 1
        phases = [Phase.generate, Phase.shrink]

        @seed(number)
        @settings(
            max_examples=examples, database=None, deadline=None, phases=phases, suppress_health_check=list(HealthCheck)
        )
        @given(strategy)
        def ask(drawn):
            check(drawn)

        ask()


def mutated(genuine: str):
    """A genuine text with a piece cut out, replaced or said twice."""
    place = st.integers(0, len(genuine))
    return st.tuples(place, place, WORDS).map(lambda cut: genuine[: min(cut[:2])] + cut[2] + genuine[max(cut[:2]) :])


EVENT = {
    "id": "evt_1", "object": "event", "type": "charge.succeeded", "created": 1, "livemode": False,
    "data": {"object": {
        "id": "ch_1", "object": "charge", "amount": 5120, "currency": "eur", "payment_intent": "pi_1", "metadata": {"tenant": "ten_1"},
        "payment_method": "pm_1", "payment_method_details": {"type": "card", "card": {"brand": "visa", "last4": "4242"}},
    }},
}  # fmt: skip
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), WORDS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(WORDS, inner, max_size=3)),
    max_leaves=5,
)


@st.composite
def odd_events(draw, genuine, words):
    """The event with anything at any of its places, or one of these words."""
    event = copy.deepcopy(genuine)
    here: dict = event
    while True:
        name = draw(st.sampled_from([*here, "no_such_place"]))
        if isinstance(here.get(name), dict) and draw(st.booleans()):
            here = here[name]
            continue
        here[name] = draw(st.one_of(VALUES, st.sampled_from(words)))
        return event


def test_v34_v06_whatever_an_event_says_it_is_read_or_refused():
    def check(event):
        with contextlib.suppress(EventUnreadable):
            parse_event(json.dumps(event).encode())

    words = ["refund.created", "checkout.session.completed", "charge.dispute.created"]
    fuzz(odd_events(EVENT, words), check, 200)


@pytest.mark.parametrize("kind", ["bounce", "complaint", "rejected"])
def test_v34_whatever_an_event_of_a_mail_says_it_is_read_or_refused(kind):
    def check(event):
        try:
            read = read_mail_event(event)
        except MailEventUnreadable:
            return
        if read is not None:
            assert re.fullmatch(r"[A-Za-z0-9_]{1,64}", read.outbox_id)
            assert re.fullmatch(r"[A-Za-z0-9-]{1,40}", read.reason)
            assert re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\.[0-9]{3}Z", read.at)
            assert TypeAdapter(fields.Email).validate_python(read.address) == read.address

    words = ["Bounce", "Complaint", "Reject", "Delivery", "Permanent", "0001-01-01T00:00:00+14:00", "2026-03-16"]
    fuzz(odd_events(an_event("out_1", kind=kind), words), check, 100)


def test_v34_v06_no_header_but_the_genuine_one_signs_an_event():
    body, now = json.dumps(EVENT).encode(), clock.now()
    stamp = str(int(now.timestamp()))
    genuine = f"t={stamp},v1={new(b'whsec_1', f'{stamp}.'.encode() + body, sha256).hexdigest()}"
    assert read_event(body, genuine, ["whsec_1"], now=now + timedelta(seconds=9), livemode=False).id == "evt_1"

    def check(header):
        if f"v1={genuine[-64:]}" in header and f"t={stamp}" in header:
            return  # more may stand beside what is genuine
        with pytest.raises(EventForged):
            read_event(body, header, ["whsec_1"], now=now, livemode=False)

    fuzz(st.one_of(WORDS, mutated(genuine)), check, 200)


def test_v34_v17_no_token_but_the_genuine_one_is_believed(cloud):
    genuine = tokens.issue(
        audience="client", subject="per_1", session_id="ses_1", authenticated_at=1, tenant_id="ten_1", person_id="con_1",
        customer_id="cus_1", email="ada@example.com", access=0,
    )  # fmt: skip
    parts = genuine.split(".")

    def loose(text):
        """base64url has several spellings of its last character."""
        return [base64.urlsafe_b64decode(part + "==") for part in text.split(".")]

    def check(token):
        try:
            tokens.verify(token)
        except NotSignedIn:
            return
        assert loose(token) == loose(genuine)

    def told(value):
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    odd = st.tuples(VALUES, VALUES).map(lambda two: f"{told(two[0])}.{told(two[1])}.{parts[2]}")
    headers = st.dictionaries(st.sampled_from(["alg", "kid", "typ", "crit", "jku", "b64"]), VALUES).map(
        lambda one: f"{told(one)}.{parts[1]}.{parts[2]}"
    )
    fuzz(st.one_of(WORDS, mutated(genuine), odd, headers), check, 150)


def test_v34_a_cursor_is_ours_or_refused(cloud):
    slot = Slot({"pk": "ten_1#cus_1", "sk": "2026-03-16#inv_1"})
    genuine = cursors.encode(slot, "ten_1", "route")

    def check(cursor):
        with contextlib.suppress(cursors.CursorNotValid):
            assert cursors.decode(cursor, "ten_1", "route") == slot

    fuzz(st.one_of(WORDS, mutated(genuine)), check, 150)


def _request(headers, body=b"", query=None):
    return SimpleNamespace(headers=headers, context={}, raw_body=body, query_params=query)


def test_v34_v27_any_cookie_is_ours_or_nobodys(cloud):
    ours = {"Origin": "https://portal.example.com", "X-Portal": "1"}
    known = device_cookie("client", "ten_1", "ada@example.com").partition(";")[0]

    def check(cookie):
        caller = caller_of(_request({"Cookie": cookie, **ours}), "req_1")
        with pytest.raises(NotSignedIn):
            presented_cookie(caller, "client", "ten_1")
        if known_device(caller.cookies, "client", "ten_1", "ada@example.com"):
            assert known.partition("=")[2] in cookie

    named = st.tuples(st.sampled_from(["__Host-r-ten_1=", "__Host-d-ten_1="]), WORDS).map("".join)
    fuzz(st.one_of(WORDS, named, mutated(known), mutated("__Host-r-ten_1=ses_1.family.secret")), check, 150)


def test_v34_any_headers_are_read(cloud):
    names = ["Authorization", "Cookie", "Origin", "X-Portal", "Idempotency-Key", "User-Agent", "CloudFront-Viewer-Address",
             "X-Origin-Secret", "Content-Type", "Accept-Language", "X-Forwarded-For"]  # fmt: skip

    def check(headers):
        caller = caller_of(_request(headers), "req_1")
        assert caller.address == "unknown"
        assert len(rules.device_label(caller.user_agent)) <= 40
        assert isinstance(idempotency.is_key(headers.get("Idempotency-Key", "")), bool)

    fuzz(st.dictionaries(st.sampled_from(names), WORDS, max_size=6), check, 150)


def test_v34_any_body_and_query_are_typed_or_refused():
    def check(drawn):
        body, query = drawn
        caller = caller_of(_request({"Content-Type": "application/json"}, body), "req_1")
        for read in (
            lambda: read_body(caller, NewInvoice),
            lambda: read_query(_request({}, query=MultiDict(query)), InvoiceQuery),
        ):
            found = read()
            try:
                assert type(found.model_dump()) is dict
            except PortalError as refusal:
                assert not isinstance(refusal, Invalid) or all(path for path, _ in refusal.errors)
        defer(None)

    raw = st.one_of(st.binary(max_size=80), VALUES.map(lambda value: json.dumps(value).encode()))
    queries = st.dictionaries(
        st.one_of(WORDS, st.sampled_from(["limit", "status", "cursor", "plan"])),
        st.lists(WORDS, min_size=1, max_size=2),
        max_size=3,
    )
    fuzz(st.tuples(raw, queries), check, 150)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


@st.composite
def pictures(draw):
    """Files that begin like a PNG and hold any chunks, most of them well wrapped."""
    side = st.integers(0, 3) | st.sampled_from([2000, 2001, 2**31])
    header = struct.pack(
        ">IIBBBBB", draw(side), draw(side), *(draw(st.integers(0, 16)) for _ in range(2)), 0, 0, draw(st.integers(0, 1))
    )
    pixels = draw(
        st.one_of(
            st.binary(max_size=60).map(zlib.compress), st.binary(max_size=20), st.just(zlib.compress(b"\0" * 10**6))
        )
    )
    parts = [
        _chunk(b"IHDR", header),
        _chunk(b"PLTE", draw(st.binary(max_size=9))),
        _chunk(b"IDAT", pixels),
        _chunk(b"IEND", b""),
    ]
    chosen = draw(st.lists(st.sampled_from(parts), max_size=5)) if draw(st.booleans()) else parts
    return b"\x89PNG\r\n\x1a\n" + b"".join(chosen) + draw(st.binary(max_size=4))


def test_v34_v22_a_picture_is_made_anew_or_refused():
    def check(content):
        with contextlib.suppress(NotPng):
            assert rewrite(rewrite(content)) == rewrite(content)

    fuzz(st.one_of(pictures(), st.binary(max_size=50)), check, 150)


def test_v34_v22_what_is_sent_as_a_picture_is_one_or_refused_by_name():
    def check(content):
        with pytest.raises(Invalid) as refusal:
            _picture(content)
        assert [path for path, _ in refusal.value.errors] == ["content"]

    fuzz(st.one_of(WORDS, st.binary(max_size=40).map(lambda raw: base64.b64encode(raw).decode())), check)


KINDS = [
    "Line",
    "Name",
    "Prose",
    "Email",
    "Phone",
    "Currency",
    "Timezone",
    "PortalName",
    "Accent",
    "WebAddress",
    "Country",
    "Quantity",
    "Percent",
    "Language",
]
LIKE = st.one_of(
    st.from_regex(r"[a-zA-Z0-9.+-]{1,9}@[a-z0-9.-]{1,9}\.[a-z]{2,4}"), st.from_regex(r"\A\d{1,8}(\.\d{1,5})?\Z"),
    st.from_regex(r"https://[^ ]{1,20}"), st.from_regex(r"#[0-9a-fA-F]{6}"),
)  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_v34_v33_a_field_is_kept_in_one_form_or_refused(kind):
    reader = TypeAdapter(getattr(fields, kind))

    def check(text):
        try:
            kept = reader.validate_python(text)
        except ValidationError:
            return
        assert reader.validate_python(kept) == kept
        kept.encode()
        if kind not in ("Line", "Name", "Prose", "Phone"):
            assert kept.isascii(), kept

    fuzz(st.one_of(WORDS, LIKE), check, 80)


def test_v34_v18_a_text_with_places_is_filled_once():
    def check(drawn):
        text, value = drawn
        assert fill(text, {"name": value}) == value.join(text.split("{name}"))

    fuzz(
        st.tuples(
            st.lists(st.one_of(WORDS, st.sampled_from(["{name}", "{", "}", "{0}", "{name!r}"]))).map("".join), WORDS
        ),
        check,
    )


def test_v34_secrets_of_any_characters_can_be_compared():
    fuzz(st.tuples(WORDS, WORDS), lambda two: secrets.same(*two) == (two[0] == two[1]) or pytest.fail(repr(two)))
