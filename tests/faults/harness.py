"""Runs a use case under faults, lets its real caller act, heals, and says which promises do not hold.

A use case is three functions. ``prepare`` makes the world before it and answers what the others need. ``act`` is its real
caller, who may come again: a browser repeats with the same key, a queue delivers at most five times, the provider delivers
until it is told 2xx. ``check`` answers a sentence for each promise that does not hold in the end. What holds for every use
case (nothing is left half done, no mail is lost or sent three times, healing twice changes nothing) is checked here.
"""

import logging
import os
import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar

import pytest
from moto.s3 import models as moto_s3
from pydantic import BaseModel

from chalicelib.adapters import large_files, queues, secrets
from chalicelib.adapters.dynamodb import Table
from chalicelib.audit import store as audit
from chalicelib.documents import render
from chalicelib.erasures import erase
from chalicelib.estimates import store as estimates
from chalicelib.exports import fill as exports_fill
from chalicelib.exports import write as exports_write
from chalicelib.invoices import render as render_invoice_module
from chalicelib.outbox import deliver, rules, sweep
from chalicelib.outbox import store as outbox
from chalicelib.outbox.entity import OutboxEntry
from chalicelib.settings import settings
from chalicelib.statements import render as render_statements
from chalicelib.subscriptions import store as subscriptions
from infra.provider import Provider
from tests.faults.wires import DEATHS, Fault, Killed, Wires, hook_aws, hook_gateway
from tests.fixtures import aws as cloud
from tests.fixtures.aws import backend
from tests.fixtures.gateway import Plug
from tests.fixtures.http import Api
from tests.fixtures.post import Post
from tests.fixtures.snapshots import Chance, Everything, fingerprint

DELIVERIES = 5
"""How often a queue delivers a message that fails, as infra/stack/queues.py sets it."""
VISIBILITY_SECONDS = 180
_ROUNDS = 6
_FLEETING = ("limits",)
"""Tables whose rows are written anew by every try."""
Kept = TypeVar("Kept", bound=BaseModel)
Result = TypeVar("Result")


