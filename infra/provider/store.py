"""Everything the provider remembers, in one SQLite file: objects, idempotent answers, webhook deliveries."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Json = dict[str, Any]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS objects (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL UNIQUE,
    body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS by_kind ON objects (account, kind, seq);
CREATE TABLE IF NOT EXISTS accounts (key_hash TEXT PRIMARY KEY, account TEXT NOT NULL, live INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS answers (
    account TEXT NOT NULL, key TEXT NOT NULL, target TEXT NOT NULL, fingerprint TEXT NOT NULL, status INTEGER NOT NULL,
    body TEXT NOT NULL, request TEXT NOT NULL, created INTEGER NOT NULL, PRIMARY KEY (account, key));
CREATE TABLE IF NOT EXISTS deliveries (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT NOT NULL, event TEXT NOT NULL, type TEXT NOT NULL,
    endpoint TEXT NOT NULL, due REAL NOT NULL, tries INTEGER NOT NULL, state TEXT NOT NULL, status INTEGER NOT NULL);
"""


class Store:
    """Rows by account; the caller holds the lock. ``path`` may be ``":memory:"``."""

    def __init__(self, path: str | Path = ":memory:") -> None:
        if str(path) != ":memory:":
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        self.db = sqlite3.connect(str(path), isolation_level=None, check_same_thread=False)
        self.db.execute("PRAGMA journal_mode = WAL")
        self.db.execute("PRAGMA synchronous = NORMAL")
        self.db.executescript(_SCHEMA)

    def close(self) -> None:
        self.db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.db.execute("ROLLBACK")
            raise
        self.db.execute("COMMIT")

    def put(self, account: str, kind: str, body: Json) -> None:
        self.db.execute(
            "INSERT INTO objects (account, kind, id, body) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET body = excluded.body",
            (account, kind, body["id"], json.dumps(body)),
        )

    def get(self, account: str, kind: str, object_id: str) -> Json | None:
        row = self.db.execute(
            "SELECT body FROM objects WHERE account = ? AND kind = ? AND id = ?", (account, kind, object_id)
        ).fetchone()
        return json.loads(row[0]) if row else None

    def any(self, account: str, object_id: str) -> Json | None:
        row = self.db.execute("SELECT body FROM objects WHERE account = ? AND id = ?", (account, object_id)).fetchone()
        return json.loads(row[0]) if row else None

    def owner(self, object_id: str) -> str | None:
        row = self.db.execute("SELECT account FROM objects WHERE id = ?", (object_id,)).fetchone()
        return str(row[0]) if row else None

    def all(self, account: str, kind: str) -> list[Json]:
        """Newest first."""
        rows = self.db.execute(
            "SELECT body FROM objects WHERE account = ? AND kind = ? ORDER BY seq DESC", (account, kind)
        )
        return [json.loads(body) for (body,) in rows]

    def remove(self, account: str, object_id: str) -> None:
        self.db.execute("DELETE FROM objects WHERE account = ? AND id = ?", (account, object_id))

    def account(self, key_hash: str) -> tuple[str, bool] | None:
        row = self.db.execute("SELECT account, live FROM accounts WHERE key_hash = ?", (key_hash,)).fetchone()
        return (row[0], bool(row[1])) if row else None

    def accounts(self) -> list[tuple[str, bool]]:
        return [(account, bool(live)) for account, live in self.db.execute("SELECT account, live FROM accounts")]

    def add_account(self, key_hash: str, account: str, live: bool) -> None:
        self.db.execute("INSERT OR IGNORE INTO accounts VALUES (?, ?, ?)", (key_hash, account, live))

    def answer(self, account: str, key: str) -> Json | None:
        cursor = self.db.execute("SELECT * FROM answers WHERE account = ? AND key = ?", (account, key))
        row = cursor.fetchone()
        return dict(zip((column[0] for column in cursor.description), row, strict=True)) if row else None

    def keep_answer(self, row: Json) -> None:
        self.db.execute(
            "INSERT OR REPLACE INTO answers VALUES (:account, :key, :target, :fingerprint, :status, :body, :request, "
            ":created)",
            row,
        )
