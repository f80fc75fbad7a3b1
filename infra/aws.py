"""Clients for provisioning: an operator's own credentials and region, or the local emulator."""

import sys
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import boto3
from botocore.config import Config


class Refused(Exception):
    """Something an operator can mend; its text is the one sentence they see."""


@dataclass(frozen=True)
class Aws:
    """AWS in one region, or at ``endpoint``."""

    region: str
    endpoint: str | None = None

    def client(self, service: str) -> Any:
        """A client of ``service``; the emulator is given credentials that mean nothing."""
        # pragma: allowlist nextline secret, the emulator takes any
        credentials = {"aws_access_key_id": "test", "aws_secret_access_key": "test"} if self.endpoint else {}
        config = Config(retries={"mode": "standard"}, s3={"addressing_style": "path"} if self.endpoint else None)
        return boto3.client(service, region_name=self.region, endpoint_url=self.endpoint, config=config, **credentials)

    @cached_property
    def account(self) -> str:
        """The id of the account that the credentials belong to."""
        return str(self.client("sts").get_caller_identity()["Account"])


def say(sentence: str) -> None:
    """Progress goes to standard error: standard output is for results."""
    print(sentence, file=sys.stderr, flush=True)