class _Alarms(logging.Handler):
    """What the people who run the deployment are told."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[dict[str, Any]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.__dict__["fields"])


class World:
    """The deployment a use case runs in, its callers, its clock and the wires between."""

    def __init__(self, time: cloud.Time, post: Post, api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
        self.time, self.post, self.api, self.wires = time, post, api, Wires()
        self.plan: dict[int, Fault] = {}
        self.plug: Plug | None = None
        hook_aws(self.wires, monkeypatch)
        hook_gateway(self.wires, monkeypatch)
        self.alarms = _Alarms()
        monkeypatch.setattr(logging.getLogger("portal.alarm"), "handlers", [self.alarms])
        # Typesetting takes a tenth of a second and asks nobody: its file may be any that is the same each time.
        monkeypatch.setattr(render_invoice_module, "render_invoice", lambda paper: f"%PDF {paper.number}".encode())
        monkeypatch.setattr(render_statements, "render_statement", lambda paper: f"%PDF {paper.until}".encode())
        # Some kinds of records and of documents, in pieces of any size: the other kinds make no other calls.
        whole, own = (exports_fill.SOURCES[sort] for sort in ("archive", "own"))
        some = {
            "archive": tuple(one for one in whole if getattr(one, "name", "") in ("customers", "receipts")),
            "own": tuple(one for one in own if getattr(one, "name", "") == "sign_in"),
            "pack": exports_fill.SOURCES["pack"][::2],  # of invoices and payments the first, and the statement
        }
        monkeypatch.setattr(exports_fill, "SOURCES", some)
        monkeypatch.setattr(large_files, "SMALLEST_PART", 1)
        monkeypatch.setattr(moto_s3, "S3_UPLOAD_PART_MIN_SIZE", 1)
        for store in (
            outbox,
            subscriptions,
            estimates,
        ):  # sixteen times the same, and where a row lies is a matter of its id
            monkeypatch.setattr(store, "SHARDS", 1)
        self.chance = Chance(monkeypatch)
        self.known_ends: dict[object, list[str]] = {}
        self._begun: tuple[UseCase, Callable[[], Any]] | None = None

    def begin(self, case: "UseCase") -> Any:
        """A new deployment in which the use case is about to begin: prepared once, and put back as it was for each run."""
        if self._begun is None or self._begun[0] != case:
            self._begun = case, self._prepare(case)
        return self._begun[1]()

    def _prepare(self, case: "UseCase") -> Callable[[], Any]:
        self.empty()
        self.chance.begin_again("before")
        given, moment, start = case.prepare(self), self.time.now, Everything(self.gateway)

        def again() -> Any:
            self.empty()
            start.restore()
            self.time.now = moment
            return _fresh(given)

        return again

    @property
    def gateway(self) -> Provider | None:
        """The payment gateway's other side, where there is one."""
        return self.plug.provider if self.plug else None

    def fingerprint(self) -> tuple[object, ...]:
        """The same for two runs that left the same behind."""
        return self.time.now, fingerprint(self.gateway), repr(self.alarms.lines)

    def empty(self) -> None:
        """A new deployment, at noon."""
        self.wires.heal()
        self.alarms.lines.clear()
        self.time.now = cloud.NOON
        cloud._empty()
        self.new_process()
        cloud._keep_secrets()

    def new_process(self) -> None:
        """Nothing is remembered from before."""
        secrets.forget()
        queues.forget()
        self.wires.restart()

    def aside(self, work: Callable[[], Result]) -> Result:
        """Do something that is no part of the use case: it is not numbered, and works."""
        listening, self.wires.listening = self.wires.listening, False
        try:
            return work()
        finally:
            self.wires.listening = listening

    # Callers --------------------------------------------------------------------------------------------------------

    def queue(self, handler: Callable[[dict[str, str], str], None], message: dict[str, str]) -> bool:
        """A queue: the message comes again until the handler returns, five times at most. Whether it was done."""
        for _ in range(DELIVERIES):
            if self._survives(lambda: handler(message, "req_fault")):
                return True
            self.time.move(seconds=VISIBILITY_SECONDS)
        return False

    def schedule(self, handler: Callable[[str], None], minutes: int = 5) -> None:
        """The clock: it wakes the worker, and after a while again if that failed."""
        for _ in range(2):
            if self._survives(lambda: handler("req_fault")):
                return
            self.time.move(minutes=minutes)

    def browser(self, call: Callable[[], Any], tries: int = 3) -> Any:
        """A page: it repeats what had no answer, or one of 409 or 5xx, with the same key; the last reply, or None."""
        reply = None
        for _ in range(tries):
            reply = self._asked(call)
            if reply is not None and reply.status != 409 and reply.status < 500:
                return reply
            self.time.move(seconds=61)  # the lease of an Idempotency-Key
        return reply

    def provider(self, call: Callable[[], Any], tries: int = 10) -> Any:
        """The payment provider: it delivers an event until it is told 2xx, and then once too often."""
        reply = None
        for _ in range(tries):
            reply = self._asked(call)
            if reply is not None and 200 <= reply.status < 300:
                self._asked(call)
                return reply
            self.time.move(minutes=1)
        return reply

    def _asked(self, call: Callable[[], Any]) -> Any:
        answers: list[Any] = []
        self._survives(lambda: answers.append(call()))
        return answers[0] if answers else None

    def _survives(self, work: Callable[[], Any]) -> bool:
        """Whether it ended without an error; a process that was killed is followed by a new one."""
        try:
            work()
        except (Killed, Exception):
            return False
        finally:
            if self.wires.dead:
                self.new_process()
        return True

    # Healing --------------------------------------------------------------------------------------------------------

    def settle(self, sweeps: Iterable[Callable[[str], None]] = ()) -> None:
        """Time passes without faults: schedules run and queues are emptied until nothing waits any more."""
        self._empty_queues()
        for _ in range(_ROUNDS):
            self.time.move(minutes=6)
            for wake in sweeps:
                wake("req_heal")
            if waiting():
                sweep.sweep_outbox("req_heal")
            self._empty_queues()
            if not waiting():
                return

    def _empty_queues(self) -> None:
        workers: tuple[tuple[str, Callable[[dict[str, str], str], None]], ...] = (
            ("render", render.render_document),
            ("erasures", erase.erase_person),
            ("outbox", deliver.deliver_outbox),
            ("exports", exports_write.write_export),
        )
        for queue, handler in workers:
            for message in self.post.waiting(queue):
                self.queue(handler, message)

    def picture(self) -> dict[str, Any]:
        """Everything that is kept, to compare; the mail that was sent too."""
        rows = {name: repr(sorted(map(repr, _rows(name)))) for name in _tables() if name not in _FLEETING}
        return {**rows, "mails": len(self.post.sent)}


