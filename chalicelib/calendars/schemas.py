"""The calendar feed over the wire."""

from pydantic import Field

from chalicelib.core.model import Model


class CalendarState(Model):
    """Whether there is a feed, and since when; its address is told once, when it is made."""

    active: bool
    created_at: str | None


class CalendarAddress(Model):
    """The feed's secret address: whoever knows it reads the feed, so it is shown once and kept as a digest alone."""

    url: str = Field(examples=["https://portal.example/api/calendars/cal_eV3kJ0bq9s2XyNwT7uQh4LcZr1mPa6Gd8fKoBiYvReU"])
    created_at: str
