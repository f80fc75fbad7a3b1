"""A staff member's authenticator app."""

from chalicelib.core.identity import Caller, StaffUser
from chalicelib.sessions import manage_second_factor as shared
from chalicelib.sessions.schemas import Confirmation, RecoveryCodes, SecondFactorCode, SecondFactorSecret


def enrol_staff_second_factor(user: StaffUser, caller: Caller, request: Confirmation) -> SecondFactorSecret:
    """A secret for my authenticator app, to be confirmed by a code."""
    return shared.enrol(user, caller, request)


def confirm_staff_second_factor(user: StaffUser, request: SecondFactorCode) -> RecoveryCodes:
    """The app's first code switches the second factor on."""
    return shared.confirm(user, request)


def remove_staff_second_factor(user: StaffUser, caller: Caller, request: Confirmation) -> None:
    """Sign in without the app from now on."""
    shared.remove(user, caller, request)


def renew_staff_recovery_codes(user: StaffUser, caller: Caller, request: Confirmation) -> RecoveryCodes:
    """New recovery codes; the old ones are worth nothing."""
    return shared.renew(user, caller, request)
