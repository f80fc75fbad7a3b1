"""What we write about reviews: the merchant hears what a client thinks."""

from typing import Final

from chalicelib.core.identity import PortalUser
from chalicelib.core.letters import Action, Letter, Sheet
from chalicelib.reviews.entity import Review

_WORDS: Final = {
    "en": {
        "greeting": "Hello,",
        "subject": "{person} gives you {stars}",
        "told": "{person} ({email}) wrote a review of you: {stars}.",
        "changed": "{person} ({email}) changed a review of you: {stars} now.",
        "star": "one star of five",
        "stars": "{rating} stars of five",
        "quote": "They write:",
        "action": "See the reviews",
    },
    "de": {
        "greeting": "Guten Tag,",
        "subject": "{person} gibt Ihnen {stars}",
        "told": "{person} ({email}) hat Sie bewertet: {stars}.",
        "changed": "{person} ({email}) hat die Bewertung geändert: nun {stars}.",
        "star": "einen von fünf Sternen",
        "stars": "{rating} von fünf Sternen",
        "quote": "Dazu die Nachricht:",
        "action": "Bewertungen ansehen",
    },
}  # fmt: skip


def tell_merchant(user: PortalUser, review: Review, site_url: str) -> Sheet:
    """The merchant's mail; what it writes back goes to the client."""
    organization = user.merchant.organization
    language = organization.locale if organization.locale in _WORDS else "en"
    words = _WORDS[language]
    stars = words["star" if review.rating == 1 else "stars"].format(rating=review.rating)
    values = {"person": user.name, "email": user.email, "stars": stars}
    letter = Letter(
        to=organization.email,
        language=language,
        subject=words["subject"].format(**values),
        greeting=words["greeting"],
        paragraphs=(words["told" if review.updated_at == review.created_at else "changed"].format(**values),),
        reply_to=user.email,
        action=Action(words["action"], f"{site_url}/merchant/reviews"),
        quote=review.comment or None,
        quote_lead=words["quote"],
    )
    return Sheet(letter)
