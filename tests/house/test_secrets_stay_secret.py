"""Passwords, tokens and keys are in no log, no audit row, no mail row, no stored answer and no refusal (V31, V11, I11)."""

import json
import logging
from typing import Any

import pytest
from pydantic import SecretStr

from chalicelib.adapters.dynamodb import Transaction
from chalicelib.entrypoints.logs import JsonFormatter
from tests.fixtures.people import PASSWORD
from tests.house.matrix.cases import cases
from tests.house.matrix.rows import NEW_PASSWORD
from tests.house.matrix.world import KEYS

CANARY = "kanarienvogel-7f3a9c"


class Ear(logging.Handler):
    """Hears every logger, ours and those of libraries, as it would stand in the log."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(JsonFormatter())
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(self.format(record))


@pytest.fixture
def ear(monkeypatch):
    """At the levels at which a deployment logs: INFO of ours, WARNING of everybody else."""
    hearing, ours, root = Ear(), logging.getLogger("portal"), logging.getLogger()
    monkeypatch.setattr(ours, "level", logging.INFO)
    for logger in (ours, root):
        logger.addHandler(hearing)
    yield hearing
    for logger in (ours, root):
        logger.removeHandler(hearing)


def secrets_of(world) -> dict[str, str]:
    """Everything that must be nowhere but in its owner's hands."""
    cookies = {name: value.rpartition(".")[2] for name, value in world.secrets.items() if name.endswith("_cookie")}
    mailed = {name: value for name, value in world.secrets.items() if name not in cookies}
    tokens = {f"token of {person.name}": person.token for person in world.people.values() if person.token}
    keys = {f"key of {tenant}": key for tenant, key in KEYS.items()}
    return {**tokens, **cookies, **mailed, **keys, "password": PASSWORD, "new password": NEW_PASSWORD}


def answered(told) -> dict[str, str]:
    """Secrets that this answer makes: new tokens, cookies, codes."""
    found, body = {}, told.json if told.body.startswith("{") else {}
    for name in ("access_token", "secret"):
        if isinstance(body.get(name), str):
            found[f"answered {name}"] = body[name]
    for cookie in told.headers.get("Set-Cookie", ()):
        name, _, value = cookie.partition(";")[0].partition("=")
        found |= {f"answered cookie {name}": value.rpartition(".")[2]} if value else {}
    return found


def leaks(secrets: dict[str, str], place: str, text: str) -> list[str]:
    return [f"{name} in {place}" for name, secret in secrets.items() if len(secret) > 8 and secret in text]


def test_v31_no_route_leaves_a_secret_where_others_read(bench, ear):
    known, wrong, written = secrets_of(bench.world), [], set()
    for case in cases(bench):
        ear.heard.clear()
        seen = case.ask(case.wields, case.first)
        secrets = {**known, **answered(seen.told)}
        found = [
            leak for place, kept in seen.kept.items() for leak in leaks(secrets, place, json.dumps(kept, default=str))
        ]
        found += leaks(secrets, "the log", "\n".join(ear.heard))
        if seen.told.status >= 400:
            found += leaks(secrets, "the refusal", seen.told.body)
        wrong += [f"{case.route.name}: {leak}" for leak in found]
        written |= set(seen.kept)
        assert ear.heard, "each request writes its line"
    assert wrong == []
    assert {"audit", "outbox", "credentials", "sessions", "tokens"} <= written


def test_v31_an_answer_that_is_kept_for_a_repetition_holds_no_secret(bench):
    known, wrong = secrets_of(bench.world), []
    for case in [case for case in cases(bench, signed_in=True) if case.route.method == "POST"]:
        seen = case.ask(case.wields, case.first, headers={"Idempotency-Key": "again-and-again-1"})
        text = json.dumps(seen.kept, default=str)
        wrong += [
            f"{case.route.name}: {leak}" for leak in leaks({**known, **answered(seen.told)}, "what is kept", text)
        ]
    assert wrong == []


def _canaries(value: Any) -> Any:
    """The same body with a canary in every text."""
    if isinstance(value, dict):
        return {name: _canaries(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_canaries(one) for one in value]
    return f"{value}{CANARY}" if isinstance(value, str) else value


def test_v31_no_refusal_and_no_log_repeats_what_was_typed(bench, ear):
    wrong = []
    for case in cases(bench):
        asked = case.request(case.wields, case.first)
        body = asked.body if isinstance(asked.body, dict) else {}
        fields = dict.fromkeys(case.route.body[1].model_fields if case.route.body else {}, CANARY)
        attempts: list[dict[str, Any]] = [
            {"body": {**_canaries(body), "no_such_field": CANARY}},
            {"body": fields},
            {"raw": json.dumps({"a": CANARY})[:-1].encode()},
            {"query": {"no_such_parameter": CANARY}},
            {"query": dict.fromkeys(case.route.query[1].model_fields if case.route.query else (), CANARY)},
            {"headers": {"Idempotency-Key": f"{CANARY}\n", "User-Agent": CANARY, "X-Canary": CANARY}},
            {"values": dict.fromkeys(case.route.path_names, f"{CANARY}!")},
        ]
        for more in attempts:
            ear.heard.clear()
            seen = case.ask(case.wields, case.first, **more)
            if seen.told.status >= 400 and CANARY in f"{seen.told.bare}":
                wrong.append(f"{case.route.name} answers {next(iter(more))}: {seen.told.body[:300]}")
            if CANARY in "".join(ear.heard):
                wrong.append(f"{case.route.name} logs {next(iter(more))}: {ear.heard}")
    assert wrong == []


def test_v31_an_accident_says_where_it_happened_and_nothing_of_what_was_typed(bench, ear, monkeypatch):
    def accident(tx: Transaction) -> None:
        raise RuntimeError(f"what a person typed: {CANARY}")

    monkeypatch.setattr(Transaction, "commit", accident)
    hit, wrong = set(), []
    for case in cases(bench):
        ear.heard.clear()
        seen = case.ask(case.wields, case.first)
        if seen.told.status != 500:
            continue
        hit.add(case.route.name)
        log = "".join(ear.heard)
        wrong += [] if "RuntimeError" in log and "accident" in log else [f"{case.route.name}: not logged"]
        wrong += [
            f"{case.route.name}: {leak}"
            for leak in leaks({"canary": CANARY}, "log or answer", f"{log} {seen.told.bare}")
        ]
        wrong += [] if seen.told.json["code"] == "internal_error" else [f"{case.route.name}: {seen.told.body}"]
    assert wrong == []
    assert len(hit) > 30


def test_v31_keys_of_the_gateway_are_shown_by_nothing_that_prints_them():
    from chalicelib.gateway.schemas import GatewayConnection

    typed = GatewayConnection(api_key=SecretStr(CANARY))
    assert CANARY not in f"{typed!r} {typed} {typed.model_dump_json()}"


def test_v31_what_leaks_is_heard(bench, ear, monkeypatch):
    """The same ears, where an accident's own words are logged and a password is written down."""

    def accident(tx: Transaction) -> None:
        raise RuntimeError(f"what a person typed: {CANARY}")

    monkeypatch.setattr(Transaction, "commit", accident)
    ear.setFormatter(logging.Formatter())
    case = next(case for case in cases(bench) if case.route.name == "PATCH /portal/me")
    case.ask(case.wields, case.first)
    logging.getLogger("portal.request").info("signed in with %s", PASSWORD)
    known = {"canary": CANARY, **secrets_of(bench.world)}
    assert leaks(known, "the log", "\n".join(ear.heard)) == ["canary in the log", "password in the log"]
