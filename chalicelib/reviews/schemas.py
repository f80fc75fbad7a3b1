"""Reviews over the wire."""

from typing import Annotated

from pydantic import Field

from chalicelib.core.author import AuthorView
from chalicelib.core.fields import Prose
from chalicelib.core.model import Model
from chalicelib.core.page import Request
from chalicelib.reviews.entity import Review

Stars = Annotated[int, Field(strict=True, ge=1, le=5, description="1 to 5 stars.")]


class NewReview(Request):
    """What one thinks of the merchant now; it replaces what one thought before."""

    rating: Stars
    comment: Annotated[Prose, Field(max_length=2000)] = ""


class ReviewView(Model):
    """One's own review; ``rating`` is null as long as there is none."""

    rating: int | None
    comment: str
    updated_at: str | None

    @classmethod
    def of(cls, one: Review | None) -> "ReviewView":
        if one is None:
            return cls(rating=None, comment="", updated_at=None)
        return cls(rating=one.rating, comment=one.comment, updated_at=one.updated_at)


class StaffReviewView(Model):
    """A review as staff read it."""

    id: str
    customer_id: str
    customer_name: str
    author: AuthorView
    rating: int
    comment: str
    created_at: str
    updated_at: str

    @classmethod
    def of(cls, one: Review, customer_name: str) -> "StaffReviewView":
        told = one.model_dump(include={"id", "customer_id", "rating", "comment", "created_at", "updated_at"})
        return cls(customer_name=customer_name, author=AuthorView(name=one.author_name, kind="client"), **told)
