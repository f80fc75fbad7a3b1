"""A person sets up, confirms or removes the authenticator app, or takes new recovery codes."""

from collections.abc import Callable

from chalicelib.adapters.dynamodb import Transaction, transaction
from chalicelib.audit.record import record_change
from chalicelib.core import clock, ids
from chalicelib.core.deferred import raise_deferred
from chalicelib.core.errors import Invalid
from chalicelib.core.identity import Caller, PortalUser, StaffUser
from chalicelib.outbox.add import add_mail
from chalicelib.sessions import emails, rules, store, totp
from chalicelib.sessions.entity import Credential, SecondFactor
from chalicelib.sessions.me import member_of
from chalicelib.sessions.reauthenticate import check_recently_authenticated
from chalicelib.sessions.repeat import Result, until_kept
from chalicelib.sessions.schemas import Confirmation, RecoveryCodes, SecondFactorCode, SecondFactorSecret
from chalicelib.sessions.second_factor import renew_recovery_codes, seal_secret, use_code
from chalicelib.sessions.site import site_of

User = PortalUser | StaffUser


def enrol(user: User, caller: Caller, request: Confirmation) -> SecondFactorSecret:
    """A new secret for the app; it asks for nothing before it is confirmed. Raises SecondFactorIsOn."""
    check_recently_authenticated(user, caller, request.password)
    secret = totp.new_secret(ids.new_secret())

    def change(credential: Credential, tx: Transaction) -> None:
        if credential.has_second_factor:
            raise rules.SecondFactorIsOn
        kept = credential.second_factor or SecondFactor()
        credential.second_factor = SecondFactor(sealed=seal_secret(secret), recovery=kept.recovery)
        record_change(tx, user, "second_factor.begun", user.actor_id)

    keep_credential(user, change)
    name = user.merchant.organization.name
    return SecondFactorSecret(secret=secret, uri=totp.enrolment_uri(secret, name, user.email))


def confirm(user: User, request: SecondFactorCode) -> RecoveryCodes:
    """The first code switches the second factor on, and brings the recovery codes. Raises SecondFactorIsOn, …IsOff."""
    code = request.code

    def change(credential: Credential, tx: Transaction) -> list[str]:
        if credential.has_second_factor:
            raise rules.SecondFactorIsOn
        if credential.second_factor is None or not credential.second_factor.sealed:
            raise rules.SecondFactorIsOff
        used = use_code(credential.second_factor, code)
        if used is None:
            raise Invalid([("code", "This code is not right. Please take the one the app shows now.")])
        credential.second_factor = used.model_copy(update={"confirmed": True})
        _tell(tx, user, "second_factor.enabled", on=True)
        return renew_recovery_codes(credential)

    return RecoveryCodes(codes=keep_credential(user, change))


def remove(user: User, caller: Caller, request: Confirmation) -> None:
    """Ask for no second factor any more. Raises SecondFactorIsMandatory, SecondFactorIsOff."""
    check_recently_authenticated(user, caller, request.password)
    needed = member_of(user).needs_second_factor

    def change(credential: Credential, tx: Transaction) -> None:
        factor = credential.second_factor
        if factor is None or not factor.sealed:
            raise rules.SecondFactorIsOff
        if needed and credential.has_second_factor and not credential.passkeys:
            raise rules.SecondFactorIsMandatory
        credential.second_factor = SecondFactor(recovery=factor.recovery) if credential.passkeys else None
        _tell(tx, user, "second_factor.disabled", on=False)

    keep_credential(user, change)


def renew(user: User, caller: Caller, request: Confirmation) -> RecoveryCodes:
    """Ten new recovery codes; the old ones are worth nothing. Raises SecondFactorIsOff."""
    check_recently_authenticated(user, caller, request.password)

    def change(credential: Credential, tx: Transaction) -> list[str]:
        if not credential.is_enrolled:
            raise rules.SecondFactorIsOff
        record_change(tx, user, "recovery_codes.renewed", user.actor_id)
        return renew_recovery_codes(credential)

    return RecoveryCodes(codes=keep_credential(user, change))


def keep_credential(user: User, change: Callable[[Credential, Transaction], Result]) -> Result:
    """Change the credential in one transaction, read anew if another one came in between."""
    raise_deferred()

    def keep() -> Result:
        credential = store.get_credential(user.kind, user.tenant_id, user.email)
        if credential is None:
            raise rules.SignInIsElsewhere
        with transaction() as tx:
            result = change(credential, tx)
            credential.changed_at = clock.stamp(clock.now())
            store.credentials.save(tx, credential, rules.SomebodyElseWasFaster())
        return result

    return until_kept(keep)


def _tell(tx: Transaction, user: User, action: str, *, on: bool) -> None:
    record_change(tx, user, action, user.actor_id)
    member = member_of(user)
    add_mail(tx, user.merchant, emails.second_factor_changed(member, site_of(member), on=on), member.customer_id)
