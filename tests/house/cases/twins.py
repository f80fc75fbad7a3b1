"""Broken twins of the product: each is a mistake that portals really make, and the test that must not miss it."""

import re
from contextvars import ContextVar
from dataclasses import replace
from itertools import count
from types import SimpleNamespace
from typing import Annotated, Any
from unicodedata import normalize

from pydantic import AfterValidator, BaseModel

from tests.fixtures.twins import Twin

Patch = Any
Module = Any
"""The module of the test."""


def finds_files_by_their_id_alone(patch: Patch, test: Module) -> None:
    from chalicelib.invoices import download
    from chalicelib.invoices.find import find_for_staff

    patch.setattr(download, "find_invoice", lambda pk, invoice_id: find_for_staff("ten_acme", invoice_id))


def takes_a_token_at_any_portal(patch: Patch, test: Module) -> None:
    from chalicelib.sessions import accept_invitation

    real = accept_invitation.find_token

    def find(secret: str, purpose: Any) -> Any:
        token = real(secret, purpose)
        return token and token.model_copy(update={"tenant_id": _Anyone(token.tenant_id)})

    patch.setattr(accept_invitation, "find_token", find)


class _Anyone(str):
    """Compares like a check that was forgotten."""

    __slots__ = ()
    __hash__ = str.__hash__

    def __ne__(self, other: object) -> bool:
        return False


def lets_a_body_set_any_attribute(patch: Patch, test: Module) -> None:
    from chalicelib.entrypoints import requests

    def lenient(caller: Any, model: type[BaseModel] | None) -> Any:
        if model is None:
            return None
        known = {name: value for name, value in requests._json(caller).items() if name in model.model_fields}
        return model.model_validate(known)

    from chalicelib.entrypoints import router

    patch.setattr(router, "read_body", lenient)


def believes_events_without_looking_at_their_signature(patch: Patch, test: Module) -> None:
    from chalicelib.adapters.gateways import webhooks

    patch.setattr(webhooks, "verify_signature", lambda *more: None)


def believes_events_from_the_future(patch: Patch, test: Module) -> None:
    from chalicelib.adapters.gateways import webhooks

    sound = webhooks.verify_signature

    def lax(body: bytes, header: str | None, secrets: Any, now: Any) -> None:
        stamp = re.search(r"t=([0-9]+)", header or "")
        late = stamp and int(stamp[1]) > now.timestamp()
        sound(body, header, secrets, now.fromtimestamp(int(stamp[1]), now.tzinfo) if late and stamp else now)

    patch.setattr(webhooks, "verify_signature", lax)


def signs_the_body_as_it_would_write_it_itself(patch: Patch, test: Module) -> None:
    import json

    from chalicelib.adapters.gateways import webhooks

    sound = webhooks.verify_signature

    def lax(body: bytes, header: str | None, secrets: Any, now: Any) -> None:
        sound(json.dumps(json.loads(body), indent=2).encode(), header, secrets, now)

    patch.setattr(webhooks, "verify_signature", lax)


def believes_whatever_amount_an_event_names(patch: Patch, test: Module) -> None:
    from chalicelib.payments import handle_gateway_event

    patch.setattr(handle_gateway_event, "check_charge", lambda *more: None)


def takes_each_delivery_for_a_charge_of_its_own(patch: Patch, test: Module) -> None:
    from chalicelib.payments import handle_gateway_event as verb

    real, deliveries = verb.book_charge, count()

    def book(actor: Any, merchant: Any, attempt: Any, charge: Any) -> Any:
        return real(actor, merchant, attempt, replace(charge, charge_id=f"{charge.charge_id}_{next(deliveries)}"))

    patch.setattr(verb, "book_charge", book)


def lets_old_pages_take_money(patch: Patch, test: Module) -> None:
    from chalicelib.payments import record_offline

    patch.setattr(record_offline, "free_invoice", lambda user, merchant, invoice: invoice)


def keeps_the_credit_that_was_reserved(patch: Patch, test: Module) -> None:
    from chalicelib.payments import conclude

    patch.setattr(conclude, "change_credit", lambda *more: None)


def gives_back_what_went_back_before(patch: Patch, test: Module) -> None:
    from chalicelib.payments import refund_invoice

    sound = refund_invoice._offered

    def offer(invoice: Any, payment_id: str | None) -> Any:
        return [(payment, payment.amount) for payment, _ in sound(invoice, payment_id)]

    patch.setattr(refund_invoice, "_offered", offer)


def forgets_that_a_refund_failed(patch: Patch, test: Module) -> None:
    from chalicelib.payments import handle_return

    patch.setattr(handle_return, "_reverse", lambda *more: None)


