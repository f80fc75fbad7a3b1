"""Restores tables to a moment, beside those in use, and says whether what came back holds together; what is in use stays as it is.

Running it twice with the same moment goes on where the first run ended: the copies carry the moment in their names.
"""

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import ClientError

from infra.aws import Aws, Refused, say
from infra.names import STAGES, Names
from infra.provision import explained
from infra.restored import findings
from infra.stages import read_stages
from infra.tables import TABLES, Table

# What lives for minutes, or must not come back: sessions that were ended, links that were used, mails that were sent.
FLEETING = ("sessions", "tokens", "limits", "idempotency", "jobs", "outbox")
_PAUSE_SECONDS = 20.0
_MOST_PAUSES = 1080  # six hours: AWS speaks of minutes to hours, whatever the size
_SWITCH = """To bring it into use (docs/operations.md, Backups and restoring):
  1. stop what writes: reserved concurrency 0 for every Lambda of the stage, and wait five minutes for what still runs
  2. look at the restored tables; copy single rows by hand if that is all it takes
  3. python -m infra.copy_back --stage {stage} --table {table} --at {at}
  4. let the Lambdas run again; the daily comparison names what the gateway did since
  5. delete the tables *-restored-{mark}"""


@dataclass(frozen=True)
class Copy:
    """A table and its copy of a moment."""

    table: Table
    source: str
    target: str
    at: datetime


def main(arguments: list[str]) -> int:
    """The command an operator runs."""
    parser = parser_of("restore", __doc__ or "")
    parser.add_argument("--dry-run", action="store_true", help="print the plan and what can be restored, start nothing")
    wish = parser.parse_args(arguments)
    return explained(lambda: restore(*place_of(wish), wish.table, wish.at, dry_run=wish.dry_run))


def parser_of(command: str, description: str) -> argparse.ArgumentParser:
    """What both commands ask for."""
    parser = argparse.ArgumentParser(prog=f"python -m infra.{command}", description=description)
    parser.add_argument("--stage", required=True, choices=STAGES)
    parser.add_argument("--table", required=True, choices=("all", *(table.name for table in TABLES)))
    parser.add_argument("--at", required=True, help="a moment with its time zone: 2026-03-16T12:00:00Z")
    return parser


def place_of(wish: argparse.Namespace) -> tuple[Aws, Names]:
    """Where the stage is, as it was provisioned."""
    stage = read_stages()[wish.stage]
    return Aws(stage.region), stage.names


def restore(
    aws: Aws, names: Names, table: str, told: str, *, dry_run: bool = False, wait: Callable[[float], None] = time.sleep
) -> None:
    """Restore and judge. Raises Refused; nothing is begun unless every table can be restored to that moment."""
    dynamodb, at = aws.client("dynamodb"), moment(told)
    copies = plan(names, table, at)
    for copy in copies:
        _check_window(dynamodb, copy)
        say(f"{copy.source} as of {told} → {copy.target}")
    if dry_run:
        return
    for copy in copies:
        _begin(dynamodb, copy)
    for copy in copies:
        _finish(dynamodb, copy, wait)
    say(_SWITCH.format(stage=names.stage, table=table, at=told, mark=_mark(at)))
    wrong = findings(aws, names, copies)
    if wrong:
        raise Refused("What came back does not hold together:\n  " + "\n  ".join(wrong))
    say("What came back holds together.")


def moment(told: str) -> datetime:
    """An instant in UTC, in whole seconds as AWS restores them. Raises Refused."""
    try:
        at = datetime.fromisoformat(told)
    except ValueError:
        raise Refused(f"{told} is no moment: write it like 2026-03-16T12:00:00Z.") from None
    if at.tzinfo is None:
        raise Refused(f"{told} has no time zone: write Z behind it for UTC.")
    return at.astimezone(UTC).replace(microsecond=0)


def plan(names: Names, table: str, at: datetime) -> list[Copy]:
    """The copies to be made; ``all`` leaves out what is fleeting."""
    wanted = [one for one in TABLES if one.name == table or (table == "all" and one.name not in FLEETING)]
    return [
        Copy(one, f"{names.prefix}-{one.name}", f"{names.prefix}-{one.name}-restored-{_mark(at)}", at) for one in wanted
    ]


def _mark(at: datetime) -> str:
    return at.strftime("%Y%m%dT%H%M%SZ")


def _check_window(dynamodb: Any, copy: Copy) -> None:
    told = dynamodb.describe_continuous_backups(TableName=copy.source)["ContinuousBackupsDescription"]
    window = told.get("PointInTimeRecoveryDescription", {})
    if window.get("PointInTimeRecoveryStatus") != "ENABLED":
        raise Refused(
            f"{copy.source} is not backed up continuously: run infra.provision, and restore from its backups."
        )
    earliest, latest = window["EarliestRestorableDateTime"], window["LatestRestorableDateTime"]
    if not earliest <= copy.at <= latest:
        raise Refused(f"{copy.source} can be restored to moments between {earliest} and {latest}.")


def _begin(dynamodb: Any, copy: Copy) -> None:
    if described(dynamodb, copy) is not None:
        say(f"{copy.target} is there already")
        return
    dynamodb.restore_table_to_point_in_time(
        SourceTableName=copy.source, TargetTableName=copy.target, RestoreDateTime=copy.at
    )


def described(dynamodb: Any, copy: Copy) -> dict[str, Any] | None:
    """The copy as AWS describes it, or None if it is not there. Raises Refused if the name is taken by something else."""
    try:
        told: dict[str, Any] = dynamodb.describe_table(TableName=copy.target)["Table"]
    except ClientError as error:
        if error.response["Error"]["Code"] == "ResourceNotFoundException":
            return None
        raise
    if not told.get("RestoreSummary", {}).get("SourceTableArn", "").endswith(f"table/{copy.source}"):
        raise Refused(f"{copy.target} is there and is no copy of {copy.source}: delete it, or choose another moment.")
    return told


def _finish(dynamodb: Any, copy: Copy, wait: Callable[[float], None]) -> None:
    for _ in range(_MOST_PAUSES):
        told = described(dynamodb, copy)
        if told is None:
            raise Refused(f"{copy.target} is gone: somebody deleted it.")
        if told["TableStatus"] == "ACTIVE":
            say(f"{copy.target} is there")
            return
        if told["TableStatus"] != "CREATING":
            raise Refused(f"{copy.target} is {told['TableStatus']}: delete it and run this again.")
        wait(_PAUSE_SECONDS)
    raise Refused(f"{copy.target} is still being made: run this again later, it goes on from here.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
