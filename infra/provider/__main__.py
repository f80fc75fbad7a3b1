"""Runs the stand-in provider: ``python -m infra.provider --port 8101 --state .local/provider.sqlite``."""

import argparse
import contextlib
import signal
import sys
from types import FrameType

from infra.provider.books import Options
from infra.provider.server import ProviderServer


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m infra.provider", description=__doc__)
    parser.add_argument("--port", type=int, required=True, help="port on the loopback address; 0 takes a free one")
    parser.add_argument("--state", default=":memory:", help="SQLite file that keeps everything (default: memory)")
    parser.add_argument("--public-url", default="", help="where browsers reach it, path prefix included")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--name", default="Demo merchant", help="the merchant's name on the hosted page")
    parser.add_argument("--settle-after", type=float, default=60, help="seconds until a pending payment settles")
    parser.add_argument("--duplicate-webhooks", action="store_true", help="deliver every webhook twice")
    wish = parser.parse_args(arguments)
    options = Options(settle_after=wish.settle_after, merchant_name=wish.name)
    try:
        server = ProviderServer(
            wish.state, port=wish.port, host=wish.host, public_url=wish.public_url, held=False, options=options
        )
    except OSError as error:
        print(f"The provider cannot listen on {wish.host}:{wish.port}: {error.strerror}.", file=sys.stderr)
        return 1
    server.provider.webhooks.duplicated = wish.duplicate_webhooks
    signal.signal(signal.SIGTERM, _interrupt)
    server.start()
    print(f"The stand-in payment provider listens on {server.url}.", file=sys.stderr)
    with contextlib.suppress(KeyboardInterrupt):
        server.wait()
    server.stop()
    return 0


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
