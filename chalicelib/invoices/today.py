"""What day it is for a merchant: due dates are plain dates of its calendar."""

from datetime import date

from chalicelib.core import clock
from chalicelib.core.portal import Merchant


def today_of(merchant: Merchant) -> date:
    """Today in the merchant's time zone."""
    return clock.today(merchant.organization.timezone)