def settles_a_reopened_invoice_when_a_refund_fails(patch: Patch, test: Module) -> None:
    """Even if it was paid again meanwhile."""
    from chalicelib.payments import reverse_refund

    sound = reverse_refund._entry
    patch.setattr(
        reverse_refund, "_entry", lambda booked, key, balances: sound(booked, key, dict.fromkeys(balances, 10**9))
    )


def sweeps_over_what_changed_meanwhile(patch: Patch, test: Module) -> None:
    from chalicelib.invoices import mark_overdue, store

    def overwrite(tx: Any, marked: Any) -> None:
        kept = store.get(marked.partition, marked.id)
        store.table.save(tx, marked.model_copy(update={"version": kept.version if kept else 0}))

    careless = SimpleNamespace(stream_unmarked=store.stream_unmarked, table=SimpleNamespace(save=overwrite))
    patch.setattr(mark_overdue, "store", careless)


def keeps_tokens_as_they_are_mailed(patch: Patch, test: Module) -> None:
    from chalicelib.core import ids

    patch.setattr(ids, "digest", str)


def resets_whoever_has_that_address_at_the_portal_in_the_path(patch: Patch, test: Module) -> None:
    from chalicelib.sessions import complete_reset as verb
    from chalicelib.sessions import store

    def read(audience: Any, merchant: Any, token: Any) -> Any:
        email = "bob@example.com" if store.get_credential(audience, "ten_acme", "bob@example.com") else token.email
        credential = store.get_credential(audience, merchant.tenant_id, email)
        return credential, verb.find_resettable(audience, merchant, email, credential)

    patch.setattr(verb, "_read", read)


_host: ContextVar[str] = ContextVar("host", default="portal.example.com")


def links_to_the_host_that_was_asked_for(patch: Patch, test: Module) -> None:
    from chalicelib.entrypoints import router
    from chalicelib.sessions import request_reset

    real = router.caller_of

    def caller_of(request: Any, request_id: str) -> Any:
        caller = real(request, request_id)
        _host.set(caller.headers.get("x-forwarded-host", "portal.example.com"))
        return caller

    patch.setattr(router, "caller_of", caller_of)
    patch.setattr(request_reset, "site_of", lambda member: f"https://{_host.get()}")


def lets_breaks_into_a_line(patch: Patch, test: Module) -> None:
    from chalicelib.core import fields

    patch.setattr(fields, "Line", str)


def mails_to_whatever_stands_in_the_address(patch: Patch, test: Module) -> None:
    from chalicelib.adapters import mailer

    patch.setattr(mailer, "prepare", lambda message: mailer.Envelope(message.to, b""))


def says_that_somebody_is_unknown(patch: Patch, test: Module) -> None:
    from chalicelib.core.errors import NotFound
    from chalicelib.sessions import sign_in as verb

    real = verb.prove_password

    def prove(audience: Any, tenant_id: str, email: str, password: str, caller: Any, credential: Any) -> Any:
        if credential is None:
            raise NotFound
        return real(audience, tenant_id, email, password, caller, credential)

    patch.setattr(verb, "prove_password", prove)


def mails_only_to_people_and_writes_nothing_for_others(patch: Patch, test: Module) -> None:
    from chalicelib.sessions import request_reset

    patch.setattr(request_reset, "_do_as_much", lambda *more: None)


def hashes_no_password_for_nobody(patch: Patch, test: Module) -> None:
    from chalicelib.sessions import prove

    real = prove.verify_password
    patch.setattr(prove, "verify_password", lambda password, known: real(password, known) if known else None)


def leaves_the_session_in_the_table(patch: Patch, test: Module) -> None:
    from chalicelib.sessions import store

    patch.setattr(store, "end", lambda tx, session_id: None)


def trusts_a_token_until_it_expires(patch: Patch, test: Module) -> None:
    from chalicelib.sessions import rules
    from chalicelib.sessions.check import Claims

    patch.setattr(rules, "check_session", lambda *more: None)
    patch.setattr(Claims, "access", property(lambda self: _Anything()), raising=False)


class _Anything:
    """Equal to whatever it is compared with."""

    __hash__ = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        return True


def lets_old_refresh_tokens_in(patch: Patch, test: Module) -> None:
    from chalicelib.sessions import rules

    patch.setattr(rules, "GRACE", 10**9)


def leaves_sessions_alone_when_a_password_is_reset(patch: Patch, test: Module) -> None:
    from chalicelib.sessions import complete_reset

    def set_password(tx: Any, credential: Any, hashed: str) -> None:
        credential.password, credential.reset = hashed, None

    patch.setattr(complete_reset, "set_password", set_password)


