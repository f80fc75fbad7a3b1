"""What we write about packs and customers' own exports: one is ready."""

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
        "own_subject": "Your company's data is ready",
        "own_ready": "Everything of your company at {merchant} is ready as one file.",
        "own_gone": "The file is kept for a week. Only owners of your account at {merchant} can take it, once they are signed in.",
        "not_you": "If you did not ask for it, please change your password.",
        "gone": "The file is kept for a week. Only who can sign in for your company and looks after its bills can take it.",
        "action": "Get the file",
    },
    "de": {
        "greeting": "Guten Tag {name},",
        "subject": "Die Unterlagen für Ihre Buchhaltung sind fertig",
        "ready": "die Rechnungen, Quittungen, Tabellen und der Kontoauszug von {merchant} vom {since} bis zum {until} liegen als eine "
        "Datei bereit.",
        "own_subject": "Die Daten Ihres Unternehmens sind fertig",
        "own_ready": "alles von Ihrem Unternehmen bei {merchant} liegt als eine Datei bereit.",
        "own_gone": "Die Datei bleibt eine Woche. Holen können sie nur Inhaberinnen und Inhaber Ihres Kontos bei {merchant}, wenn "
        "sie angemeldet sind.",
        "not_you": "Wenn Sie das nicht angefordert haben, ändern Sie bitte Ihr Passwort.",
        "gone": "Die Datei bleibt eine Woche. Holen kann sie nur, wer sich für Ihr Unternehmen anmelden kann und dessen Rechnungen "
        "betreut.",
        "action": "Datei holen",
    },
}  # fmt: skip


def pack_is_ready(merchant: Merchant, reader: Reader, pack: Export, site_url: str) -> Sheet:
    """Whoever asked for it hears where it is; the link is no secret, its page asks who is there."""
    assert pack.period is not None
    language = _language(reader)
    words, period = _WORDS[language], pack.period
    days = {"since": format_date(period.since, language), "until": format_date(period.until, language)}
    ready = words["ready"].format(merchant=merchant.organization.name, **days)
    url = f"{site_url}/{merchant.portal.portal_name}/statement?pack={pack.id}"
    return _sheet(merchant, reader, words["subject"], (ready, words["gone"]), url)


def own_export_is_ready(merchant: Merchant, reader: Reader, export: Export, site_url: str) -> Sheet:
    """The same of a customer's own export."""
    words, name = _WORDS[_language(reader)], merchant.organization.name
    told = (words["own_ready"].format(merchant=name), words["own_gone"].format(merchant=name), words["not_you"])
    url = f"{site_url}/{merchant.portal.portal_name}/account/export?export={export.id}"
    return _sheet(merchant, reader, words["own_subject"], told, url)


def _language(reader: Reader) -> str:
    return reader.language if reader.language in _WORDS else "en"


def _sheet(merchant: Merchant, reader: Reader, subject: str, told: tuple[str, ...], url: str) -> Sheet:
    language = _language(reader)
    words = _WORDS[language]
    letter = Letter(
        to=reader.email,
        language=language,
        subject=subject,
        greeting=words["greeting"].format(name=reader.name),
        paragraphs=told,
        action=Action(words["action"], url) if merchant.portal.enabled else None,
    )
    return Sheet(letter)
