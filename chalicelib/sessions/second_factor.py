"""The second factor at sign-in: a code of the app, each step once, or a recovery code, each once."""

from chalicelib.adapters import secrets
from chalicelib.core import clock, ids
from chalicelib.sessions import totp
from chalicelib.sessions.entity import Credential, SecondFactor

SEAL = "second factor"


def seal_secret(secret: str) -> str:
    """The app's secret as it is kept."""
    return secrets.seal(SEAL, {"secret": secret})


def use_code(factor: SecondFactor, typed: str) -> SecondFactor | None:
    """The second factor after this code was used, to be kept with what the code allows; None if it is not right."""
    typed = totp.plain_recovery_code(typed)
    if factor.sealed and typed.isascii() and typed.isdecimal() and len(typed) == 6:
        secret = secrets.unseal(SEAL, factor.sealed)["secret"]
        step = totp.matching_step(secret, typed, clock.epoch(), factor.last_step)
        return factor.model_copy(update={"last_step": step}) if step is not None else None
    return use_recovery_code(factor, typed)


def use_recovery_code(factor: SecondFactor, typed: str) -> SecondFactor | None:
    """The same for recovery codes alone: an app that nobody confirmed counts for nothing."""
    digest = ids.digest(totp.plain_recovery_code(typed))
    if digest not in factor.recovery:
        return None
    return factor.model_copy(update={"recovery": [kept for kept in factor.recovery if kept != digest]})


def renew_recovery_codes(credential: Credential) -> list[str]:
    """Ten new codes of 115 bits, so that a digest keeps them as well as a password's hash would; the old ones are worth nothing."""
    codes = [ids.short_code(totp.RECOVERY_LENGTH) for _ in range(totp.RECOVERY_CODES)]
    recovery = [ids.digest(code) for code in codes]
    credential.second_factor = (credential.second_factor or SecondFactor()).model_copy(update={"recovery": recovery})
    return ["-".join(code[at : at + 4] for at in range(0, len(code), 4)) for code in codes]
