"""Having a statement made as a PDF, once for what it says."""

from datetime import date

from chalicelib.adapters.dynamodb import transaction
from chalicelib.audit.record import record_change
from chalicelib.core import clock, ids
from chalicelib.core.errors import Conflict
from chalicelib.core.identity import PortalUser
from chalicelib.outbox.add import add_rendering
from chalicelib.statements import rules, store
from chalicelib.statements.entity import StatementFile
from chalicelib.statements.find import find_statement


def order_statement(user: PortalUser, since: date, until: date) -> StatementFile:
    """The file of this statement; ``sha256`` is None while it is made. Raises TooLong for what no paper should hold."""
    currencies = find_statement(user.merchant, user.partition, since, until)
    rules.check_fits_on_paper(currencies)
    said = [user.customer_id, user.language, str(since), str(until), *(one.model_dump_json() for one in currencies)]
    file_id = f"stm_{ids.digest(chr(0).join(said))[:32]}"
    file = store.get(user.partition, file_id)
    if file is None or file.expires <= clock.epoch():
        return _order(user, file, file_id, since, until)
    return file


def _order(user: PortalUser, old: StatementFile | None, file_id: str, since: date, until: date) -> StatementFile:
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
        pass
    return file
