"""Password hashing: argon2id with the design's parameters, hashed anew when they change."""

import os

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

_ITERATIONS, _MEMORY_KIB, _LANES = 2, 19 * 1024, 1
_PARAMETERS = f"$m={_MEMORY_KIB},t={_ITERATIONS},p={_LANES}$"
_NOBODY = ""


def hash_password(password: str) -> str:
    """The password as a PHC string (argon2id, t=2, m=19 MiB, p=1: OWASP's password storage cheat sheet)."""
    kdf = Argon2id(salt=os.urandom(16), length=32, iterations=_ITERATIONS, lanes=_LANES, memory_cost=_MEMORY_KIB)
    return kdf.derive_phc_encoded(password.encode())


def verify_password(password: str, hashed: str | None) -> bool:
    """Whether it is this password; an unknown person (None) costs the same time and is never right."""
    global _NOBODY
    if hashed is None:
        _NOBODY = _NOBODY or hash_password("nobody has this password")
        _matches(password, _NOBODY)
        return False
    return _matches(password, hashed)


def _matches(password: str, hashed: str) -> bool:
    try:
        Argon2id.verify_phc_encoded(password.encode(), hashed)
    except InvalidKey:
        return False
    return True


def needs_rehash(hashed: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _PARAMETERS not in hashed
