"""What we write about packs: one is ready."""

from typing import Final

from chalicelib.core.letters import Action, Letter, Sheet
from chalicelib.core.localisation import format_date
from chalicelib.core.portal import Merchant
from chalicelib.exports.entity import Export
from chalicelib.invoices.emails import Reader

_WORDS: Final = {
    "en": {
        "greeting": "Hello {name},",
        "subject": "The pack for your accountant is ready",
        "ready": "The invoices, receipts, tables and the statement of {merchant} from {since} to {until} are ready as one file.",
        "gone": "The file is kept for a week. Only who can sign in for your company and looks after its bills can take it.",
        "action": "Get the file",
    },
    "de": {
        "greeting": "Guten Tag {name},",
        "subject": "Die Unterlagen für Ihre Buchhaltung sind fertig",
        "ready": "die Rechnungen, Quittungen, Tabellen und der Kontoauszug von {merchant} vom {since} bis zum {until} liegen als eine "
        "Datei bereit.",
        "gone": "Die Datei bleibt eine Woche. Holen kann sie nur, wer sich für Ihr Unternehmen anmelden kann und dessen Rechnungen "
        "betreut.",
        "action": "Datei holen",
    },
}  # fmt: skip


def pack_is_ready(merchant: Merchant, reader: Reader, pack: Export, site_url: str) -> Sheet:
    """Whoever asked for it hears where it is; the link is no secret, its page asks who is there."""
    assert pack.period is not None
    language = reader.language if reader.language in _WORDS else "en"
    words, period = _WORDS[language], pack.period
    days = {"since": format_date(period.since, language), "until": format_date(period.until, language)}
    url = f"{site_url}/{merchant.portal.portal_name}/statement?pack={pack.id}"
    letter = Letter(
        to=reader.email,
        language=language,
        subject=words["subject"],
        greeting=words["greeting"].format(name=reader.name),
        paragraphs=(words["ready"].format(merchant=merchant.organization.name, **days), words["gone"]),
        action=Action(words["action"], url) if merchant.portal.enabled else None,
    )
    return Sheet(letter)
