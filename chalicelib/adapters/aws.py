"""One botocore session and one client per service for the whole process: clients are what makes a cold start slow."""

from functools import cache
from typing import Any

import botocore.session
from botocore.config import Config
from botocore.parsers import JSONParser, ResponseParserFactory

from chalicelib.settings import settings


@cache
def session() -> Any:
    """The process's botocore session."""
    made = botocore.session.get_session()
    if settings().fast_reads:
        made.register_component("response_parser_factory", _Parsers())
    return made


class _Parser(JSONParser):  # type: ignore[misc]
    """Items of DynamoDB stay as they came.

    botocore walks through every attribute of every item along their shapes (boto3#2928), which only turns binary values into bytes: none
    of ours is binary. That is a third of the CPU of a list. It overrides a private method: botocore is pinned, a test compares both
    parsers, and PORTAL_FAST_READS=0 switches it off.
    """

    def _parse_shape(self, shape: Any, node: Any) -> Any:
        return node if shape.name == "AttributeMap" else super()._parse_shape(shape, node)


class _Parsers(ResponseParserFactory):  # type: ignore[misc]
    def create_parser(self, protocol_name: str) -> Any:
        return _Parser(**self._defaults) if protocol_name == "json" else super().create_parser(protocol_name)


@cache
def client(service: str, *, read_timeout: float = 5, attempts: int = 3) -> Any:
    """A shared client of ``service``; ``attempts`` counts the first try, so 1 means that nothing is sent twice."""
    config = Config(
        connect_timeout=1,
        read_timeout=read_timeout,
        retries={"total_max_attempts": attempts, "mode": "standard"},
        signature_version="s3v4" if service == "s3" else None,
        s3={"addressing_style": "path"} if service == "s3" else None,
    )
    return session().create_client(service, region_name=settings().region, config=config)


def forget_clients() -> None:
    """Drop every client, for tests that change what AWS is."""
    client.cache_clear()
    session.cache_clear()