def takes_any_invitation_that_was_ever_sent(patch: Patch, test: Module) -> None:
    """And keeps all of them: an older link is forgotten when a newer one is made, too."""
    from chalicelib.contacts import invite
    from chalicelib.sessions import accept_invitation

    real = accept_invitation.find_contact_by_email
    patch.setattr(invite, "drop_token", lambda tx, digest: None)

    def find(*who: str) -> Any:
        contact = real(*who)
        return contact and contact.model_copy(update={"invitation": _Anyone("")})

    patch.setattr(accept_invitation, "find_contact_by_email", find)


def fills_texts_as_python_formats_them(patch: Patch, test: Module) -> None:
    patch.setattr(test, "fill", lambda text, values: text.replace("{0}", "").format(**values))


def fills_texts_until_nothing_is_left(patch: Patch, test: Module) -> None:
    def fill(text: str, values: dict[str, str]) -> str:
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", value)
        return text

    patch.setattr(test, "fill", fill)


def keeps_pictures_as_they_come(patch: Patch, test: Module) -> None:
    patch.setattr(test, "rewrite", lambda content: content)


def takes_any_text_for_a_path(patch: Patch, test: Module) -> None:
    from chalicelib.entrypoints import router

    patch.setattr(router, "PATH_VALUE", re.compile(".*", re.DOTALL))


def takes_uploads_of_any_kind(patch: Patch, test: Module) -> None:
    from chalicelib.core import png

    patch.setattr(png, "rewrite", lambda content: content)


def takes_uploads_of_any_size(patch: Patch, test: Module) -> None:
    from chalicelib.core import png
    from chalicelib.tenants import upload_logo

    patch.setattr(upload_logo, "MAX_BYTES", 10**9)
    patch.setattr(png, "rewrite", lambda content: content)


def uses_an_invitation_up_when_its_link_is_opened(patch: Patch, test: Module) -> None:
    from tests.fixtures.http import Api

    real = Api.get

    def get(api: Api, path: str, **more: Any) -> Any:
        if path.endswith("/invitations/acceptance"):
            token = more.get("query", {}).get("token")
            api.post(path, {"token": token, "password": "seven tall windmills"})
        return real(api, path, **more)

    patch.setattr(Api, "get", get)


def sends_people_back_wherever_they_say(patch: Patch, test: Module) -> None:
    from chalicelib.entrypoints import requests, router
    from chalicelib.payments.schemas import NewPayment

    real = requests.read_body

    def read(caller: Any, model: Any) -> Any:
        if model is NewPayment:
            return NewPayment.model_construct(**requests._json(caller), amount=None, payment_method_id=None, save=False)
        return real(caller, model)

    patch.setattr(router, "read_body", read)


def repairs_addresses_instead_of_refusing_them(patch: Patch, test: Module) -> None:
    from chalicelib.core import fields

    def repaired(text: str) -> str:
        return fields.normal_email(normalize("NFKC", text).lower().replace("ı", "i"))

    patch.setattr(fields, "Email", Annotated[str, AfterValidator(repaired)])


