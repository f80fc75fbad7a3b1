"""What cannot be done to a customer."""

from chalicelib.core.errors import Conflict


class CustomerInUse(Conflict):
    sentence = "People, documents or payments refer to this customer, so it cannot be removed."
