"""Limits count before they look, so however guesses interleave, none is free."""

from contextlib import suppress

import pytest

from chalicelib.adapters import limits
from chalicelib.adapters.limits import begin_guess, lock_seconds, network_of
from chalicelib.core.errors import TooManyRequests
from tests.fixtures.sign_in import everything_kept


def guess(email: str = "ada@example.com", address: str = "192.0.2.1", device: str | None = None):
    return begin_guess("ten_acme", "client", email, address, device)


def fail(times: int, **who) -> None:
    for _ in range(times):
        guess(**who)


def refused(**who) -> int:
    with pytest.raises(TooManyRequests) as refusal:
        guess(**who)
    return refusal.value.retry_after


@pytest.mark.asvs("6.3.1", "6.6.3")
def test_five_failures_are_free_then_waiting_doubles_up_to_15_minutes(cloud, time):
    fail(5)
    for seconds in (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900):
        assert refused(address=f"192.0.2.{seconds % 200}") == seconds
        time.move(seconds=seconds)
        guess(address=f"192.0.2.{seconds % 200}")


def test_lock_seconds_are_those_of_the_design():
    assert [lock_seconds(n) for n in (5, 6, 7, 14, 15, 40, 4000)] == [1, 2, 4, 512, 900, 900, 900]


def verified_of(count: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many of so many guesses are verified if each reads its count, then all others run before it writes."""
    read, begun, verified = limits._read, [], []

    def attempt() -> None:
        begun.append(1)
        with suppress(TooManyRequests):
            verified.append(guess(address=f"198.51.100.{len(begun)}"))

    def slow_read(key: str) -> limits.LimitRow:
        row = read(key)
        if len(begun) < count:
            attempt()
        return row

    monkeypatch.setattr(limits, "_read", slow_read)
    attempt()
    assert len(begun) == count
    return len(verified)


@pytest.mark.asvs("6.3.1", "6.6.3")
def test_of_100_parallel_guesses_at_most_five_are_verified(cloud, monkeypatch):
    assert 1 <= verified_of(100, monkeypatch) <= 5


def test_a_counter_that_does_not_look_whether_it_changed_would_let_more_through(cloud, monkeypatch):
    monkeypatch.setattr(limits, "_saved", lambda row, condition: bool(row.save()))
    assert verified_of(20, monkeypatch) > 5


def test_a_burst_does_not_outlive_a_short_lock(cloud, time):
    fail(5)
    for _ in range(20):
        time.move(milliseconds=900)
        assert refused(address="203.0.113.9") == 1
    time.move(seconds=1)
    guess()


def test_a_long_lock_is_not_prolonged_by_guessing(cloud, time):
    for number in range(12):
        guess(address=f"192.0.2.{number}")
        time.move(minutes=15)
    guess(address="192.0.2.99")
    time.move(seconds=lock_seconds(13) - 1)
    assert refused(address="192.0.2.98") == 1
    time.move(seconds=1)
    guess(address="192.0.2.97")


def test_success_forgets_the_failures(cloud):
    fail(4)
    guess().was_right()
    fail(5)
    refused()


def test_a_guess_that_does_not_count_takes_back_itself_only(cloud):
    fail(3)
    for _ in range(8):
        guess().does_not_count()
    fail(2)
    refused()


def test_failures_are_counted_for_people_who_do_not_exist_too(cloud):
    fail(5, email="nobody@example.com")
    assert refused(email="nobody@example.com") == 1


def test_people_tenants_and_audiences_are_counted_apart(cloud):
    fail(5)
    guess(email="bob@example.com")
    begin_guess("ten_globex", "client", "ada@example.com", "192.0.2.1")
    begin_guess("ten_acme", "staff", "ada@example.com", "192.0.2.1")


def test_a_known_device_passes_the_persons_lock_and_has_its_own(cloud):
    fail(5)
    refused()
    fail(5, device="laptop")
    refused(device="laptop")


@pytest.mark.asvs("2.4.1", "6.3.1")
def test_thirty_failures_in_ten_minutes_lock_the_address_whoever_is_tried(cloud, time):
    for number in range(30):
        guess(email=f"person{number}@example.com")
    assert refused(email="another@example.com") == 600
    assert refused(email="another@example.com", device="laptop") == 600
    guess(email="another@example.com", address="192.0.2.2")
    time.move(minutes=10)
    guess(email="another@example.com")


def test_successes_are_free_for_the_address(cloud):
    for number in range(40):
        guess(email=f"person{number}@example.com").was_right()


def test_failures_are_forgotten_after_a_day(cloud, time):
    fail(4)
    time.move(hours=24)
    fail(5)
    refused()


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"), ("[2001:db8:1:2::9]", "2001:db8:1:2::"),
        ("::ffff:192.0.2.7", "192.0.2.7"), ("unknown", "unknown"), ("", "unknown"),
    ],
)  # fmt: skip
def test_one_subscriber_is_one_address(address, network):
    assert network_of(address) == network


@pytest.mark.asvs("2.4.1")
def test_windows_refuse_what_is_too_much_and_open_again(cloud, time):
    for _ in range(5):
        limits.limit_resets("192.0.2.1")
    with pytest.raises(TooManyRequests) as refusal:
        limits.limit_resets("192.0.2.1")
    assert refusal.value.retry_after == 3600
    time.move(hours=1)
    limits.limit_resets("192.0.2.1")


def test_limits_per_address_follow_the_deployments_factor_and_those_per_person_do_not(cloud, monkeypatch):
    from dataclasses import replace

    knobs = replace(limits.settings(), limit_factor=10)
    monkeypatch.setattr(limits, "settings", lambda: knobs)
    for _ in range(50):
        limits.limit_resets("192.0.2.1")
    with pytest.raises(TooManyRequests):
        limits.limit_resets("192.0.2.1")
    for _ in range(20):
        limits.limit_forwards("ten_acme", "con_1")
    with pytest.raises(TooManyRequests):
        limits.limit_forwards("ten_acme", "con_1")


def test_a_refused_number_of_invitations_uses_up_none(cloud):
    limits.limit_invitations("ten_acme", "stf_1", 30)
    with pytest.raises(TooManyRequests):
        limits.limit_invitations("ten_acme", "stf_1", 21)
    limits.limit_invitations("ten_acme", "stf_1", 20)


def test_rows_hold_no_address_and_no_name(cloud):
    fail(1)
    limits.limit_resets("192.0.2.1")
    kept = everything_kept()
    assert "ada@example.com" not in kept and "192.0.2.1" not in kept
