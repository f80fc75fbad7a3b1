"""Documents to render: each kind, length and script that the product knows, built with the invoice's own arithmetic."""

import io
import random
from datetime import UTC, date, datetime
from decimal import Decimal

from PIL import Image, ImageDraw

from chalicelib.core.documents import (
    AnyDocument,
    CertificateDocument,
    DocumentLine,
    DocumentTax,
    EstimateDocument,
    InvoiceDocument,
    Party,
    PayeeAccount,
    Period,
    ReceiptDocument,
    Reference,
    SettledInvoice,
    StatementAccount,
    StatementDocument,
    StatementLine,
    Verification,
)
from chalicelib.core.fields import Address
from chalicelib.core.money import tax_of, times

ISSUED_AT = datetime(2026, 2, 14, 9, 30, tzinfo=UTC)
ACME = Party(
    name="Acme Software GmbH",
    address=Address(line1="Schönhauser Allee 12", city="Berlin", postal_code="10119", country="DE"),
    vat_id="DE123456789",
    tax_id="37/123/45678",
    email="billing@acme.example",
    phone="+49 30 1234567",
    website="https://acme.example",
    account=PayeeAccount(
        holder="Acme Software GmbH", iban="DE89370400440532013000", bic="COBADEFFXXX", bank="Commerzbank"
    ),
)
ANALYTICAL = Party(
    name="Analytical Engines Ltd",
    contact="Ada Lovelace",
    address=Address(line1="12 St James's Square", city="London", postal_code="SW1Y 4JH", country="GB"),
    vat_id="GB999999973",
    email="ada@example.com",
)
PARIS = Party(
    name="Atelier Lumière SARL",
    address=Address(line1="4 rue de la Paix", city="Paris", postal_code="75002", country="FR"),
    vat_id="FR12345678901",
)
NAMES = {
    "latin": "Łódź Přátelé Ďábelské Ñandú",
    "greek": "Ελληνικά Χαρτικά Α.Ε.",
    "cyrillic": "Київські Каштани ТОВ",
    "arabic": "شركة النور 2026 للتجارة (ذ.م.م)",
    "japanese": "株式会社さくら工業",
}


def line(
    description: str = "Consulting", quantity: str = "1", unit_price: int = 10000, rate: str = "19", **more
) -> DocumentLine:
    amount = times(unit_price, Decimal(quantity))
    return DocumentLine(
        description=description, quantity=quantity, unit_price=unit_price, tax_rate=rate, amount=amount, **more
    )


def invoice(*lines: DocumentLine, categories: dict[str, str] | None = None, **changes) -> InvoiceDocument:
    """An invoice of ``lines``; ``categories`` gives the tax category of a rate."""
    lines = lines or THREE_LINES
    taxes = _taxes(lines, categories or {})
    subtotal = sum(each.amount for each in lines)
    total = subtotal + sum(tax.amount for tax in taxes)
    fields = {
        "number": "INV-2026-0042",
        "issued_at": ISSUED_AT,
        "currency": "EUR",
        "seller": ACME,
        "buyer": ANALYTICAL,
        "issue_date": date(2026, 2, 14),
        "due_date": date(2026, 3, 14),
        "accent": "#1a5fb4",
        "verification": Verification(url="https://portal.acme.example/verify/K7MP-29QX-TRWB", code="K7MP-29QX-TRWB"),
    }
    return InvoiceDocument(
        lines=lines,
        taxes=taxes,
        subtotal=subtotal,
        tax_total=total - subtotal,
        total=total,
        balance=total - changes.get("amount_paid", 0),
        **(fields | changes),
    )


def _taxes(lines, categories) -> tuple[DocumentTax, ...]:
    taxes = []
    for rate in dict.fromkeys(each.tax_rate for each in lines):
        base = sum(each.amount for each in lines if each.tax_rate == rate)
        category = categories.get(rate, "S" if Decimal(rate) else "Z")
        taxes.append(
            DocumentTax(name="VAT", rate=rate, base=base, amount=tax_of(base, Decimal(rate)), category=category)
        )
    return tuple(taxes)


