"""What cannot be done to a plan."""

from chalicelib.core.errors import Conflict


class PlanCodeTaken(Conflict):
    sentence = "Another plan has this code already."
