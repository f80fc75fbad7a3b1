"""The words and marks of the hosted pages."""

from html import escape

from infra.provider.currencies import plain
from infra.provider.forms import Json

_CARDS = (
    ("pm_card_visa", "Visa •••• 4242, always succeeds"),
    ("pm_card_mastercard", "Mastercard •••• 4444, always succeeds"),
    ("pm_card_authenticationRequired", "Visa •••• 3184, asks for 3-D Secure every time"),
    ("pm_card_chargeCustomerFail", "Visa •••• 0341, succeeds here; if it is saved, later payments are declined"),
    ("pm_card_visa_chargeDeclinedInsufficientFunds", "Visa •••• 9995, never has the money"),
    ("pm_card_chargeDeclinedExpiredCard", "Visa •••• 0069, has expired"),
)
_DEBITS = (
    ("pm_success_de", "SEPA direct debit •••• 3000, pending, then paid"),
    ("pm_failed_de", "SEPA direct debit •••• 3001, pending, then returned"),
)


def frame(title: str, content: str) -> str:
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{_text(title)}</title>
<link rel="stylesheet" href="{{base}}/style.css">
<link rel="icon" href="data:,">
</head>
<body>
<header><p>Stand-in payment page: no card is asked for and no money moves.</p></header>
<main>
{content}
</main>
</body>
</html>
"""


def home() -> str:
    return message("Stand-in payment provider", "It speaks the part of Stripe's API that the portal uses, under /v1.")


def message(title: str, text: str, link: str | None = None) -> str:
    onward = f'<p><a class="button" href="{_text(link)}">Continue</a></p>' if link else ""
    return frame(title, f"<h1>{_text(title)}</h1>\n<p>{_text(text)}</p>\n{onward}")


def pay(merchant: str, session: Json, problem: str) -> str:
    """The page of a checkout session."""
    paying = session["mode"] == "payment"
    debits = "sepa_debit" in session["payment_method_types"]
    title = f"Pay {merchant}" if paying else f"Save a card {'or bank account ' if debits else ''}with {merchant}"
    alert = f'<p class="alert" role="alert">{_text(problem)} Try again, or choose another card.</p>' if problem else ""
    slow = (
        _button("slow", "Take too long", "The bank says neither yes nor no; the answer comes later.") if paying else ""
    )
    back = session["cancel_url"]
    cancel = f'<p class="back"><a href="{_text(back)}">Cancel and go back to {_text(merchant)}</a></p>' if back else ""
    return frame(
        title,
        f"""<h1>{_text(title)}</h1>
{_what(session) if paying else _kept(merchant, debits)}
{alert}
<form method="post">
<p><label for="card">{"Card or bank account" if debits else "Card"}</label>
<select id="card" name="card">{_options(session)}</select></p>
<p><button class="main" name="action" value="pay">{"Pay" if paying else "Save"}</button></p>
<fieldset>
<legend>Or see what happens otherwise</legend>
{_button("decline", "Decline", "The bank says no.")}
{_button("authenticate", "Ask 3-D Secure", "The bank asks its customer first.")}
{slow}
</fieldset>
</form>
{cancel}""",
    )


def _kept(merchant: str, debits: bool) -> str:
    if not debits:
        return "<p>The card is kept for later payments. Nothing is charged now.</p>"
    mandate = f"Choosing a bank account, you allow {_text(merchant)} to draw from it what you owe (SEPA mandate)."
    return f"<p>What you choose is kept for later payments. Nothing is charged now. {mandate}</p>"


def challenge(merchant: str, intent: Json) -> str:
    """The bank's question before a payment or before a card is saved."""
    paying = intent["object"] == "payment_intent"
    amount = f'<p class="amount">{_text(plain(intent["amount"], intent["currency"]))}</p>' if paying else ""
    asked = "Do you allow this payment?" if paying else "Do you allow your card to be saved?"
    return frame(
        "3-D Secure",
        f"""<h1>Your bank asks</h1>
{amount}
<p>{_text(merchant)}. {asked}</p>
<form method="post">
<p><button class="main" name="action" value="approve">Approve</button></p>
<p><button name="action" value="refuse">Refuse</button></p>
</form>""",
    )


def _what(session: Json) -> str:
    lines = "".join(
        f"<li><span>{_text(item['description'])}</span> <span>{_text(plain(item['amount_total'], item['currency']))}</span></li>"
        for item in session["_line_items"]["data"]
    )
    total = _text(plain(session["amount_total"], session["currency"]))
    return f'<p class="amount">{total}</p>\n<ul class="items">{lines}</ul>'


def _options(session: Json) -> str:
    types = session["payment_method_types"]
    offered = (_CARDS if "card" in types else ()) + (_DEBITS if "sepa_debit" in types else ())
    return "".join(f'<option value="{token}">{_text(label)}</option>' for token, label in offered)


def _button(action: str, label: str, hint: str) -> str:
    return (
        f'<p><button name="action" value="{action}" aria-describedby="{action}-hint">{label}</button> '
        f'<small id="{action}-hint">{hint}</small></p>'
    )


def _text(value: object) -> str:
    return escape(str(value)).replace("{", "&#123;")
