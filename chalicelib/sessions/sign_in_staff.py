"""One of the merchant's people signs in at the console."""

from chalicelib.core.answer import Answer
from chalicelib.core.identity import Caller
from chalicelib.sessions import store
from chalicelib.sessions.grant import grant_staff
from chalicelib.sessions.let_in import let_in
from chalicelib.sessions.people import find_colleague, find_merchant_by_any_name
from chalicelib.sessions.prove import prove_password
from chalicelib.sessions.rules import SignInRefused
from chalicelib.sessions.schemas import StaffSignedIn, StaffSignIn


def sign_in_staff(caller: Caller, request: StaffSignIn) -> Answer[StaffSignedIn]:
    """Sign in as staff of ``tenant``, the portal's name or the tenant's id. An unknown tenant is one more wrong answer."""
    merchant = find_merchant_by_any_name(request.tenant)
    tenant_id = merchant.tenant_id if merchant else "-"
    credential = store.get_credential("staff", tenant_id, request.email)
    proof = prove_password("staff", tenant_id, request.email, request.password, caller, credential)
    member = find_colleague(merchant, request.email) if merchant and proof else None
    if proof is None or member is None or not member.is_welcome:
        raise SignInRefused
    session, credential, cookies = let_in(proof, member, request.password, request.totp, caller)
    return grant_staff(session, credential, member, cookies)
