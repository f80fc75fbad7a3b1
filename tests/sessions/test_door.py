"""Whatever people do at the door, in any order and at any time, it is as the model says: who is out stays out, no token works twice."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant

from chalicelib.adapters.dynamodb import transaction
from chalicelib.contacts import invite, store
from chalicelib.contacts.disable import disable_contact
from chalicelib.contacts.entity import Contact
from chalicelib.core.identity import StaffUser
from chalicelib.sessions import request_reset
from tests.fixtures.aws import NOON, Time, backend
from tests.fixtures.http import Api, Reply
from tests.fixtures.people import change_portal, hash_cheaply
from tests.fixtures.sign_in import bringing, refresh, sign_in
from tests.fixtures.stories import Story, move, tell
from tests.house.matrix.state import Picture
from tests.sessions.door import Door, Seat

GRACE = "grace@example.com"
WORDS = ["seven tall windmills", "eight tall windmills", "nine tall windmills"]
RIGHT = ["", "", *WORDS]  # nothing: the right one
NEWEST = [0, 0, 0, 1, 2]
JUMPS = [1, 2, 2, 9, 9, 299, 301, 601, 631, 3600, 23 * 3600, 86_399, 86_401, 7 * 86_400]
"""Seconds: over and under the grace, an access token, a reset, idleness, the longest session and an invitation."""


class Mailed:
    """Tokens as they go into mails, caught where they are made."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.known: dict[str, list[str]] = {}
        for module in (invite, request_reset):
            monkeypatch.setattr(module, "make_token", self._catching(module.make_token))

    def _catching(self, make: Any) -> Any:
        def caught(tx: Any, purpose: Any, **bound: Any) -> Any:
            token = make(tx, purpose, **bound)
            self.known.setdefault(purpose, []).append(token.secret)
            return token

        return caught

    def of(self, purpose: str) -> list[str]:
        return self.known.get(purpose, [])


class World:
    """Acme with its portal on, and Grace, who has never been let in."""

    def __init__(self, api: Api, time: Time, mailed: Mailed, office: StaffUser) -> None:
        self.api, self.time, self.mailed, self.office = api, time, mailed, office
        self.grace = Contact(
            tenant_id="ten_acme", customer_id="cus_one", id="con_grace", email=GRACE, first_name="Grace", language="en",
            created_at="2026-03-01T09:00:00.000Z",
        )  # fmt: skip
        with transaction() as tx:
            store.table.add(tx, self.grace)
        self.picture = Picture()

    def begin(self) -> Door:
        self.picture.restore()
        self.mailed.known.clear()
        self.time.now = NOON
        return Door(int(NOON.timestamp()))


