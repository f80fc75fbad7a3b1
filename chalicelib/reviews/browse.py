"""Staff read what clients think."""

from chalicelib.adapters import cursors
from chalicelib.core.identity import StaffUser
from chalicelib.core.page import Page, PageQuery
from chalicelib.customers.find import find_names
from chalicelib.reviews import store
from chalicelib.reviews.schemas import StaffReviewView


def browse_reviews(user: StaffUser, query: PageQuery) -> Page[StaffReviewView]:
    """Every review, the newest words first; also those from before reviews were switched off."""
    binding = (user.tenant_id, "reviews")
    found, after = store.browse_tenant(user.tenant_id, query.limit, cursors.decode(query.cursor, *binding))
    names = find_names(user.tenant_id, (one.customer_id for one in found)) if found else {}
    items = [StaffReviewView.of(one, names[one.customer_id]) for one in found]
    return Page(items=items, next_cursor=cursors.encode(after, *binding))
