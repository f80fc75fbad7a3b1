"""Passkeys over the wire; what WebAuthn gives as bytes is base64url."""

from typing import Annotated

from pydantic import Field

from chalicelib.core.base64url import decoded
from chalicelib.core.model import Model
from chalicelib.core.page import Request
from chalicelib.sessions.entity import Passkey

_BYTES = r"^[A-Za-z0-9_-]+$"
Short = Annotated[str, Field(pattern=_BYTES, max_length=1400, examples=["pGEmPzVJ8JPhKCJzbzUSTA"])]
Bytes = Annotated[str, Field(pattern=_BYTES, max_length=16_000, examples=["eyJ0eXBlIjoid2ViYXV0aG4uZ2V0In0"])]


class PasskeyChallenge(Model):
    """What an authenticator is asked to sign; valid in this browser for five minutes, once."""

    challenge: str
    rp_id: str
    timeout: int = 300_000


class PasskeySignIn(Request):
    """An assertion: ``id`` is the passkey's, ``user_handle`` says whose it is."""

    id: Short
    user_handle: Annotated[str, Field(pattern=_BYTES, max_length=90, examples=["Y3JkXzAxS0tWODhW"])]
    client_data_json: Bytes
    authenticator_data: Bytes
    signature: Bytes

    @property
    def person_id(self) -> str:
        """The id that the passkey was made for; what is none is nobody's."""
        return decoded(self.user_handle)


class PasskeyCreation(PasskeyChallenge):
    """What the authenticator is asked to make, and for whom; ``exclude`` lists the passkeys there are."""

    rp_name: str
    user_id: str
    user_name: str
    user_display_name: str
    algorithms: list[int]
    exclude: list[str]


class NewPasskey(Request):
    """What the authenticator made."""

    client_data_json: Bytes
    attestation_object: Bytes


class PasskeyView(Model):
    """A passkey: on what it was made, and when it was used last."""

    id: str
    name: str
    created_at: str
    last_used_at: str | None

    @classmethod
    def of(cls, passkey: Passkey) -> "PasskeyView":
        return cls.model_validate(passkey.model_dump(include=set(cls.model_fields)))


class Passkeys(Model):
    """All passkeys of a person, the newest first."""

    items: list[PasskeyView]


class PasskeyAdded(PasskeyView):
    """The new passkey; with the first, codes for the day it is lost, each for one sign-in, shown once."""

    recovery_codes: list[str]
