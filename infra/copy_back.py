"""Makes tables in use what their restored copies are, row by row, while nothing else writes; names, rights and backups stay.

Running it twice changes nothing the second time, and one that was cut short is finished by the next.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from itertools import islice
from typing import Any

from infra.aws import Aws, Refused, say
from infra.lambdas import LAMBDAS
from infra.names import Names
from infra.provision import explained
from infra.restore import FLEETING, Copy, described, moment, parser_of, place_of, plan
from infra.restored import Row, rows_of
from infra.tables import Table

# Who was signed in, or holds a link, came in by what the tables said before: all sign in anew.
_EMPTIED = ("sessions", "tokens")
_AT_ONCE = 25
_TRIES = 8
Write = dict[str, Any]


def main(arguments: list[str]) -> int:
    """The command an operator runs, after infra.restore."""
    parser = parser_of("copy_back", __doc__ or "")
    parser.add_argument("--dry-run", action="store_true", help="say how many rows would change, change none")
    wish = parser.parse_args(arguments)
    return explained(lambda: copy_back(*place_of(wish), wish.table, wish.at, dry_run=wish.dry_run))


def copy_back(
    aws: Aws, names: Names, table: str, told: str, *, dry_run: bool = False, wait: Callable[[float], None] = time.sleep
) -> None:
    """Copy every row that differs, delete those that were not there. Raises Refused."""
    if table in FLEETING:
        raise Refused(f"{table} is never brought back: it holds what lives for minutes, or must not happen twice.")
    dynamodb, copies = aws.client("dynamodb"), plan(names, table, moment(told))
    for copy in copies:
        _check_copy(dynamodb, copy)
    if not dry_run:
        _check_silence(aws, names)
    for copy in copies:
        changes = list(_changes(dynamodb, copy))
        deleted = sum("DeleteRequest" in one for one in changes)
        say(f"{copy.source}: {len(changes) - deleted} rows are written, {deleted} deleted")
        if not dry_run:
            _write(dynamodb, copy.source, changes, wait)
    if table == "all" and not dry_run:
        for name in _EMPTIED:
            _empty(dynamodb, names, name, wait)


def _check_copy(dynamodb: Any, copy: Copy) -> None:
    told = described(dynamodb, copy)
    if told is None:
        raise Refused(f"{copy.target} is not there: run infra.restore with the same moment first.")
    if told["TableStatus"] != "ACTIVE":
        raise Refused(f"{copy.target} is not whole yet: run infra.restore with the same moment again.")


def _check_silence(aws: Aws, names: Names) -> None:
    """Whoever writes between reading and copying would be overwritten, and half of a transaction may be money."""
    functions = aws.client("lambda")
    for worker in LAMBDAS:
        name = names.function(worker.name)
        told = functions.get_function_concurrency(FunctionName=name)
        if told.get("ReservedConcurrentExecutions") != 0:
            raise Refused(f"{name} may still write: set its reserved concurrency to 0 (docs/operations.md).")


def _changes(dynamodb: Any, copy: Copy) -> Iterator[Write]:
    """What makes the table what its copy is; of the copy's rows only fingerprints are kept in memory."""
    wanted = {_key(copy.table, row): _print(row) for row in rows_of(dynamodb, copy.target)}
    for row in rows_of(dynamodb, copy.source):
        key = _key(copy.table, row)
        if key not in wanted:
            yield {"DeleteRequest": {"Key": _key_of(copy.table, row)}}
        elif wanted[key] == _print(row):
            del wanted[key]
    for row in rows_of(dynamodb, copy.target):
        if _key(copy.table, row) in wanted:
            yield {"PutRequest": {"Item": row}}


def _key_of(table: Table, row: Row) -> Row:
    return {name: row[name] for name in filter(None, (table.hash_key, table.range_key))}


def _key(table: Table, row: Row) -> str:
    return json.dumps(_key_of(table, row), sort_keys=True)


def _print(row: Row) -> bytes:
    return sha256(json.dumps(row, sort_keys=True).encode()).digest()


def _empty(dynamodb: Any, names: Names, name: str, wait: Callable[[float], None]) -> None:
    (copy,) = plan(names, name, moment("2000-01-01T00:00:00Z"))
    rows = rows_of(dynamodb, copy.source)
    changes = [{"DeleteRequest": {"Key": _key_of(copy.table, row)}} for row in rows]
    say(f"{copy.source}: all {len(changes)} rows are deleted, everybody signs in anew")
    _write(dynamodb, copy.source, changes, wait)


def _write(dynamodb: Any, table: str, changes: list[Write], wait: Callable[[float], None]) -> None:
    """In batches; what DynamoDB had no room for is sent again, a little later each time. Raises Refused."""
    waiting = iter(changes)
    while batch := list(islice(waiting, _AT_ONCE)):
        for attempt in range(_TRIES):
            left = dynamodb.batch_write_item(RequestItems={table: batch}).get("UnprocessedItems", {}).get(table)
            if not left:
                break
            batch = left
            wait(0.2 * 2**attempt)
        else:
            raise Refused(f"{table} takes no more writes for now: run this again, it goes on from here.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
