"""Files of statements in the jobs table, in the partition of their customer; a row goes with the file it tells of."""

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.adapters.dynamodb import Row, Table, table_name
from chalicelib.core.identity import partition
from chalicelib.statements.entity import StatementFile


class StatementRow(Row):
    class Meta:
        table_name = table_name("jobs")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    tenant_id = UnicodeAttribute()
    customer_id = UnicodeAttribute()
    id = UnicodeAttribute()
    since = UnicodeAttribute()
    until = UnicodeAttribute()
    language = UnicodeAttribute()
    document_key = UnicodeAttribute()
    sha256 = UnicodeAttribute(null=True)
    created_at = UnicodeAttribute()
    expires = NumberAttribute()


table = Table(
    StatementRow, StatementFile, lambda file: {"pk": partition(file.tenant_id, file.customer_id), "sk": file.id}
)


def get(pk: str, file_id: str) -> StatementFile | None:
    """The file of a statement, or None."""
    return table.get(pk, file_id)
