"""A customer's own export tells whatever is kept of the customer and its people, row by row and field by field, but for what is listed
here with a reason."""

import importlib
import json
import pkgutil
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from pydantic import BaseModel

import chalicelib
from chalicelib.exports.own_kinds import OWN_KINDS
from chalicelib.sessions.entity import Credential, Passkey, SecondFactor, Session
from infra.tables import TABLES
from tests.exports.own_world import an_owner, taken
from tests.exports.test_complete import is_told, plain
from tests.faults.harness import _rows

UNSENT = "a draft, or a revision that is being prepared: it is nobody's business yet"
# How each row of a table is told, or why it is not: a kind of the export or an aside, by the row, or a sentence.
VERDICTS: dict[str, Any] = {
    "customers": lambda row: "customer",
    "contacts": lambda row: "people",
    "credentials": lambda row: "sign_in",
    "sessions": lambda row: "sign_in",
    "passkeys": "says where a person's passkeys lie, which stand with how one signs in",
    "calendars": lambda row: "calendars",
    "payment_methods": lambda row: "payment_methods" if row["sk"].startswith("pm_") else "first",
    "subscriptions": lambda row: "subscriptions",
    "estimates": lambda row: (
        "unsent" if _is_unsent(row) else ("estimates", "revisions", "papers")[row["sk"].count("#")]
    ),
    "invoices": lambda row: "unsent" if _is_unsent(row) else "invoices",
    "payments": lambda row: "payments",
    "ledger": lambda row: "bookings",
    "attempts": lambda row: {"att": "payment_attempts", "ref": "refund"}[row["sk"][:3]],
    "projects": lambda row: "projects",
    "timesheets": lambda row: "timesheets",
    "comments": lambda row: "comments",
    "messages": lambda row: "messages",
    "reviews": lambda row: "reviews",
    "audit": lambda row: "activity" if row["actor_kind"] == "client" else "change",
    "tenants": "is the merchant's own",
    "staff": "is the merchant's own",
    "tokens": "secrets of mails under way",
    "jobs": "the export itself and its like, gone after a week",
    "mailboxes": "what a mail service said of an address; that an invitation came back shows at the person",
    "directory": "says which customer an object belongs to, as the object itself does",
    "idempotency": "answers kept for repeated requests, gone after a week",
    "outbox": "mails and tasks under way",
    "limits": "counts of attempts, which hold no name",
    "erasures": "who is to be forgotten, of which the activity tells",
    "setups": "visits to the payment service's page, gone after a month; what was saved is told",
    "checkouts": "purchases under way, gone after a month; what was bought is told",
}
ASIDE = {
    "unsent": UNSENT,
    "first": "keeps two methods from being the first at once",
    "refund": "what staff asked for; what came of it is among the bookings",
    "change": "what the merchant's people and machines did: the portal's activity is the customer's own",
}
ALL = [*OWN_KINDS, *(part for kind in OWN_KINDS for part in kind.parts.values())]
# Entities that hold a customer or a person, and are told as something else or not at all.
ELSEWHERE = {
    "Invoice": "part of WholeInvoice", "Content": "part of WholeInvoice", "Estimate": "part of WholeEstimate",
    "Credential": "told by SignIn", "Session": "told by SignIn", "PasskeyOwner": "says where passkeys lie",
    "WayBack": "a former address, which that address alone may take back",
    "FirstMethod": ASIDE["first"], "Refund": ASIDE["refund"], "Export": VERDICTS["jobs"], "Latest": VERDICTS["jobs"],
    "StatementFile": VERDICTS["jobs"], "Setup": VERDICTS["setups"], "Checkout": VERDICTS["checkouts"],
    "Person": VERDICTS["checkouts"],
    "ErasureRequest": VERDICTS["erasures"], "Ending": "part of subscriptions, told whole",
    "Mailbox": VERDICTS["mailboxes"], "OutboxEntry": VERDICTS["outbox"], "Staff": VERDICTS["staff"],
    "Answer": "part of estimates and revisions, told whole: it is what the certificate says",
    "Subject": "what a comment is about, kept nowhere by itself",
}  # fmt: skip
KEYS = {"customer_id", "contact_id", "person_id", "email"}
# What is told of a way in, and why the rest is not.
WAYS_IN: dict[type[BaseModel], tuple[set[str], set[str]]] = {
    Credential: (
        {"email", "created_at", "changed_at", "second_factor", "passkeys", "sessions", "customers"},
        {"audience", "tenant_id", "id", "password", "epoch", "last_customer_id", "reset", "email_change", "way_back", "version"},
    ),
    Session: (
        {"device", "created_at", "seen_at", "idle_until", "expires", "customer_id"},
        {
            "id", "audience", "tenant_id", "email", "person_id", "access", "epoch", "refresh_digest", "previous_digest",
            "rotated_at", "authenticated_at", "ended", "version",
        },
    ),
    Passkey: ({"name", "created_at", "last_used_at"}, {"id", "raw", "key", "counter"}),
    SecondFactor: ({"confirmed"}, {"sealed", "last_step", "recovery"}),
}  # fmt: skip
# Things that are told whole as part of others, with all that they hold.
WHOLE = {
    "Address": "city country line1 line2 postal_code state",
    "Agreed": "amount interval interval_count plan_code plan_name quantity tax_rate",
    "Allocation": "amount invoice_id number",
    "Answer": "address at contact_id device email kind name reason",
    "Ending": "at comment contact_id reason",
    "Happening": "at by event",
    "Line": "amount description quantity tax_category tax_rate unit_price",
    "MethodFace": "brand last4",
    "Party": "account address contact email name phone tax_id vat_id website",
    "PayeeAccount": "bank bic holder iban",
    "Settlement": "amount date method payment_id refunded reopened status",
    "Task": "budget id logged name status",
    "Tax": "amount base category name rate reason",
}


