"""Routes of reviews."""

from chalicelib.entrypoints.router import Router
from chalicelib.reviews.browse import browse_reviews
from chalicelib.reviews.own import show_own_review, write_review

router = Router(__name__)
router.get("/portal/merchant/review", show_own_review)
router.put("/portal/merchant/review", write_review)
router.get("/merchant/reviews", browse_reviews)
