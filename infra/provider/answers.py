"""Idempotency keys as Stripe honours them: replay, refusal of other parameters, refusal while running."""

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from infra.provider.forms import Json
from infra.provider.refusals import Refusal, invalid
from infra.provider.store import Store

KEPT_FOR = 86_400


class Answers:
    """``running`` is per process on purpose: a request that died with its process is not running any more."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._running: set[tuple[str, str]] = set()
        self._guard = threading.Lock()

    @contextmanager
    def claim(self, account: str, key: str) -> Iterator[None]:
        if not key:
            yield
            return
        if len(key) > 255:
            raise invalid("Idempotency keys may be up to 255 characters long.")
        self._enter(account, key)
        try:
            yield
        finally:
            with self._guard:
                self._running.discard((account, key))

    def _enter(self, account: str, key: str) -> None:
        with self._guard:
            if (account, key) in self._running:
                message = (
                    "There is currently another in-progress request using this Idempotent Key (that probably means you "
                    f"submitted twice, and the other request is still going through): {key}"
                )
                raise Refusal(409, "idempotency_error", message, code="idempotency_key_in_use")
            self._running.add((account, key))

    def replay(self, account: str, key: str, target: str, params: Json, now: int) -> Json | None:
        """The kept answer of the first request under ``key``, if it is the same request."""
        kept = self._store.answer(account, key) if key else None
        if kept is None or kept["created"] <= now - KEPT_FOR:
            return None
        if kept["target"] != target:
            _refuse("for the same endpoint they were first used for", f" ('{target}' vs '{kept['target']}')", key)
        if kept["fingerprint"] != fingerprint(params):
            _refuse("with the same parameters they were first used with", "", key)
        return kept

    def keep(self, account: str, key: str, target: str, params: Json, **answer: Any) -> None:
        if key:
            row = {"account": account, "key": key, "target": target, "fingerprint": fingerprint(params), **answer}
            self._store.keep_answer(row)


def fingerprint(params: Json) -> str:
    return hashlib.sha256(json.dumps(params, sort_keys=True).encode()).hexdigest()


def _refuse(what: str, detail: str, key: str) -> None:
    message = (
        f"Keys for idempotent requests can only be used {what}{detail}. Try using a key other than '{key}' if you "
        "meant to execute a different request."
    )
    raise Refusal(400, "idempotency_error", message)
