"""One botocore session and one client per service for the whole process: clients are what makes a cold start slow."""

from functools import cache
from typing import Any

import botocore.session
from botocore.config import Config

from chalicelib.settings import settings


@cache
def session() -> Any:
    """The process's botocore session."""
    return botocore.session.get_session()


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
