"""The door as it should be, in plain Python: who is in, which tokens are worth something, and what each attempt is answered."""

from dataclasses import dataclass, field

MINUTE, HOUR, DAY = 60, 3600, 86_400
IDLE, LONGEST, GRACE, MOST = DAY, 7 * DAY, 10, 10
ACCESS = 10 * MINUTE + 30  # 30 s of leeway between clocks
INVITATION, RESET = 7 * DAY, 10 * MINUTE


@dataclass
class Seat:
    """A session: its cookies by generation, its access tokens with the moment of each."""

    began: int
    cookies: list[str]
    tokens: list[tuple[str, int]]
    rotated: int = 0
    idle_until: int = 0
    over: bool = False

    def __post_init__(self) -> None:
        self.rotated, self.idle_until = self.began, self.began + IDLE

    def is_alive(self, now: int) -> bool:
        return not self.over and now < min(self.idle_until, self.began + LONGEST)


@dataclass
class Door:
    """One person of one customer. Tokens of mails are told from the outside; each is worth something once, the newest alone."""

    now: int
    portal: bool = True
    status: str = "disabled"
    password: str | None = None
    invitation: tuple[str, int] | None = None
    reset: tuple[str, int] | None = None
    seats: list[Seat] = field(default_factory=list)

    @property
    def welcome(self) -> bool:
        return self.portal and self.status == "active"

    @property
    def inside(self) -> list[Seat]:
        """Sessions that let their holder in, oldest first."""
        return [seat for seat in self.seats if self.welcome and seat.is_alive(self.now)]

    def works(self, seat: Seat, token: tuple[str, int]) -> bool:
        return seat in self.inside and self.now < token[1] + ACCESS

    def invited(self, token: str) -> None:
        self.status, self.invitation = "invited", (token, self.now)

    def accepts(self, token: str, password: str) -> int:
        """The status of the answer; 200 lets in."""
        known = self.invitation
        if known is None or known[0] != token or self.now >= known[1] + INVITATION:
            return 422
        if not self.portal:
            return 403
        if self.password not in (None, password):
            return 401
        self.password, self.status, self.invitation = password, "active", None
        return 200

    def signs_in(self, password: str) -> int:
        return 200 if self.welcome and password == self.password else 401

    def sits_down(self, cookie: str, token: str) -> None:
        """A session begins; the eleventh ends the oldest."""
        living = [seat for seat in self.seats if seat.is_alive(self.now)]
        for seat in living[: max(0, len(living) - MOST + 1)]:
            seat.over = True
        self.seats.append(Seat(self.now, [cookie], [(token, self.now)]))

    def refreshes(self, seat: Seat, cookie: str) -> int:
        """200 with the newest cookie, and with the one before it for ten seconds; any other ends a living session."""
        if seat not in self.inside:
            return 401
        place = len(seat.cookies) - 1 - seat.cookies.index(cookie)
        if place == 0:
            seat.rotated, seat.idle_until = self.now, min(self.now + IDLE, seat.began + LONGEST)
            return 200
        if place == 1 and self.now <= seat.rotated + GRACE:
            return 200
        seat.over = True
        return 401

    def forgets(self) -> bool:
        """Whether a mail goes out."""
        return self.portal and self.status != "disabled" and self.password is not None

    def resets(self, token: str, password: str) -> int:
        known = self.reset
        if known is None or known[0] != token or self.now >= known[1] + RESET or not self.forgets():
            return 422
        self.changes(password, staying=None)
        return 204

    def changes(self, password: str, staying: Seat | None) -> None:
        self.password, self.reset = password, None
        for seat in self.seats:
            seat.over = seat.over or seat is not staying

    def disabled(self) -> None:
        self.status, self.invitation = "disabled", None
        for seat in self.seats:
            seat.over = True
