"""Somebody says to be somebody: the guess is counted, then the password is looked at, then the second factor."""

from dataclasses import dataclass

from chalicelib.adapters.limits import Guess, begin_guess
from chalicelib.adapters.passwords import verify_password
from chalicelib.core.identity import Caller
from chalicelib.sessions import rules, store
from chalicelib.sessions.device import known_device
from chalicelib.sessions.entity import Audience, Credential, Member
from chalicelib.sessions.second_factor import use_code, use_recovery_code

_PASSKEY = "Please sign in with your passkey, or enter a recovery code."


@dataclass(frozen=True)
class Proof:
    """The password was right. ``device`` names the browser if it is known, ``guess`` waits for the end of the sign-in."""

    credential: Credential
    guess: Guess
    device: str | None


def prove_password(
    audience: Audience, tenant_id: str, email: str, password: str, caller: Caller, credential: Credential | None
) -> Proof | None:
    """The proof, or None. An unknown person (no credential) costs the same. Raises TooManyRequests."""
    device = known_device(caller.cookies, audience, tenant_id, email)
    guess = begin_guess(tenant_id, audience, email, caller.address, device)
    right = verify_password(password, credential.password if credential else None)
    return Proof(credential, guess, device) if credential and right else None


def reread(proof: Proof) -> Credential:
    """The credential as it is now. Raises SignInRefused if its password changed since it was proved."""
    known = proof.credential
    credential = store.get_credential(known.audience, known.tenant_id, known.email)
    if credential is None or credential.password != known.password:  # rule: secret-compared, both are hashes we keep
        raise rules.SignInRefused
    return credential


def use_second_factor(credential: Credential, member: Member, code: str | None, guess: Guess) -> None:
    """Use up the code, to be kept with the sign-in. Raises SecondFactorRequired; a wrong code counts as a failure.

    Whoever has passkeys alone needs none beside the password, except where the merchant asks for a second factor: there the password
    alone must not do, nor lead to setting up an app, so it is a passkey or a recovery code.
    """
    factor = credential.second_factor
    passkey_only = not credential.has_second_factor
    if passkey_only and not (credential.passkeys and member.needs_second_factor):
        return
    if code is None:
        guess.does_not_count()
        raise rules.SecondFactorRequired(_PASSKEY if passkey_only else None)
    use = use_recovery_code if passkey_only else use_code
    used = use(factor, code) if factor else None
    if used is None:
        raise rules.SecondFactorRequired("This code is not right, or was used already.")
    credential.second_factor = used