def _is_unsent(row: dict[str, Any]) -> bool:
    """Of an estimate or invoice: the rows of what has no number yet, and of a revision that was not sent."""
    if "#" in row["sk"] and "kind" not in row:
        return "sent_at" not in row
    numbered = {one["sk"] for table in ("invoices", "estimates") for one in map(plain, _rows(table)) if "number" in one}
    return row["sk"].partition("#")[0] not in numbered


def test_each_table_has_a_verdict():
    assert set(VERDICTS) == {table.name for table in TABLES}
    assert all(VERDICTS.values()) and all(ASIDE.values())


def test_every_row_that_names_the_customer_or_its_people_is_told_or_left_out_for_a_reason(api, post):
    archive = taken(api, post, an_owner(api))
    ours = [row for row in map(plain, _rows("contacts")) if row["pk"] == "ten_acme#cus_acme" and "accepted_at" in row]
    names = {'"cus_acme"', "#cus_acme", *(person[name] for person in ours for name in ("id", "email"))}
    by_name, seen = {kind.name: kind for kind in ALL}, set()
    for table, verdict in VERDICTS.items():
        for row in map(plain, _rows(table)):
            text = json.dumps(row, default=str).replace("#cus_acme_2", "")
            if (
                isinstance(verdict, str)
                or not any(name in text for name in names)
                or row.get("customer_id") == "cus_acme_2"
            ):
                continue
            if row["pk"].endswith("cus_acme_2") or row.get("audience") == "staff":
                continue
            name = verdict(row)
            seen.add(name)
            if name == "sign_in":
                assert row["email"] in [one["email"] for one in archive.records("sign_in")]
            elif name not in ASIDE:
                assert is_told(_as_seen(row), by_name[name], _records(archive, name)), (name, row)
    assert seen == {*by_name, *ASIDE} - {"snapshot", "replies", "parts", "passkeys", "sessions"}


def _records(archive: Any, name: str) -> list[dict[str, Any]]:
    whole = next((kind for kind in OWN_KINDS if name in kind.parts), None)
    return [part for one in archive.records(whole.name) for part in one[name]] if whole else archive.records(name)


def _as_seen(row: dict[str, Any]) -> dict[str, Any]:
    """Without what is told as the portal tells it today, and without things of which only a part is told."""
    aside = {"status", "snapshot", "replies", "parts", *(("revision", "answer") if "offered" in row else ())}
    return {name: value for name, value in row.items() if name not in aside}


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.name)
def test_each_field_is_told_or_left_out_for_a_reason(kind):
    assert {*kind.fields, *kind.left_out} == set(kind.entity.model_fields)
    assert not set(kind.fields) & set(kind.left_out)
    assert all(kind.left_out.values())


@pytest.mark.parametrize("entity", WAYS_IN, ids=lambda entity: entity.__name__)
def test_each_field_of_a_way_in_is_told_or_kept_secret(entity):
    told, kept = WAYS_IN[entity]
    assert told | kept == set(entity.model_fields) and not told & kept


def test_what_is_told_whole_holds_nothing_new():
    found = {model.__name__: " ".join(sorted(model.model_fields)) for kind in ALL for model in _told_whole(kind)}
    assert found == WHOLE


def _told_whole(kind: Any) -> Iterator[type[BaseModel]]:
    for name in set(kind.fields) - set(kind.parts):
        yield from _models(kind.entity.model_fields[name].annotation)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    for part in get_args(annotation):
        yield from _models(part)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        for one in annotation.model_fields.values():
            yield from _models(one.annotation)


def test_each_entity_that_holds_a_customer_or_a_person_is_told_or_left_out_for_a_reason():
    found = set()
    for slice_ in pkgutil.iter_modules(chalicelib.__path__):
        try:
            module = importlib.import_module(f"chalicelib.{slice_.name}.entity")
        except ModuleNotFoundError:
            continue
        for thing in vars(module).values():
            is_model = isinstance(thing, type) and issubclass(thing, BaseModel) and thing.__module__ == module.__name__
            if is_model and not thing.__name__.startswith("_") and KEYS & set(thing.model_fields):
                found.add(thing.__name__)
    told = {kind.entity.__name__ for kind in ALL}
    assert found - told == set(ELSEWHERE)
