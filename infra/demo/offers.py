"""What Acme has offered to its client: five estimates wait for an answer, and one was declined, revised and offered again."""

from dataclasses import replace
from datetime import date, timedelta

from chalicelib.core.identity import PortalUser, StaffUser
from chalicelib.estimates.answer import decline_estimate
from chalicelib.estimates.create import create_estimate
from chalicelib.estimates.revise import revise_estimate
from chalicelib.estimates.schemas import DeclineRequest, EstimateChange, NewEstimate
from chalicelib.estimates.send import send_estimate
from chalicelib.estimates.view import view_estimate
from chalicelib.invoices.schemas import NewLine
from infra.demo.history import caller, on

_TERMS = "Work begins within four weeks of acceptance. Payable within 14 days of the invoice."
_OFFERS: tuple[tuple[int, int, tuple[tuple[str, str, int], ...]], ...] = (
    (26, 60, (("Second site: network and access control", "1", 480_000), ("Installation, on site", "3", 132_000))),
    (14, 45, (("Archive storage, 10 TB, one year", "1", 156_000),)),
    (9, 30, (("Laboratory dashboard, design and build", "40", 11_500), ("Hosting, one year", "12", 4_900))),
    (5, 30, (("Training for new colleagues, on site", "2", 148_000),)),
    (1, 21, (("Security review and written findings", "1", 98_000), ("Repeat test after three months", "1", 49_000))),
)
_REVISED: tuple[tuple[str, str, int], ...] = (
    ("Data migration, all archives", "24", 9_800),
    ("Weekend shifts", "4", 64_000),
)


def offer(staff: StaffUser, customer_id: str, reader: PortalUser, today: date) -> None:
    """All but the newest one, each on its own day; two were looked at."""
    reader = replace(reader, merchant=staff.merchant)
    _decline_and_revise(staff, customer_id, reader, today)
    for number, (days, valid, lines) in enumerate(_OFFERS[:-1]):
        estimate_id = _send(staff, customer_id, today - timedelta(days=days), valid, lines)
        if number < 2:
            with on(today - timedelta(days=days - 1)):
                view_estimate(reader, estimate_id)


def offer_newest(staff: StaffUser, customer_id: str, today: date) -> None:
    """The one whose mail the client finds."""
    days, valid, lines = _OFFERS[-1]
    _send(staff, customer_id, today - timedelta(days=days), valid, lines)


def _send(staff: StaffUser, customer_id: str, day: date, valid: int, lines: tuple[tuple[str, str, int], ...]) -> str:
    wish = NewEstimate(
        customer_id=customer_id,
        currency="EUR",
        expiry_date=day + timedelta(days=valid),
        lines=_lines(lines),
        terms=_TERMS,
    )
    with on(day):
        estimate_id = create_estimate(staff, wish).id
        send_estimate(staff, estimate_id)
    return estimate_id


def _decline_and_revise(staff: StaffUser, customer_id: str, reader: PortalUser, today: date) -> None:
    """Too dear at first: fewer hours, and no work at weekends."""
    day = today - timedelta(days=34)
    estimate_id = _send(staff, customer_id, day, 30, _REVISED)
    with on(day + timedelta(days=3)):
        reason = "We can do without the weekend shifts, and the newest archives are enough."
        decline_estimate(reader, caller(estimate_id), estimate_id, DeclineRequest(reason=reason))
    with on(day + timedelta(days=5)):
        (text, _, price), _ = _REVISED
        fewer = EstimateChange(lines=_lines(((text, "14", price),)), expiry_date=day + timedelta(days=75))
        revise_estimate(staff, estimate_id, fewer)
        send_estimate(staff, estimate_id)


def _lines(lines: tuple[tuple[str, str, int], ...]) -> list[NewLine]:
    return [
        NewLine(description=text, quantity=quantity, unit_price=price, tax_rate="19") for text, quantity, price in lines
    ]
