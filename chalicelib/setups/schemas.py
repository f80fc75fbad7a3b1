"""Setups over the wire."""

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.core.model import Model
from chalicelib.core.page import Request
from chalicelib.payments.schemas import ReturnPath
from chalicelib.setups.entity import Setup


class NewSetup(Request):
    """The gateway's page leads back to ``return_path``; the password, where the last sign-in is longer ago than five minutes."""

    password: Annotated[str | None, Field(min_length=1, max_length=1024, examples=["correct horse 42"])] = None
    return_path: ReturnPath | None = None


class SetupPage(Model):
    """Where the gateway's page is: the browser goes there."""

    id: str
    redirect_url: str


class SetupView(Model):
    """What became of a visit to the gateway's page."""

    id: str
    status: Literal["open", "complete", "failed", "expired"]

    @classmethod
    def of(cls, one: Setup) -> "SetupView":
        return cls(id=one.id, status="complete" if one.state == "saved" else one.state)