class AtTheDoor(Story):
    """Grace, her browsers, and the office."""

    world: World

    @initialize(steps=st.sampled_from([0, 1, 2, 3, 3, 3]))
    def begins(self, steps: int) -> None:
        """She may be unknown, invited, in, or in with two browsers."""
        self.door = self.world.begin()
        self.api, self.mailed = self.world.api, self.world.mailed
        self.seen: dict[int, bool] = {}
        self.listed = 0
        first = [self._invite, lambda: self.accepts(0, ""), lambda: self.signs_in("")]
        for step in first[:steps]:
            step()

    def _entered(self, reply: Reply, expected: int) -> None:
        assert reply.status == expected, (reply.status, expected, reply.raw)
        if expected == 200:
            self.door.sits_down(bringing(reply)["Cookie"], reply.json["access_token"])

    def _seat(self, which: int) -> Seat:
        """One that is in, mostly."""
        some = self.door.inside if self.door.inside and which < 8 else self.door.seats
        return some[which % len(some)]

    def _one(self, tokens: list[str], which: int) -> str:
        return tokens[-1 - which % len(tokens)]

    @move(2, later=[0, 0, 0, 0, 7 * 86_400 - 1, 7 * 86_400], which=[None, 0, 0, 1, 1])
    def the_office_invites(self, later: int, which: int | None) -> None:
        """Twice, and perhaps she accepts: only the newer mail is worth anything, for seven days."""
        if not self.door.portal or self.door.status == "active":
            return
        for _ in range(2 if which else 1):
            self._invite()
        self.time_goes_on(later)
        if which is not None:
            self.accepts(which, "")

    def _invite(self) -> None:
        before = len(self.mailed.of("client_invitation"))
        invite.invite_contact(self.world.office, "cus_one", "con_grace")
        (made,) = self.mailed.of("client_invitation")[before:]
        self.door.invited(made)

    @move(1, and_back=[None, None, 0, 1])
    def the_office_disables(self, and_back: int | None) -> None:
        """And perhaps lets her in again: nothing of before is worth anything."""
        disable_contact(self.world.office, "cus_one", "con_grace")
        if self.door.status != "disabled":
            self.door.disabled()
        self.the_promises_hold()
        if and_back is not None and self.door.portal:
            self.the_office_invites(0, and_back)

    @move(1, long=[False, False, True])
    def the_portal_is_off_for_a_while(self, long: bool) -> None:
        if self.door.portal:
            self._switch()
            self.the_promises_hold()
        if not (self.door.portal or long):
            self._switch()

    def _switch(self) -> None:
        self.door.portal = not self.door.portal
        change_portal("ten_acme", enabled=self.door.portal)

    @move(1, which=NEWEST, word=RIGHT)
    def accepts(self, which: int, word: str) -> None:
        if not self.mailed.of("client_invitation"):
            return
        token = self._one(self.mailed.of("client_invitation"), which)
        word = word or self.door.password or WORDS[0]
        body = {"token": token, "password": word}
        self._entered(self.api.post("/portals/acme/invitations/acceptance", body), self.door.accepts(token, word))

    @move(2, word=RIGHT)
    def signs_in(self, word: str) -> None:
        word = word or self.door.password or WORDS[0]
        self._entered(sign_in(self.api, GRACE, word), self.door.signs_in(word))

    @move(1, crowd=[False, False, False, True])
    def signs_in_elsewhere(self, crowd: bool) -> None:
        """With a crowd it is the eleventh browser."""
        if not self.door.welcome:
            return
        for _ in range(11 - len(self.door.inside) if crowd else 1):
            self.signs_in("")

    @move(4, which=range(13), back=NEWEST, later=[None, 0, 9, 10, 11, 11])
    def refreshes(self, which: int, back: int, later: int | None) -> None:
        """And perhaps the cookie of before comes again: a second tab, or a thief."""
        if not self.door.seats:
            return
        seat = self._seat(which)
        self._refresh(seat, back)
        if later is not None and len(seat.cookies) > 1:
            self.time_goes_on(later)
            self._refresh(seat, 1)

    def _refresh(self, seat: Seat, back: int) -> None:
        cookie = seat.cookies[max(0, len(seat.cookies) - 1 - back)]
        place, expected = len(seat.cookies) - 1 - seat.cookies.index(cookie), self.door.refreshes(seat, cookie)
        reply = refresh(self.api, {"Cookie": cookie, "Origin": "https://portal.example.com", "X-Portal": "1"})
        assert reply.status == expected, (reply.status, expected, place)
        if expected == 200:
            given = bringing(reply)["Cookie"]
            seat.tokens.append((reply.json["access_token"], self.door.now))
            assert (given in seat.cookies) == bool(place), "a second tab gets the same successor, and nobody else does"
            seat.cookies += [] if place else [given]

    @move(2, later=[None, 0, 0, 599, 600], word=WORDS, twice=[False, True])
    def forgets_the_password(self, later: int | None, word: str, twice: bool) -> None:
        """And perhaps sets another, with the link of the mail, once or twice."""
        self._forget()
        if later is not None and self.mailed.of("client_reset"):
            self.time_goes_on(later)
            for _ in range(1 + twice):
                self.resets(0, word)

    def _forget(self) -> None:
        before = len(self.mailed.of("client_reset"))
        assert self.api.post("/portals/acme/password-resets", {"email": GRACE}).status == 202
        made = self.mailed.of("client_reset")[before:]
        assert bool(made) == self.door.forgets()
        if made:
            self.door.reset = (made[0], self.door.now)

    @move(1, which=NEWEST, word=RIGHT)
    def resets(self, which: int, word: str) -> None:
        if not self.mailed.of("client_reset"):
            return
        token, word = self._one(self.mailed.of("client_reset"), which), word or WORDS[1]
        reply = self.api.post("/portals/acme/password-resets/completion", {"token": token, "password": word})
        assert reply.status == self.door.resets(token, word)

    @move(2, which=range(13), word=WORDS)
    def changes_the_password(self, which: int, word: str) -> None:
        if not (self.door.seats and self.door.password):
            return
        seat, old = self._seat(which), self.door.password
        works = self.door.works(seat, seat.tokens[-1])
        body = {"current_password": old, "new_password": word}
        reply = self.api.put("/portal/me/password", body, token=seat.tokens[-1][0])
        assert reply.status == (401 if not works else 422 if word == old else 204)
        if reply.status == 204:
            self.door.changes(word, staying=seat)

    @move(1, which=range(13), by_cookie=[False, True])
    def signs_out(self, which: int, by_cookie: bool) -> None:
        if not self.door.seats:
            return
        seat = self._seat(which)
        headers = {"Cookie": seat.cookies[-1], "Origin": "https://portal.example.com", "X-Portal": "1"}
        token = None if by_cookie else seat.tokens[-1][0]
        assert self.api.delete("/portals/acme/sessions/current", token=token, headers=headers).status == 204
        seat.over = True

    @move(2, by=range(13), which=range(13))
    def ends_a_session(self, by: int, which: int) -> None:
        if not self.door.seats:
            return
        mine, other = self._seat(by), self._seat(which)
        works = self.door.works(mine, mine.tokens[-1])
        name = other.cookies[0].partition("=")[2].partition(".")[0]
        reply = self.api.delete(f"/portal/me/sessions/{name}", token=mine.tokens[-1][0])
        assert reply.status in (
            (204, 404) if works and not other.is_alive(self.door.now) else (204,) if works else (401,)
        )
        other.over = other.over or works

    @move(3, seconds=JUMPS)
    def time_goes_on(self, seconds: int) -> None:
        self.world.time.move(seconds=seconds)
        self.door.now += seconds

    def happens(self, name: str, drawn: dict[str, Any]) -> None:
        was_off = not self.door.portal
        super().happens(name, drawn)
        if was_off and not self.door.portal:  # for one more step: nothing much happens while it is off
            self._switch()

    @invariant()
    def the_promises_hold(self) -> None:
        """Who is in and who is out, by the next request; the list of sessions is the living ones, ten at most."""
        backend("dynamodb").tables["client-portal-test-limits"].items.clear()  # how often is another test's question
        inside = self.door.inside
        assert len(inside) <= 10
        for number, seat in enumerate(self.door.seats):
            works = self.door.works(seat, seat.tokens[-1])
            if self.seen.get(number) != works:
                self._asks(seat, works)
                self.seen[number] = works
        if inside and self.listed != len(inside) and self.door.works(inside[-1], inside[-1].tokens[-1]):
            self.listed, seat = len(inside), inside[-1]
            listed = self.api.get("/portal/me/sessions", token=seat.tokens[-1][0]).json["items"]
            assert len(listed) == len(inside), [one["id"] for one in listed]

    def _asks(self, seat: Seat, works: bool) -> None:
        """The newest token and the first one."""
        for token in {seat.tokens[-1], seat.tokens[0]}:
            expected = 200 if works and self.door.works(seat, token) else 401
            assert self.api.get("/portal/me", token=token[0]).status == expected


@pytest.fixture
def world(api: Api, acme: Any, staff: Any, time: Time, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    hash_cheaply(monkeypatch)  # how costly it is, is another test's question
    made = World(api, time, Mailed(monkeypatch), staff("support").user)
    yield made
    made.picture.restore()


def test_v10_v16_whatever_happens_at_the_door_it_is_as_the_model_says(world: World) -> None:
    tell(AtTheDoor, world, stories=30, steps=25)