def credit_note(**changes) -> InvoiceDocument:
    return invoice(
        line("Consulting hours not delivered", "3", 12000),
        kind="credit_note",
        number="CN-2026-0003",
        due_date=None,
        refers_to=Reference(number="INV-2026-0042", issue_date=date(2026, 2, 14)),
        **changes,
    )


def receipt(**changes) -> ReceiptDocument:
    fields = {
        "number": "RC-2026-0117",
        "issued_at": ISSUED_AT,
        "currency": "EUR",
        "seller": ACME,
        "buyer": ANALYTICAL,
        "date": date(2026, 3, 3),
        "method": "card",
        "method_detail": "Visa •••• 4242",
        "reference": "pi_3Q8fH2",
        "amount": 132750,
        "invoices": (
            SettledInvoice(number="INV-2026-0041", issue_date=date(2026, 1, 14), amount=32750),
            SettledInvoice(number="INV-2026-0042", issue_date=date(2026, 2, 14), amount=100000),
        ),
        "verification": Verification(url="https://portal.acme.example/verify/B4NN-8XK2-PQ9T", code="B4NN-8XK2-PQ9T"),
    }
    return ReceiptDocument(**(fields | changes))


def estimate(**changes) -> EstimateDocument:
    said = invoice(*THREE_LINES, terms="Payable within 14 days.", number="EST-00042").model_dump(
        include={"number", "issued_at", "currency", "seller", "buyer", "accent", "lines", "taxes", "subtotal", "tax_total",
                 "total", "terms"}
    )  # fmt: skip
    more = {"offered_on": date(2026, 2, 14), "expiry_date": date(2026, 3, 16), "revision": 2}
    url = "https://portal.acme.example/acme/estimates/est_01"
    return EstimateDocument(**(said | more | {"answer_url": url} | changes))


def certificate(**changes) -> CertificateDocument:
    fields = {
        "number": "EST-00042",
        "issued_at": ISSUED_AT,
        "currency": "EUR",
        "seller": ACME,
        "buyer": ANALYTICAL,
        "offered_on": date(2026, 2, 12),
        "expiry_date": date(2026, 3, 16),
        "revision": 2,
        "total": 150113,
        "name": "Ada Lovelace",
        "email": "ada@example.com",
        "address": "2001:db8::17",
        "device": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
        "content_sha256": "5f" * 32,
        "terms_sha256": "c0ffee12" * 8,
        "sha256": "ab01" * 16,
    }
    return CertificateDocument(**(fields | changes))


def statement(**changes) -> StatementDocument:
    line = StatementLine(date=date(2026, 3, 3), what="Invoice INV-2026-0042", booked=132750, balance=132750)
    euro = StatementAccount(
        currency="EUR", opening=0, closing=132750, lines=(line,) * 40, ages=(("Not due yet", 132750),)
    )
    yen = StatementAccount(currency="JPY", opening=500, closing=-500, lines=(), ages=(("Credit", -500),))
    fields = {
        "number": "",
        "issued_at": ISSUED_AT,
        "currency": "EUR",
        "seller": ACME,
        "buyer": ANALYTICAL,
        "since": date(2026, 1, 1),
        "until": date(2026, 3, 31),
        "accounts": (euro, yen),
    }
    return StatementDocument(**(fields | changes))


