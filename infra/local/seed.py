"""Fills a fresh stack with a story. Runs in ``.venv`` with the local stage's environment; answers the merchants as JSON."""

import json
import sys
from dataclasses import dataclass
from importlib import import_module

from infra.aws import say


@dataclass(frozen=True)
class Context:
    """What a seed needs to know; AWS and PORTAL_* are in the environment, so the app's own verbs work as in a Lambda."""

    site: str
    api: str
    mailbox: str
    provider: str
    endpoint: str
    region: str
    prefix: str

    def progress(self, sentence: str) -> None:
        """Tell the person who waits."""
        say(sentence)


if __name__ == "__main__":
    wishes = json.load(sys.stdin)
    merchants = import_module("infra.demo").seed(wishes.pop("kind"), Context(**wishes))
    json.dump(merchants, sys.stdout)