@dataclass(frozen=True)
class UseCase:
    """``name`` is a sentence. ``sweeps`` are the schedules that heal it, beside the outbox's own.

    ``repeatable``: doing it again is another use of it (a second invitation), so healing twice changes things, rightly.
    """

    name: str
    prepare: Callable[[World], Any]
    act: Callable[[World, Any], None]
    check: Callable[[World, Any], list[str]]
    sweeps: tuple[Callable[[str], None], ...] = ()
    repeatable: bool = False


@dataclass(frozen=True)
class Outcome:
    """What one run of a use case called, and which promises it broke."""

    calls: list[str]
    broken: list[str]


def run(world: World, case: UseCase, plan: dict[int, Fault]) -> Outcome:
    """The use case once under this plan; then everything once more without faults, twice."""
    given = world.begin(case)
    world.plan = plan
    world.chance.begin_again("run")
    world.new_process()
    world.wires.arm(plan)
    case.act(world, given)
    calls, forbidden = world.wires.calls, world.wires.forbidden
    world.wires.heal()
    world.new_process()
    end = (case, world.fingerprint(), repr(given), *forbidden, *_excuses(plan, calls))
    if end not in world.known_ends:
        world.known_ends[end] = _heal(world, case, given, [*forbidden], calls)
    return Outcome(calls, world.known_ends[end])


def _heal(world: World, case: UseCase, given: Any, forbidden: list[str], calls: list[str]) -> list[str]:
    """Everything once more without faults, twice; a sentence for each promise that does not hold then."""
    plan = world.plan
    case.act(world, given)
    world.settle(case.sweeps)
    healed = world.picture()
    case.act(world, given)
    world.settle(case.sweeps)
    broken = [*forbidden, *case.check(world, given), *_left_over(), *_mails(world, plan, calls)]
    if not case.repeatable and world.picture() != healed:
        changed = [name for name, rows in world.picture().items() if rows != healed[name]]
        broken.append(f"healing twice changed {changed} (I9)")
    return broken


def calls_of(world: World, cases: Iterable[UseCase]) -> str:
    """Every remote call of these use cases when nothing fails, a line each."""
    lines = [
        f"{case.name} | {number} | {call}"
        for case in cases
        for number, call in enumerate(run(world, case, {}).calls, 1)
    ]
    return "\n".join(lines) + "\n"


def usual_calls(world: World, case: UseCase) -> list[str]:
    """The remote calls of this use case when nothing fails; it is run once to know them."""
    if case not in _usual:
        _usual[case] = run(world, case, {}).calls
    return _usual[case]


_usual: dict[UseCase, list[str]] = {}


def single_faults(world: World, case: UseCase, fault: Fault) -> list[str]:
    """Every call of the use case fails in this way, one run each; a line for each promise that was broken."""
    found = []
    for number, name in enumerate(usual_calls(world, case), 1):
        outcome = run(world, case, {number: fault})
        found += [f"{case.name}: call {number} ({name}), {fault.name}: {line}" for line in outcome.broken]
    return found


def _fresh(given: Any) -> Any:
    """For another run: what a run adds to, it adds to a list of its own."""
    if not is_dataclass(given) or isinstance(given, type):
        return given
    lists = {
        one.name: list(getattr(given, one.name)) for one in fields(given) if isinstance(getattr(given, one.name), list)
    }
    return replace(given, **lists)


def _tables() -> dict[str, Any]:
    """The tables of the deployment by their names without the stage's prefix."""
    found = backend("dynamodb").tables
    return {name.removeprefix(f"{settings().prefix}-"): table for name, table in found.items()}


def _rows(name: str) -> list[dict[str, Any]]:
    """Every row of a table as DynamoDB writes it, read past the wires."""
    return [item.to_json()["Attributes"] for item in _tables()[name].all_items()]


def rows_of(table: Table[Kept]) -> list[Kept]:
    """Every row of a table."""
    name = table.row.Meta.table_name.removeprefix(f"{settings().prefix}-")
    return [table.read(row) for row in _rows(name)]


