"""Before something dangerous a person shows once more who is there: a sign-in of the last five minutes, or the password."""

from chalicelib.adapters.limits import begin_guess
from chalicelib.adapters.passwords import verify_password
from chalicelib.core import clock
from chalicelib.core.errors import Invalid
from chalicelib.core.identity import Caller, PortalUser, StaffUser
from chalicelib.sessions import rules, store
from chalicelib.sessions.prove import Proof


def check_recently_authenticated(user: PortalUser | StaffUser, caller: Caller, password: str | None = None) -> None:
    """Raises ReauthenticationRequired if the sign-in is more than five minutes ago and no password comes with the request."""
    if clock.epoch() - user.authenticated_at <= rules.RECENT:
        return
    if password is None:
        raise rules.ReauthenticationRequired
    prove_again(user, caller, password, "password").guess.was_right()


def prove_again(user: PortalUser | StaffUser, caller: Caller, password: str, field: str) -> Proof:
    """The proof that the password is right. Raises Invalid, naming ``field``, and SignInIsElsewhere if we keep none.

    Guesses are counted for this session: who is signed in cannot be locked out by others, and cannot guess for ever.
    """
    credential = store.get_credential(user.kind, user.tenant_id, user.email)
    if credential is None:
        raise rules.SignInIsElsewhere
    device = f"session {user.session_id}"
    guess = begin_guess(user.tenant_id, user.kind, user.email, caller.address, device)
    if not verify_password(password, credential.password):
        raise Invalid([(field, "This is not your password.")])
    return Proof(credential, guess, device)
