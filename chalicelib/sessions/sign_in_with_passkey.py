"""A client signs in with a passkey: no address, no password, and the authenticator verified who holds it."""

from dataclasses import dataclass

from chalicelib.adapters.dynamodb import Transaction, transaction
from chalicelib.adapters.limits import limit_passkeys, spend_once
from chalicelib.adapters.passkeys import Assertion, NotGenuine, check_assertion, relying_party
from chalicelib.audit.record import record_change
from chalicelib.core import clock
from chalicelib.core.answer import Answer
from chalicelib.core.identity import Caller
from chalicelib.core.portal import Merchant
from chalicelib.sessions import rules, store
from chalicelib.sessions.device import known_device
from chalicelib.sessions.entity import Credential, Member, Passkey, id_of
from chalicelib.sessions.grant import grant_client
from chalicelib.sessions.let_in import cookies_of, record_sign_in
from chalicelib.sessions.passkey_attempt import SIGN_IN, Attempt, begin_attempt, running_attempt
from chalicelib.sessions.passkey_schemas import PasskeyChallenge, PasskeySignIn
from chalicelib.sessions.people import actor_of, find_client, note_seen
from chalicelib.sessions.repeat import until_kept
from chalicelib.sessions.schemas import ClientSignedIn, Empty
from chalicelib.sessions.start import Started, start_session
from chalicelib.settings import settings
from chalicelib.tenants.find import find_by_portal_name


def begin_passkey_sign_in(caller: Caller, portal: str, request: Empty) -> Answer[PasskeyChallenge]:
    """What any authenticator may sign, the same kind of answer for everybody: nobody is named."""
    merchant = find_by_portal_name(portal).merchant
    limit_passkeys(caller.address)
    attempt = begin_attempt(merchant.tenant_id, SIGN_IN)
    party = relying_party(settings().site_of(merchant.tenant_id))
    return Answer(PasskeyChallenge(challenge=attempt.challenge, rp_id=party), cookies=(attempt.cookie,))


def sign_in_with_passkey(caller: Caller, portal: str, request: PasskeySignIn) -> Answer[ClientSignedIn]:
    """Sign in. Unknown, removed, of another merchant, not invited, disabled, too late: one answer."""
    merchant = find_by_portal_name(portal).merchant
    rules.check_origin(caller, (settings().site_of(merchant.tenant_id),))
    limit_passkeys(caller.address)
    attempt = running_attempt(caller, merchant.tenant_id, SIGN_IN)
    owner = store.get_owner(merchant.tenant_id, request.person_id)
    if attempt is None or owner is None:
        raise rules.PasskeyRefused
    entered = until_kept(lambda: _enter(caller, merchant, request, attempt, owner.email))
    device = known_device(caller.cookies, "client", merchant.tenant_id, owner.email)
    cookies = (*cookies_of(entered.started, entered.member, device), attempt.end)
    return grant_client(entered.started.session, entered.credential, entered.member, cookies)


@dataclass(frozen=True)
class _Entered:
    started: Started
    credential: Credential
    member: Member


def _enter(caller: Caller, merchant: Merchant, request: PasskeySignIn, attempt: Attempt, email: str) -> _Entered:
    """One transaction: the attempt is used up, the passkey is as it was used, the session begins."""
    credential = store.get_credential("client", merchant.tenant_id, email)
    passkey = credential.passkey(id_of(request.id)) if credential and credential.id == request.person_id else None
    if credential is None or passkey is None:
        raise rules.PasskeyRefused
    counter = _check(merchant, attempt, passkey, request)
    member = find_client(merchant, email, credential)
    if member is None or not member.is_welcome:
        raise rules.PasskeyRefused
    with transaction() as tx:
        spend_once(tx, "passkey", attempt.value, rules.PASSKEY_SECONDS, rules.PasskeyRefused())
        started = start_session(tx, credential, member, rules.device_label(caller.user_agent))
        _use(tx, credential, passkey, counter, member, started, caller)
        store.credentials.save(tx, credential, rules.SomebodyElseWasFaster())
        note_seen(tx, member, rules.PasskeyRefused())
        record_sign_in(tx, member, started.session, caller, "session.started")
    return _Entered(started, credential, member)


def _check(merchant: Merchant, attempt: Attempt, passkey: Passkey, request: PasskeySignIn) -> int:
    said = Assertion(request.id, request.client_data_json, request.authenticator_data, request.signature)
    try:
        return check_assertion(settings().site_of(merchant.tenant_id), attempt.challenge, passkey.key, said)
    except NotGenuine as error:
        raise rules.PasskeyRefused from error


def _use(
    tx: Transaction, credential: Credential, passkey: Passkey, counter: int, member: Member, started: Started,
    caller: Caller,
) -> None:  # fmt: skip
    """Note when and how often it was used. A counter that does not grow may be a copy's: the audit tells it (WebAuthn 6.1.1)."""
    if passkey.counter and counter <= passkey.counter:
        actor = actor_of(member, started.session.id, caller.request_id, clock.epoch())
        record_change(tx, actor, "passkey.counter_fell", member.row.id, customer_id=member.customer_id)
    used = {"counter": max(counter, passkey.counter), "last_used_at": clock.stamp(clock.now())}
    credential.passkeys = [
        kept.model_copy(update=used) if kept.id == passkey.id else kept for kept in credential.passkeys
    ]