def outbox_rows() -> list[OutboxEntry]:
    """Every row of the outbox, oldest first."""
    return sorted(rows_of(outbox.table), key=lambda entry: entry.id)


def audited(action: str, subject_id: str) -> int:
    """How many audit rows tell of this change."""
    return sum((entry.action, entry.subject_id) == (action, subject_id) for entry in rows_of(audit.table))


def waiting() -> list[OutboxEntry]:
    """What of the outbox is not settled."""
    return [entry for entry in outbox_rows() if not rules.is_settled(entry)]


def _left_over() -> list[str]:
    """I9: nothing waits, and no claim is older than its lease."""
    return [f"{entry.kind} is left {entry.state} after {entry.tries} tries (I9)" for entry in waiting()]


def _mails(world: World, plan: dict[int, Fault], calls: list[str]) -> list[str]:
    """I4: every mail once; twice only if a send, its answer or the note that it went was hit; never without a row.

    Two faults may leave a mail of which nobody knows whether it went: then somebody is told.
    """
    sent = Counter(str(mail.raw["X-Entity-Ref-ID"]) for mail in world.post.sent)
    rows = {entry.id: entry for entry in outbox_rows() if entry.kind == "mail" and rules.is_settled(entry)}
    told = {alarm.get("outbox_id") for alarm in world.alarms.lines}
    broken = [f"a mail was sent {sent[name]} times that nobody ordered (I4)" for name in sent if name not in rows]
    for name, entry in rows.items():
        if entry.state == "done" and not sent[name]:
            broken.append("a mail that was never sent counts as sent (I4)")
        if sent[name] > (2 if _hit_a_send(plan, calls) else 1):
            broken.append(f"a mail was sent {sent[name]} times (I4)")
        if entry.state == "suppressed" and sent[name]:
            broken.append("a mail that was sent counts as withheld (I4)")
        if entry.state not in ("done", "suppressed") and (len(plan) < 2 or name not in told):
            broken.append(f"a mail is {entry.state} and nobody is told, or after a single fault (I4)")
    return broken


def _excuses(plan: dict[int, Fault], calls: list[str]) -> tuple[object, ...]:
    """What of the faults is looked at in the end: a promise may be weaker after some of them."""
    return len(plan) < 2, _hit_a_send(plan, calls), sum(fault in DEATHS for fault in plan.values())


def _hit_a_send(plan: dict[int, Fault], calls: list[str]) -> bool:
    """Whether a fault lay on a send or on the note that follows it, which is the call after it."""
    names = dict(enumerate(calls, 1))
    return any(names.get(number - back, "").startswith("sesv2.") for number in plan for back in (0, 1))


MORE = os.environ.get("FAULTS", "1")
"""How many times as many pairs of faults as in ``make test``; ``all``: every kind at every pair of calls."""
Plan = dict[int, Fault]


def pairs_of_faults(world: World, case: UseCase, seed: int, count: int) -> list[str]:
    """Two faults in one run: what the first leaves behind, the second hits. A seeded sample of ``count``, or as FAULTS says."""
    calls = len(usual_calls(world, case))
    plans = _every_pair(calls) if MORE == "all" else _some_pairs(calls, random.Random(seed), count * int(MORE))
    found = []
    for plan in plans:
        outcome = run(world, case, plan)
        told = ", ".join(f"call {number} {fault.name}" for number, fault in sorted(plan.items()))
        found += [f"{case.name}: {told}: {line}" for line in outcome.broken]
    return found


def _some_pairs(calls: int, chance: random.Random, count: int) -> Iterator[Plan]:
    """No pair twice. The second fault may lie beyond the calls of a run without faults: repeating makes more of them."""
    known: set[tuple[tuple[int, Fault], ...]] = set()
    kinds = list(Fault)
    while len(known) < min(count, len(kinds) ** 2 * calls):
        first = chance.randint(1, calls)
        plan = {first: chance.choice(kinds), chance.randint(first + 1, 2 * calls): chance.choice(kinds)}
        if tuple(plan.items()) not in known:
            known.add(tuple(plan.items()))
            yield plan


def _every_pair(calls: int) -> Iterator[Plan]:
    for first in range(1, calls + 1):
        for second in range(first + 1, 2 * calls + 1):
            for one in Fault:
                for other in Fault:
                    yield {first: one, second: other}
