"""A client signs in at a merchant's portal."""

from chalicelib.core.answer import Answer
from chalicelib.core.identity import Caller
from chalicelib.sessions import store
from chalicelib.sessions.grant import grant_client
from chalicelib.sessions.let_in import let_in
from chalicelib.sessions.people import find_client
from chalicelib.sessions.prove import prove_password
from chalicelib.sessions.rules import SignInRefused
from chalicelib.sessions.schemas import ClientSignedIn, SignIn
from chalicelib.tenants.find import find_by_portal_name


def sign_in(caller: Caller, portal: str, request: SignIn) -> Answer[ClientSignedIn]:
    """Sign in with e-mail address and password, and a code of the authenticator app where one was set up.

    Unknown, wrong, not invited and disabled are one answer in the same time (V15).
    """
    merchant = find_by_portal_name(portal).merchant
    email = request.email
    credential = store.get_credential("client", merchant.tenant_id, email)
    proof = prove_password("client", merchant.tenant_id, email, request.password, caller, credential)
    if proof is None:
        raise SignInRefused
    member = find_client(merchant, email, proof.credential)
    if member is None or not member.is_welcome:
        raise SignInRefused
    session, credential, cookies = let_in(proof, member, request.password, request.totp, caller)
    return grant_client(session, credential, member, cookies)
