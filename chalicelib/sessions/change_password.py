"""A person changes the password; everywhere else the person is signed out."""

from chalicelib.adapters.dynamodb import Transaction, transaction
from chalicelib.adapters.passwords import hash_password
from chalicelib.audit.record import record_change
from chalicelib.core import clock
from chalicelib.core.errors import Invalid, NotSignedIn
from chalicelib.core.identity import Caller, PortalUser, StaffUser
from chalicelib.outbox.add import add_mail
from chalicelib.sessions import emails, rules, store
from chalicelib.sessions.entity import Credential, Member
from chalicelib.sessions.me import member_of
from chalicelib.sessions.password_rules import check_password
from chalicelib.sessions.people import known_of
from chalicelib.sessions.prove import Proof, reread
from chalicelib.sessions.reauthenticate import prove_again
from chalicelib.sessions.repeat import until_kept
from chalicelib.sessions.schemas import PasswordChange
from chalicelib.sessions.site import site_of


def change_password(user: PortalUser, caller: Caller, request: PasswordChange) -> None:
    """Change my password; I stay signed in here."""
    _change(user, caller, request)


def change_staff_password(user: StaffUser, caller: Caller, request: PasswordChange) -> None:
    """Change my password; I stay signed in here."""
    _change(user, caller, request)


def _change(user: PortalUser | StaffUser, caller: Caller, request: PasswordChange) -> None:
    member = member_of(user)
    proof = prove_again(user, caller, request.current_password, "current_password")
    if request.new_password == request.current_password:  # rule: secret-compared, the same person typed both
        raise Invalid([("new_password", "Please choose another password than the one you have.")])
    check_password(request.new_password, known_of(member), "new_password")
    hashed = hash_password(request.new_password)
    until_kept(lambda: _keep(user, member, proof, hashed))
    proof.guess.was_right()


def _keep(user: PortalUser | StaffUser, member: Member, proof: Proof, hashed: str) -> None:
    credential = reread(proof)
    session = store.get_session(user.session_id)
    if session is None:
        raise NotSignedIn
    with transaction() as tx:
        set_password(tx, credential, hashed, staying=session.id)
        session.epoch = credential.epoch
        store.sessions.save(tx, session, rules.SomebodyElseWasFaster())
        store.credentials.save(tx, credential, rules.SomebodyElseWasFaster())
        record_change(tx, user, "password.changed", user.actor_id)
        add_mail(tx, user.merchant, emails.password_changed(member, site_of(member)), member.customer_id)


def set_password(tx: Transaction, credential: Credential, hashed: str, staying: str | None = None) -> None:
    """A new password: the epoch moves, so every session but the one that stays is over; what waits
    for the link of a mail is void."""
    for session_id in credential.sessions:
        if session_id != staying:
            store.end(tx, session_id)
    credential.sessions = [staying] if staying else []
    credential.password = hashed
    credential.epoch += 1
    credential.reset = credential.email_change = None
    credential.changed_at = clock.stamp(clock.now())
