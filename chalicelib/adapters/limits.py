"""How often something may be done: counters per address and person, and the lock after wrong passwords.

Rows hold no name and no address, only their HMAC, and no count outlives a day. A counter that counts once too often after
a lost answer does no harm; one that forgets does, so each step is a conditional write.
"""

import ipaddress
from dataclasses import dataclass
from math import ceil

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import PutError, UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.adapters import secrets
from chalicelib.adapters.dynamodb import Row, Transaction, code_of, table_name
from chalicelib.core import clock
from chalicelib.core.deferred import raise_deferred
from chalicelib.core.errors import PortalError, TooManyRequests
from chalicelib.settings import settings

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
FREE_FAILURES = 5
_LONGEST_LOCK = 15 * _MINUTE
_HELD_LOCK = 10_000
_TRIES = 12


class LimitRow(Row):
    class Meta:
        table_name = table_name("limits")

    pk = UnicodeAttribute(hash_key=True)
    used = NumberAttribute(default=0)
    locked_until = NumberAttribute(default=0)
    expires = NumberAttribute(default=0)


# ---------------------------------------------------------------------------------------------------------------------
# Counters in windows
# ---------------------------------------------------------------------------------------------------------------------


def limit_lookups(address: str) -> None:
    """Public look-ups and checkouts: 60 a minute and address. Raises TooManyRequests."""
    _take("lookup", network_of(address), 60 * settings().limit_factor, _MINUTE)


def limit_resets(address: str) -> None:
    """Forgotten passwords: 5 an hour and address. Raises TooManyRequests."""
    _take("reset", network_of(address), 5 * settings().limit_factor, _HOUR)


def may_mail_reset(tenant_id: str, audience: str, email: str) -> bool:
    """Whether this person may be sent another reset: 5 an hour, counted for those who do not exist as well."""
    try:
        _take("reset_mail", f"{tenant_id}#{audience}#{email}", 5, _HOUR)
    except TooManyRequests:
        return False
    return True


def limit_invitations(tenant_id: str, actor_id: str, count: int = 1) -> None:
    """Invitations: 50 an hour and person who invites. Raises TooManyRequests, and then none of ``count`` is used up."""
    _take("invitation", f"{tenant_id}#{actor_id}", 50, _HOUR, count)


def limit_email_changes(tenant_id: str, actor_id: str) -> None:
    """Changes of one's e-mail address: 5 an hour and person, each of which writes to an address. Raises TooManyRequests."""
    _take("email_change", f"{tenant_id}#{actor_id}", 5, _HOUR)


def limit_messages(tenant_id: str, actor_id: str) -> None:
    """Messages to the merchant: 20 an hour and person. Raises TooManyRequests."""
    _take("message", f"{tenant_id}#{actor_id}", 20, _HOUR)


def limit_comments(tenant_id: str, actor_id: str) -> None:
    """Comments, each of which may mail the other side: 60 an hour and person. Raises TooManyRequests."""
    _take("comment", f"{tenant_id}#{actor_id}", 60, _HOUR)


def limit_forwards(tenant_id: str, actor_id: str) -> None:
    """Forwarded documents: 20 an hour and person. Raises TooManyRequests."""
    _take("forward", f"{tenant_id}#{actor_id}", 20, _HOUR)


def limit_calendar(digest: str) -> None:
    """One calendar feed: 60 times an hour, whoever asks. Raises TooManyRequests."""
    _take("calendar", digest, 60, _HOUR)


def limit_packs(partition: str) -> None:
    """Packs for the accountant: 20 an hour and customer. Raises TooManyRequests."""
    _take("packs", partition, 20 * settings().limit_factor, _HOUR)


def limit_passkeys(address: str) -> None:
    """Attempts to sign in with a passkey, each of two calls: 60 calls a minute and address. Raises TooManyRequests."""
    _take("passkey", network_of(address), 60 * settings().limit_factor, _MINUTE)


def spend_once(tx: Transaction, what: str, name: str, seconds: int, otherwise: PortalError) -> None:
    """Use it up with ``tx``, for ``seconds``; ``otherwise`` is raised if it was used before. The name is kept as an HMAC."""
    row = LimitRow(_key("once", what, name), used=1, locked_until=0, expires=clock.epoch() + seconds)
    tx.put(row, LimitRow.pk.does_not_exist(), otherwise)


def network_of(address: str) -> str:
    """What counts as one address: an IPv4 address, or the /64 that one subscriber of IPv6 has."""
    try:
        parsed = ipaddress.ip_address(address.strip("[]"))
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(parsed.ipv4_mapped or ipaddress.ip_network((parsed, 64), strict=False).network_address)
    return str(parsed)


