"""A client looks at the passkeys there are, adds one or removes one."""

from chalicelib.adapters.dynamodb import Transaction
from chalicelib.adapters.limits import spend_once
from chalicelib.adapters.passkeys import ALGORITHMS, NewKey, NotGenuine, read_new_key, relying_party
from chalicelib.audit.record import record_change
from chalicelib.core import clock
from chalicelib.core.answer import Answer
from chalicelib.core.base64url import encoded
from chalicelib.core.deferred import raise_deferred
from chalicelib.core.errors import NotFound
from chalicelib.core.identity import Caller, PortalUser
from chalicelib.outbox.add import add_mail
from chalicelib.sessions import emails, rules, store
from chalicelib.sessions.entity import Credential, Passkey, id_of
from chalicelib.sessions.manage_second_factor import keep_credential
from chalicelib.sessions.me import member_of
from chalicelib.sessions.passkey_attempt import Attempt, begin_attempt, running_attempt
from chalicelib.sessions.passkey_schemas import NewPasskey, PasskeyAdded, PasskeyCreation, Passkeys, PasskeyView
from chalicelib.sessions.reauthenticate import check_recently_authenticated
from chalicelib.sessions.schemas import Confirmation
from chalicelib.sessions.second_factor import renew_recovery_codes
from chalicelib.sessions.site import site_of
from chalicelib.settings import settings


def browse_passkeys(user: PortalUser) -> Passkeys:
    """My passkeys, the newest first."""
    credential = store.get_credential("client", user.tenant_id, user.email)
    found = credential.passkeys if credential else []
    return Passkeys(items=[PasskeyView.of(passkey) for passkey in reversed(found)])


def begin_passkey(user: PortalUser, caller: Caller, request: Confirmation) -> Answer[PasskeyCreation]:
    """What my authenticator is to make. Raises SignInIsElsewhere, TooManyPasskeys."""
    check_recently_authenticated(user, caller, request.password)
    credential = store.get_credential("client", user.tenant_id, user.email)
    if credential is None:
        raise rules.SignInIsElsewhere
    _check_room(credential)
    attempt, name = begin_attempt(user.tenant_id, _purpose(user)), user.merchant.organization.name
    creation = PasskeyCreation(
        challenge=attempt.challenge,
        rp_id=relying_party(settings().site_of(user.tenant_id)),
        rp_name=name,
        user_id=encoded(credential.id),
        user_name=f"{user.email} ({name})",
        user_display_name=user.name,
        algorithms=list(ALGORITHMS),
        exclude=[passkey.raw for passkey in credential.passkeys],
    )
    return Answer(creation, cookies=(attempt.cookie,))


def add_passkey(user: PortalUser, caller: Caller, request: NewPasskey) -> Answer[PasskeyAdded]:
    """What my authenticator made opens my portal from now on. Raises NoPasskeyBegun, PasskeyNotValid, TooManyPasskeys."""
    attempt = running_attempt(caller, user.tenant_id, _purpose(user))
    made = _read(user, attempt, request)
    if attempt is None or made is None:
        raise rules.NoPasskeyBegun
    name, at = rules.device_label(caller.user_agent) or "Passkey", clock.stamp(clock.now())
    passkey = Passkey(id=id_of(made.id), raw=made.id, key=made.key, counter=made.counter, name=name, created_at=at)

    def change(credential: Credential, tx: Transaction) -> list[str]:
        _check_room(credential)
        if credential.passkey(passkey.id):
            raise rules.PasskeyNotValid
        is_first = not credential.is_enrolled
        credential.passkeys.append(passkey)
        spend_once(tx, "passkey", attempt.value, rules.PASSKEY_SECONDS, rules.NoPasskeyBegun())
        _tell(tx, user, credential, "passkey.added", added=True)
        return renew_recovery_codes(credential) if is_first else []

    codes = keep_credential(user, change)
    added = PasskeyAdded(**PasskeyView.of(passkey).model_dump(), recovery_codes=codes)
    return Answer(added, cookies=(attempt.end,))


def remove_passkey(user: PortalUser, caller: Caller, passkey_id: str, request: Confirmation) -> None:
    """It opens nothing any more. Raises NotFound, SecondFactorIsMandatory."""
    mine = store.get_credential("client", user.tenant_id, user.email)
    if mine is None or mine.passkey(passkey_id) is None:
        raise NotFound
    check_recently_authenticated(user, caller, request.password)
    needed = member_of(user).needs_second_factor

    def change(credential: Credential, tx: Transaction) -> None:
        credential.passkeys = [kept for kept in credential.passkeys if kept.id != passkey_id]
        if needed and not credential.is_enrolled:
            raise rules.SecondFactorIsMandatory
        if not credential.is_enrolled and credential.second_factor and not credential.second_factor.sealed:
            credential.second_factor = None
        _tell(tx, user, credential, "passkey.removed", added=False)

    keep_credential(user, change)


def _purpose(user: PortalUser) -> str:
    return f"add {user.session_id}"


def _check_room(credential: Credential) -> None:
    if len(credential.passkeys) >= rules.MOST_PASSKEYS:
        raise rules.TooManyPasskeys


def _read(user: PortalUser, attempt: Attempt | None, request: NewPasskey) -> NewKey | None:
    """The key that was made, or None if this browser began nothing. Raises PasskeyNotValid."""
    sent = (request.client_data_json, request.attestation_object)
    raise_deferred()
    if attempt is None:
        return None
    try:
        return read_new_key(settings().site_of(user.tenant_id), attempt.challenge, *sent)
    except NotGenuine as error:
        raise rules.PasskeyNotValid from error


def _tell(tx: Transaction, user: PortalUser, credential: Credential, action: str, *, added: bool) -> None:
    store.name_owner(tx, credential)
    record_change(tx, user, action, user.contact_id)
    member = member_of(user)
    add_mail(tx, user.merchant, emails.passkey_changed(member, site_of(member), added=added), member.customer_id)