def logo(width: int = 640, height: int = 180) -> bytes:
    """A wordmark of shapes, with transparency."""
    picture = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((4, 4, height - 4, height - 4), fill=(232, 93, 38, 255))
    if width > height + 60:
        draw.rectangle((height + 30, height // 3, width - 4, height * 2 // 3), fill=(32, 35, 42, 255))
    content = io.BytesIO()
    picture.save(content, "PNG")
    return content.getvalue()


THREE_LINES = (
    line("Team plan, monthly", "5", 2900, period=Period(start=date(2026, 2, 1), end=date(2026, 2, 28))),
    line("Onboarding workshop\nTwo half days on site, materials included", "1.5", 64000),
    line("Printed handbook", "12", 1450, "7"),
)
FORTY_LINES = tuple(
    line(
        f"Service package {number} with support on working days",
        str(number % 7 + 1),
        1250 + 37 * number,
        "19" if number % 3 else "7",
    )
    for number in range(1, 41)
)


def strange_names(count: int, seed: int = 7) -> list[str]:
    """Texts of characters from everywhere: every script, controls, private use, unassigned, emoji, marks without a base."""
    chance = random.Random(seed)
    blocks = ((0, 0x24F), (0x250, 0x52F), (0x300, 0x36F), (0x590, 0x8FF), (0x900, 0x1FFF), (0x2000, 0x2BFF), (0x2E80, 0x9FFF),
              (0xA000, 0xD7FF), (0xE000, 0xFFFF), (0x1F000, 0x1FAFF), (0x20000, 0x2FFFF), (0xE0000, 0xE01FF), (0, 0x10FFFF))  # fmt: skip
    codes = [[chance.randint(*chance.choice(blocks)) for _ in range(chance.randint(1, 40))] for _ in range(count)]
    return ["".join(chr(code) for code in text if not 0xD800 <= code <= 0xDFFF) for text in codes]


def strange_invoice(names: list[str]) -> InvoiceDocument:
    """An invoice that has ``names`` wherever a person can write."""
    party = {"name": names[0], "contact": names[1], "address": Address(line1=names[2], city=names[3], country="DE")}
    return invoice(
        *(line(name) for name in names[6:]),
        seller=ACME.model_copy(update=party),
        buyer=ANALYTICAL.model_copy(update=party),
        number=names[4],
        purchase_order=names[5],
        notes="\n".join(names),
        terms="\n".join(names),
    )


def arabic() -> InvoiceDocument:
    """A right-to-left buyer of a Japanese seller."""
    address = Address(line1="شارع التحرير 15، الطابق 3", city="القاهرة", country="EG")
    return invoice(
        *(line(name) for name in NAMES.values()),
        seller=ACME.model_copy(update={"name": NAMES["japanese"]}),
        buyer=ACME.model_copy(update={"name": NAMES["arabic"], "address": address}),
        notes="ملاحظة: شكرا لكم على ثقتكم بنا.",
    )


def all_kinds() -> dict[str, AnyDocument]:
    """One of everything that can be rendered."""
    zero = {"0": "Z"}
    return {
        "one_line": invoice(line(), logo=logo(), pay_url="https://portal.acme.example/acme/invoices/inv_01"),
        "three_lines": invoice(notes="Thank you.", terms="Payable within 28 days."),
        "forty_lines": invoice(*FORTY_LINES, logo=logo(300, 300)),
        "german": invoice(language="de", amount_paid=20000, buyer=PARIS, accent="#f5c400", notes="Danke."),
        "scripts": arabic(),
        "long": invoice(line("A very long description. " * 60), line("x" * 900, "1000000.1234", 99999999)),
        "zero_rated": invoice(line(rate="0"), line(), categories=zero),
        "exempt": invoice(line(rate="0"), line(rate="7"), categories={"0": "E"}),
        "reverse_charge": invoice(line(rate="0"), categories={"0": "AE"}, buyer=PARIS, language="de"),
        "outside_vat": invoice(line(rate="0"), categories={"0": "O"}),
        "no_vat_number": invoice(line(), seller=ACME.model_copy(update={"vat_id": ""})),
        "deduction": invoice(line(), line("Discount", "1", -2500), line("Returned", "-1", 100)),
        "free": invoice(line(unit_price=0)),
        "odd_cents": invoice(
            *(line(f"Part {n}", "0.333", 999 + n, rate) for n, rate in enumerate(("19", "7", "5.5", "19")))
        ),
        "yen": invoice(line(unit_price=12345, rate="10"), currency="JPY"),
        "dinar": invoice(line(unit_price=1234567), currency="KWD"),
        "credit_note": credit_note(),
        "credit_note_german": credit_note(language="de"),
        "receipt": receipt(),
        "statement": statement(),
        "statement_german": statement(language="de", accounts=()),
        "estimate": estimate(),
        "estimate_german": estimate(language="de", revision=1, buyer=PARIS, answer_url=""),
        "certificate": certificate(logo=logo()),
        "certificate_german": certificate(language="de", name=NAMES["greek"], device="x" * 300),
        "receipt_german": receipt(
            language="de", logo=logo(), method="bank_transfer", method_detail="", verification=None
        ),
        "strange": strange_invoice(strange_names(60)),
    }
