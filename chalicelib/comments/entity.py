"""A comment."""

from typing import Literal

from chalicelib.core.author import Side
from chalicelib.core.identity import partition
from chalicelib.core.model import Model

SubjectKind = Literal["estimate", "invoice", "subscription"]


class Comment(Model):
    """What a person wrote about a thing of a customer. The name is kept as it was then: it stays when the person is gone."""

    tenant_id: str
    customer_id: str
    id: str
    subject_kind: SubjectKind
    subject_id: str
    author_kind: Side
    author_id: str
    author_name: str
    text: str
    created_at: str
    version: int = 0

    @property
    def partition(self) -> str:
        return partition(self.tenant_id, self.customer_id)

    @property
    def key(self) -> str:
        """Its place in the customer's partition: what is said of one thing stands together, oldest first."""
        return f"{self.subject_id}#{self.id}"


class Subject(Model):
    """What is talked about: an estimate or invoice by its number, a subscription by its plan; ``offered`` once clients see it."""

    kind: SubjectKind
    tenant_id: str
    customer_id: str
    id: str
    name: str
    offered: bool = True

    @property
    def partition(self) -> str:
        return partition(self.tenant_id, self.customer_id)
