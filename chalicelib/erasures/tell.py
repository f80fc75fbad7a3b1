"""A request as it is told."""

from chalicelib.contacts.entity import Contact
from chalicelib.customers.find import find_names
from chalicelib.erasures.entity import ErasureRequest, Obstacle
from chalicelib.erasures.obstacles import look
from chalicelib.erasures.schemas import ErasureView, StaffErasureView


def view_of(one: ErasureRequest, contact: Contact | None) -> ErasureView:
    """As the customer's owners see it."""
    return ErasureView.of(one, contact, _obstacles(one, contact))


def view_of_staff(one: ErasureRequest, contact: Contact | None) -> StaffErasureView:
    """As staff see it."""
    name = find_names(one.tenant_id, [one.customer_id])[one.customer_id]
    return StaffErasureView.told(one, contact, _obstacles(one, contact), name)


def _obstacles(one: ErasureRequest, contact: Contact | None) -> list[Obstacle]:
    return look(contact).obstacles if contact and one.status == "open" else []
