"""A client takes the customer's statement as a PDF."""

from datetime import date, timedelta

from chalicelib.adapters import object_store
from chalicelib.adapters.dynamodb import transaction
from chalicelib.audit.record import record_change
from chalicelib.core import clock, ids
from chalicelib.core.answer import Answer
from chalicelib.core.errors import Conflict
from chalicelib.core.identity import PortalUser
from chalicelib.invoices.schemas import DocumentLink, Rendering
from chalicelib.invoices.today import today_of
from chalicelib.outbox.add import add_rendering
from chalicelib.statements import rules, store
from chalicelib.statements.entity import StatementFile
from chalicelib.statements.find import find_statement
from chalicelib.statements.schemas import StatementQuery

_RETRY_AFTER = {"Retry-After": "2"}


def download_statement_pdf(user: PortalUser, query: StatementQuery) -> Answer[DocumentLink | Rendering]:
    """A link that lives for a minute, or 202 while the file is made. Raises Invalid, and TooLong for what no paper should hold."""
    user.must_be("billing")
    since, until = rules.range_of(query.since, query.until, today_of(user.merchant))
    currencies = find_statement(user.merchant, user.partition, since, until)
    rules.check_fits_on_paper(currencies)
    said = [user.customer_id, user.language, str(since), str(until), *(one.model_dump_json() for one in currencies)]
    file_id = f"stm_{ids.digest(chr(0).join(said))[:32]}"
    file = store.get(user.partition, file_id)
    if file is None or file.expires <= clock.epoch():
        _order(user, file, file_id, since, until)
        return Answer(Rendering(), status=202, headers=_RETRY_AFTER)
    if file.sha256 is None:
        return Answer(Rendering(), status=202, headers=_RETRY_AFTER)
    expires = clock.now() + timedelta(seconds=object_store.LINK_SECONDS)
    url = object_store.link(file.document_key, f"statement-{since}-{until}.pdf")
    return Answer(DocumentLink(url=url, sha256=file.sha256, expires_at=clock.stamp(expires)))


def _order(user: PortalUser, old: StatementFile | None, file_id: str, since: date, until: date) -> None:
    """Have it made, once: whoever asks at the same moment waits for the same file."""
    file = StatementFile(
        tenant_id=user.tenant_id,
        customer_id=user.customer_id,
        id=file_id,
        since=since,
        until=until,
        language=user.language,
        document_key=f"statements/{ids.new_secret()}.pdf",
        created_at=clock.stamp(clock.now()),
        expires=clock.epoch() + rules.KEEP_SECONDS,
        version=old.version if old else 0,
    )
    try:
        with transaction() as tx:
            (store.table.save if old else store.table.add)(tx, file)
            add_rendering(tx, user.tenant_id, user.customer_id, {"statement_id": file_id})
            record_change(tx, user, "statement.ordered", file_id)
    except Conflict:
        return