def _take(what: str, who: str, limit: int, seconds: int, count: int = 1) -> "_Window":
    """Use up ``count`` of the window that runs now. Raises TooManyRequests if that is more than is left."""
    raise_deferred()
    now = clock.epoch()
    window = _Window(_key(what, who, str(now // seconds)))
    try:
        window.row.update(
            actions=[
                LimitRow.used.set((LimitRow.used | 0) + count),
                LimitRow.expires.set(now + min(2 * seconds, _DAY)),
            ],
            condition=LimitRow.used.does_not_exist() | (LimitRow.used <= limit - count),
        )
    except UpdateError as error:
        if code_of(error) != "ConditionalCheckFailedException":
            raise
        raise TooManyRequests(seconds - now % seconds) from error
    return window


def _key(*parts: str) -> str:
    return secrets.sign("limits", "\n".join(parts))


@dataclass(frozen=True)
class _Window:
    """A counter of one window of time."""

    key: str

    @property
    def row(self) -> LimitRow:
        return LimitRow(self.key)

    def give_back(self) -> None:
        """It was a success: it does not count."""
        try:
            self.row.update(actions=[LimitRow.used.set(LimitRow.used - 1)], condition=LimitRow.used > 0)
        except UpdateError as error:
            if code_of(error) != "ConditionalCheckFailedException":
                raise


# ---------------------------------------------------------------------------------------------------------------------
# The lock after wrong passwords
# ---------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Guess:
    """The right to look at one password: counted as a failure before the password is looked at.

    So of many guesses at once only as many are verified as may fail, however they interleave. ``failures`` says how many
    came before this one.
    """

    key: str
    window: _Window
    failures: int

    def was_right(self) -> None:
        """The person is who they say: what was counted is forgotten."""
        LimitRow(self.key).delete()
        self.window.give_back()

    def does_not_count(self) -> None:
        """The password was right but something else is still missing: this guess is taken back, earlier ones stay."""
        actions: list[Action] = [LimitRow.used.set(LimitRow.used - 1), LimitRow.locked_until.set(0)]
        try:
            LimitRow(self.key).update(actions=actions, condition=LimitRow.used == self.failures + 1)
        except UpdateError as error:
            if code_of(error) != "ConditionalCheckFailedException":
                raise
        self.window.give_back()


def begin_guess(tenant_id: str, audience: str, email: str, address: str, device: str | None = None) -> Guess:
    """Ask for the right to look at one password of this person, who may not exist.

    30 failures in 10 minutes and address; and after 5 failures 2^(n-5) s, at most 15 minutes, for the person. A known
    ``device`` passes the person's lock and has one of its own. Raises TooManyRequests.
    """
    window = _take("sign_in", network_of(address), 30 * settings().limit_factor, 10 * _MINUTE)
    key = _key("lock", tenant_id, audience, email, device or "")
    raise_deferred()
    for _ in range(_TRIES):
        row = _read(key)
        if row.locked_until > _milliseconds():
            _hold(row)
            raise TooManyRequests(ceil((row.locked_until - _milliseconds()) / 1000))
        if _count_failure(row):
            return Guess(key, window, int(row.used))
    raise TooManyRequests(1)


def _read(key: str) -> LimitRow:
    """The lock's row; counts of yesterday are gone, though the table may keep them for some hours."""
    try:
        row = LimitRow.get(key, consistent_read=True)
    except LimitRow.DoesNotExist:
        return LimitRow(key, used=0, locked_until=0, expires=0, version=0)
    if row.expires <= clock.epoch():
        row.used, row.locked_until = 0, 0
    return row


def _count_failure(row: LimitRow) -> bool:
    """Count one more, unless another guess was counted since the row was read."""
    failures = int(row.used) + 1
    counted = LimitRow(
        row.pk,
        used=failures,
        locked_until=_milliseconds() + lock_seconds(failures) * 1000 if failures >= FREE_FAILURES else 0,
        expires=clock.epoch() + _DAY,
        version=int(row.version) + 1,
    )
    unchanged = LimitRow.version == row.version if row.version else LimitRow.pk.does_not_exist()
    return _saved(counted, unchanged)


def _saved(row: LimitRow, condition: Condition) -> bool:
    try:
        row.save(condition=condition)
    except PutError as error:
        if code_of(error) != "ConditionalCheckFailedException":
            raise
        return False
    return True


def lock_seconds(failures: int) -> int:
    """How long nobody may guess after so many failures: 1 s after the fifth, then twice as long each time."""
    return int(min(2 ** max(0, failures - FREE_FAILURES), _LONGEST_LOCK))


def _hold(row: LimitRow) -> None:
    """A guess during a short lock begins its wait anew, so that a burst does not outlive it; a long lock is long enough."""
    wait = lock_seconds(int(row.used)) * 1000
    if wait <= _HELD_LOCK:
        row.locked_until = _milliseconds() + wait
        _saved(row, LimitRow.version == row.version)


def _milliseconds() -> int:
    return int(clock.now().timestamp() * 1000)


def forget_failures(tenant_id: str, audience: str, email: str) -> None:
    """Who proved to be the owner of the address by other means may try at once."""
    LimitRow(_key("lock", tenant_id, audience, email, "")).delete()