SESSIONS = "tests/sessions/"
EVENTS = "tests/payments/test_handle_gateway_event.py::"
MEANWHILE = "tests/payments/test_what_changed_meanwhile.py::"
DOOR = "test_door.py::test_v10_v16_whatever_happens_at_the_door_it_is_as_the_model_says"
BANK = "tests/payments/test_bank.py::test_v07_v08_v09_whatever_happens_at_the_bank_no_money_is_lost_doubled_or_invented"
TWINS = (
    Twin("V02", "tests/invoices/test_download.py::test_v02_nobody_gets_a_neighbours_file", finds_files_by_their_id_alone),
    Twin("V03", f"{SESSIONS}test_accept_invitation.py::test_V03_a_token_of_another_tenant_or_purpose_opens_nothing",
         takes_a_token_at_any_portal),
    Twin("V05", "tests/customers/test_routes.py::test_v05_fields_of_the_bank_cannot_be_written", lets_a_body_set_any_attribute),
    Twin("V06", f"{EVENTS}test_v06_another_secret_is_refused", believes_events_without_looking_at_their_signature),
    Twin("V06", f"{EVENTS}test_v06_an_event_signed_too_early_or_too_late_is_refused", believes_events_from_the_future, "future-301]"),
    Twin("V06", f"{EVENTS}test_v06_a_body_that_was_written_anew_is_refused", signs_the_body_as_it_would_write_it_itself),
    Twin("V06", f"{EVENTS}test_v06_another_amount_or_currency_is_refused_with_an_alarm", believes_whatever_amount_an_event_names),
    Twin("V07", f"{EVENTS}test_v07_an_event_that_comes_again_changes_nothing", takes_each_delivery_for_a_charge_of_its_own),
    Twin("V09", f"{MEANWHILE}test_v09_a_page_with_an_amount_of_before_takes_no_money", lets_old_pages_take_money),
    Twin("V07", BANK, takes_each_delivery_for_a_charge_of_its_own),
    Twin("V08", BANK, keeps_the_credit_that_was_reserved),
    Twin("V09", BANK, gives_back_what_went_back_before),
    Twin("V09", BANK, forgets_that_a_refund_failed),
    Twin("V09", BANK, settles_a_reopened_invoice_when_a_refund_fails),
    Twin("V09", f"{MEANWHILE}test_v09_the_sweep_leaves_what_was_paid_while_it_looked", sweeps_over_what_changed_meanwhile),
    Twin("V11", f"{SESSIONS}test_accept_invitation.py::test_V11_the_token_is_in_the_mail_and_nowhere_else",
         keeps_tokens_as_they_are_mailed),
    Twin("V12", f"{SESSIONS}test_resets.py::test_V12_a_reset_of_one_person_or_tenant_sets_nobody_elses_password",
         resets_whoever_has_that_address_at_the_portal_in_the_path),
    Twin("V13", f"{SESSIONS}test_resets.py::test_V13_links_come_from_the_settings_whatever_the_request_says",
         links_to_the_host_that_was_asked_for),
    Twin("V14", "tests/core/test_fields.py::test_v14_a_line_is_one_line", lets_breaks_into_a_line),
    Twin("V14", "tests/adapters/test_mailer.py::test_v14_a_second_address_is_refused", mails_to_whatever_stands_in_the_address),
    Twin("V15", f"{SESSIONS}test_sign_in.py::test_V15_unknown_wrong_not_invited_and_disabled_are_one_answer",
         says_that_somebody_is_unknown),
    Twin("V15", f"{SESSIONS}test_sign_in.py::test_V15_an_unknown_person_costs_the_same_requests_and_the_same_hashing",
         hashes_no_password_for_nobody),
    Twin("V15", f"{SESSIONS}test_resets.py::test_V15_a_person_and_nobody_cost_the_same_requests",
         mails_only_to_people_and_writes_nothing_for_others),
    Twin("V16", f"{SESSIONS}test_sign_out.py::test_V16_signing_out_by_token_ends_token_and_cookie", leaves_the_session_in_the_table),
    Twin("V16", f"{SESSIONS}test_check.py::test_V16_a_disabled_contact_is_out_on_the_next_request", trusts_a_token_until_it_expires),
    Twin("V16", f"{SESSIONS}{DOOR}", lets_old_refresh_tokens_in),
    Twin("V16", f"{SESSIONS}{DOOR}", leaves_sessions_alone_when_a_password_is_reset),
    Twin("V10", f"{SESSIONS}{DOOR}", takes_any_invitation_that_was_ever_sent),
    Twin("V18", "tests/core/test_placeholders.py::test_v18_attributes_and_formats_are_no_places", fills_texts_as_python_formats_them),
    Twin("V18", "tests/core/test_placeholders.py::test_v18_a_value_is_never_read_as_a_template", fills_texts_until_nothing_is_left),
    Twin("V22", "tests/core/test_png.py::test_v22_what_is_not_a_whole_png_is_refused", keeps_pictures_as_they_come),
    Twin("V23", "tests/entrypoints/test_router.py::test_v23_odd_path_values_are_not_found", takes_any_text_for_a_path),
    Twin("V24", "tests/tenants/test_routes.py::test_v22_v24_what_is_not_a_png_is_refused", takes_uploads_of_any_kind, "-GIF89a]"),
    Twin("V24", "tests/tenants/test_routes.py::test_v24_a_logo_over_512_kb_is_refused", takes_uploads_of_any_size),
    Twin("V29", f"{SESSIONS}test_accept_invitation.py::test_V29_opening_the_link_uses_nothing_up",
         uses_an_invitation_up_when_its_link_is_opened),
    Twin("V30", "tests/payments/test_pay_invoice.py::test_v30_the_way_back_leads_nowhere_else", sends_people_back_wherever_they_say,
         "https://evil.example"),
    Twin("V33", "tests/core/test_fields.py::test_v33_v14_what_is_not_one_plain_address_is_refused",
         repairs_addresses_instead_of_refusing_them, "ı@example.com"),
)  # fmt: skip
