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


def readme_of(export: Export) -> str:
    """What lies in this archive."""
    if export.period is None:
        return _EVERYTHING
    return _PACK[export.period.language].format(since=export.period.since, until=export.period.until)
