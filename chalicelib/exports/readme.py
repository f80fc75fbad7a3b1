"""What lies in the archive, for whoever opens it in ten years."""

from chalicelib.exports.entity import Export

_EVERYTHING = """Client Portal: everything of one merchant
=========================================

manifest.json         every file of this archive with its size and SHA-256, and how many records it holds; documents
                      that were not there are named under "absent"
data/KIND.jsonl       one JSON object a line, UTF-8. Amounts are whole numbers of the currency's minor unit (cents),
                      dates are YYYY-MM-DD, instants RFC 3339 in UTC. A kind of very many records goes on in KIND-2.jsonl
tables/KIND.csv       the same for spreadsheets: UTF-8 with a byte order mark, comma, every cell in quotes. Columns of
                      money are decimal numbers of the record's currency with a point. Lists stand as JSON in one cell.
                      An apostrophe before =, +, - or @ keeps a spreadsheet from taking text for a formula
tables/invoice_lines.csv, tables/estimate_lines.csv
                      the lines of the invoices, and of each revision of the estimates
documents/            invoices as PDF and as EN 16931 XML; estimates with the certificates of their acceptance, and
                      receipts, as PDF; the logo

Kinds: merchant (organisation and portal settings), numbers (the last number of each series), gateway (the account at
the payment service), staff, plans, customers, contacts, subscriptions, payment_methods (no card numbers: they are kept by
the payment service alone, whose references stand here), invoices (lines, taxes, payments, and the parties as they were),
estimates (each revision as it was offered, and what was answered), payments, ledger (bookings in double entry: credits,
refunds, disputes and write-offs too), refunds, payment_attempts, audit.

Not in here: passwords, sessions, tokens, keys of the payment service, counters of attempts, and mails under way.
docs/import-export.md of the product says how such an archive is taken in elsewhere.
"""

_PACK = {
    "en": """For the accountant: {since} to {until}

invoices/        the invoices that were issued in these days, as PDF and as EN 16931 XML
receipts/        the receipts of the payments that came in
invoices.csv, payments.csv
                 the same as tables: UTF-8 with a byte order mark, comma, every cell in quotes, amounts with a point
statement.pdf, statement.csv
                 what was owed before, what moved, and what is owed at the end
manifest.json    every file with its size and SHA-256; what was not there is named under "absent"
""",
    "de": """Für die Buchhaltung: {since} bis {until}

invoices/        die in diesen Tagen ausgestellten Rechnungen als PDF und als XML nach EN 16931
receipts/        die Quittungen der eingegangenen Zahlungen
invoices.csv, payments.csv
                 dasselbe als Tabellen: UTF-8 mit Byte-Order-Mark, Komma, jede Zelle in Anführungszeichen, Beträge mit Punkt
statement.pdf, statement.csv
                 was zuvor offen war, was sich bewegt hat, und was am Ende offen ist
manifest.json    jede Datei mit Größe und SHA-256; was nicht da war, steht unter "absent"
""",
}


_OWN = {
    "en": """Everything of your company in the portal

data/            one file for each kind of thing: one JSON object a line, UTF-8. Amounts are whole numbers of the currency's
                 minor unit (cents), hours are hundredths of an hour, instants are in UTC
tables/          the same for spreadsheets: UTF-8 with a byte order mark, comma, every cell in quotes, lists as JSON in a cell
documents/       invoices as PDF and as EN 16931 XML, estimates with the certificates of their acceptance, and receipts
manifest.json    every file with its size and SHA-256; documents that were never asked for are not made, and what was not there
                 is named under "absent"

customer (with what is owed and what credit there is), people, sign_in (how and where they sign in), calendars (who has a feed),
payment_methods, subscriptions, estimates, invoices, payments, bookings (payments, refunds, credits and the like),
payment_attempts, projects and timesheets (if the merchant shows them), comments, messages, reviews, activity (who of you did
what; the names to the ids stand under people)

Not in here: passwords, keys, secret addresses, card numbers, and what the merchant keeps for itself.
""",
    "de": """Alles von Ihrem Unternehmen im Portal

data/            je Art eine Datei: ein JSON-Objekt je Zeile, UTF-8. Beträge sind ganze Zahlen der kleinsten Einheit der Währung
                 (Cent), Stunden sind Hundertstel einer Stunde, Zeitpunkte stehen in UTC
tables/          dasselbe für Tabellenprogramme: UTF-8 mit Byte-Order-Mark, Komma, jede Zelle in Anführungszeichen, Listen als
                 JSON in einer Zelle
documents/       Rechnungen als PDF und als XML nach EN 16931, Angebote mit den Bescheinigungen ihrer Annahme, und Quittungen
manifest.json    jede Datei mit Größe und SHA-256; Dokumente, die nie abgerufen wurden, gibt es nicht, und was nicht da war,
                 steht unter "absent"

customer (das Unternehmen, mit offenen Beträgen und Guthaben), people (Personen), sign_in (wie und wo sie sich anmelden),
calendars (wer einen Kalender abonniert hat), payment_methods (Zahlungsarten), subscriptions (Abonnements), estimates (Angebote),
invoices (Rechnungen), payments (Zahlungen), bookings (Buchungen: Zahlungen, Erstattungen, Guthaben und dergleichen),
payment_attempts (Zahlungsversuche), projects und timesheets (Projekte und Stunden, wenn der Händler sie zeigt), comments
(Kommentare), messages (Nachrichten), reviews (Bewertungen), activity (wer von Ihnen was getan hat; die Namen zu den Kennungen
stehen unter people)

Nicht enthalten: Passwörter, Schlüssel, geheime Adressen, Kartennummern, und was der Händler für sich behält.
""",
}


def readme_of(export: Export) -> str:
    """What lies in this archive."""
    if export.language is not None:
        return _OWN[export.language]
    if export.period is None:
        return _EVERYTHING
    return _PACK[export.period.language].format(since=export.period.since, until=export.period.until)
