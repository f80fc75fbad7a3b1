"""An export holds every row of its tenant, but for what is listed here with a reason, and no row of another's."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from boto3.dynamodb.types import TypeDeserializer

from chalicelib.exports import kinds
from infra.tables import TABLES
from tests.exports.archive import Archive, exported
from tests.exports.estate import SECRETS, an_estate
from tests.faults.harness import _rows

# How each row of a table is told, or why it is not: a kind of the export, by the row's sort key, or a sentence.
VERDICTS: dict[str, Callable[[str], str] | str] = {
    "tenants": lambda sk: {"SETTINGS": "merchant", "GATEWAY": "gateway"}.get(
        sk, "numbers" if sk.startswith("SEQ#") else "plans" if sk.startswith("PLAN#") else "alias"
    ),
    "staff": lambda sk: "staff",
    "customers": lambda sk: "customers",
    "contacts": lambda sk: "contacts",
    "subscriptions": lambda sk: "subscriptions",
    "projects": lambda sk: "projects",
    "timesheets": lambda sk: "timesheets",
    "invoices": lambda sk: "invoices",
    "estimates": lambda sk: ("estimates", "revisions", "papers")[sk.count("#")],
    "comments": lambda sk: "comments",
    "messages": lambda sk: "messages",
    "reviews": lambda sk: "reviews",
    "payments": lambda sk: "payments",
    "ledger": lambda sk: "ledger",
    "attempts": lambda sk: {"att": "payment_attempts", "ref": "refunds"}.get(sk[:3], "books"),
    "payment_methods": lambda sk: "payment_methods" if sk.startswith("pm_") else "first",
    "audit": lambda sk: "audit",
    "calendars": "a feed is a way in to this deployment, and is made anew at the other",
    "passkeys": "as passwords: they are bound to this deployment's address, too",
    "credentials": "passwords and second factors go nowhere",
    "sessions": "sign-ins are of this deployment alone",
    "tokens": "secrets of mails under way",
    "jobs": "the export itself and its like, gone after a week",
    "mailboxes": "what a mail service said of an address: another one says it anew",
    "directory": "says which customer an object belongs to, as the object itself does",
    "idempotency": "answers kept for repeated requests, gone after a week",
    "outbox": "mails and tasks under way",
    "limits": "counts of attempts",
    "erasures": "who is to be forgotten here; the audit tells of it, and elsewhere it is asked for anew",
    "setups": "visits to the payment service's page; what was saved stands with its customer, and the rest is gone after a month",
    "checkouts": "purchases under way; what was bought stands with its customer, and the rest is gone after a month",
}
ASIDE = {
    "alias": "a name of the portal, which the merchant's record lists",
    "books": "when the ledger is compared next",
    "first": "keeps two methods from being the first at once",
}
ALL = [*kinds.KINDS, *(part for kind in kinds.KINDS for part in kind.parts.values())]


@pytest.fixture
def archive(post, api) -> Archive:
    owner = an_estate("acme", "Lovelace")
    an_estate("globex", "Canary")
    return exported(api, post, owner)


def plain(item: dict[str, Any]) -> dict[str, Any]:
    """The row's attributes as values."""
    return {name: TypeDeserializer().deserialize(value) for name, value in item.items()}


def is_told(row: dict[str, Any], kind: kinds.Kind, records: list[dict[str, Any]]) -> bool:
    """Whether a record says all that the row says in the fields that are told."""
    said = {name: value for name, value in row.items() if name in kind.fields}
    return any(all(_same(record[name], value) for name, value in said.items()) for record in records)


def records_of(archive: Archive, name: str) -> list[dict[str, Any]]:
    """The records of a kind, or what the records of the kind that it is a part of hold under its name."""
    whole = next((kind for kind in kinds.KINDS if name in kind.parts), None)
    return [part for one in archive.records(whole.name) for part in one[name]] if whole else archive.records(name)


def _same(told: Any, kept: Any) -> bool:
    if isinstance(told, dict | list) and isinstance(kept, str):
        return _without_defaults(told, json.loads(kept))
    return bool(told == kept)


def _without_defaults(told: Any, kept: Any) -> bool:
    """Rows of invoices leave out what is empty."""
    if isinstance(kept, dict):
        return all(_without_defaults(told[name], value) for name, value in kept.items())
    return bool(told == kept)


def test_each_table_has_a_verdict():
    assert set(VERDICTS) == {table.name for table in TABLES}


def test_every_row_of_the_tenant_is_in_its_export(archive):
    by_name = {kind.name: kind for kind in ALL}
    seen = set()
    for table, verdict in VERDICTS.items():
        for row in map(plain, _rows(table)):
            if isinstance(verdict, str) or not (row["pk"] == "ten_acme" or row["pk"].startswith("ten_acme#")):
                continue
            if row.get("action") == "export.written":
                continue  # it tells of this very archive, when that is whole
            name = verdict(row["sk"])
            seen.add(name)
            if name not in ASIDE:
                assert is_told(row, by_name[name], records_of(archive, name)), (name, row)
    assert seen == {*by_name, "books", "first"}, "the estate has one of everything"


def test_a_row_that_is_missing_or_told_wrongly_would_be_noticed(archive):
    kind = next(one for one in kinds.KINDS if one.name == "customers")
    records = archive.records("customers")
    row = next(one for one in map(plain, _rows("customers")) if one["pk"] == "ten_acme")
    assert is_told(row, kind, records)
    assert not is_told(row, kind, [one for one in records if one["id"] != row["sk"]])
    assert not is_told({**row, "display_name": "Another"}, kind, records)


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.name)
def test_each_field_of_an_entity_is_told_or_left_out_for_a_reason(kind):
    assert {*kind.fields, *kind.left_out} == set(kind.entity.model_fields)
    assert not set(kind.fields) & set(kind.left_out)
    assert all(kind.left_out.values())


def test_v01_nothing_of_another_tenant_is_in_an_export(archive):
    for name in archive.names:
        assert "Canary" not in name
        content = archive.read(name)
        assert b"Canary" not in content and b"globex" not in content, name


def test_v31_no_secret_is_in_an_export(archive):
    for row in map(plain, _rows("credentials")):
        SECRETS[row["pk"]] = row["password"]
    texts = [*map(str, SECRETS.values()), "ask-of-the-gateway", "argon2"]
    for name in archive.names:
        content = archive.read(name).decode(errors="replace")
        assert [text for text in texts if text in content] == [], name
