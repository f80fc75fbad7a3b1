"""Whoever proved to be somebody gets a session: one transaction, read anew if another one came in between."""

from chalicelib.adapters.dynamodb import Transaction, transaction
from chalicelib.adapters.limits import FREE_FAILURES
from chalicelib.adapters.passwords import hash_password, needs_rehash
from chalicelib.audit.record import record_change
from chalicelib.core import clock
from chalicelib.core.identity import Caller
from chalicelib.outbox.add import add_mail
from chalicelib.sessions import emails, rules, store
from chalicelib.sessions.device import device_cookie
from chalicelib.sessions.entity import Credential, Member, Session
from chalicelib.sessions.grant import refresh_cookie
from chalicelib.sessions.people import actor_of, note_seen
from chalicelib.sessions.prove import Proof, reread, use_second_factor
from chalicelib.sessions.repeat import until_kept
from chalicelib.sessions.site import site_of
from chalicelib.sessions.start import Started, start_session


def let_in(
    proof: Proof, member: Member, password: str, code: str | None, caller: Caller
) -> tuple[Session, Credential, tuple[str, ...]]:
    """Start the session of a proven person: the session, the credential as kept, and the cookies of the answer.

    Raises SecondFactorRequired, and SignInRefused if the person's access went off in the meantime.
    """
    rehashed = hash_password(password) if needs_rehash(proof.credential.password) else None

    def keep() -> tuple[Credential, Started]:
        credential = reread(proof)
        use_second_factor(credential, member, code, proof.guess)
        credential.password = rehashed or credential.password
        with transaction() as tx:
            started = start_session(tx, credential, member, rules.device_label(caller.user_agent))
            store.credentials.save(tx, credential, rules.SomebodyElseWasFaster())
            note_seen(tx, member, rules.SignInRefused())
            record_sign_in(tx, member, started.session, caller, "session.started")
            _warn(tx, proof, member, started.session)
        return credential, started

    credential, started = until_kept(keep)
    proof.guess.was_right()
    return started.session, credential, cookies_of(started, member, proof.device)


def record_sign_in(tx: Transaction, member: Member, session: Session, caller: Caller, action: str) -> None:
    """The audit row of a way in."""
    actor = actor_of(member, session.id, caller.request_id, clock.epoch())
    record_change(tx, actor, action, member.row.id, customer_id=member.customer_id)


def cookies_of(started: Started, member: Member, device: str | None) -> tuple[str, ...]:
    """The refresh cookie, and for a browser that is new to us the one by which it is known again."""
    row = member.row
    known = () if device else (device_cookie(member.audience, row.tenant_id, row.email),)
    return (refresh_cookie(started.session, started.secret), *known)


def _warn(tx: Transaction, proof: Proof, member: Member, session: Session) -> None:
    """Several wrong passwords and then the right one, from a browser we do not know: the person is told."""
    if proof.guess.failures >= FREE_FAILURES and proof.device is None:
        letter = emails.signed_in_after_failures(member, site_of(member), session.device)
        add_mail(tx, member.merchant, letter, member.customer_id)
