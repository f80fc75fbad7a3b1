"""Routes of statements."""

from chalicelib.entrypoints.router import Router
from chalicelib.statements.download_csv import download_statement_csv
from chalicelib.statements.download_pdf import download_statement_pdf
from chalicelib.statements.show import show_statement

router = Router(__name__)
router.get("/portal/statement", show_statement)
router.get("/portal/statement/pdf", download_statement_pdf, also=(202,))
router.get("/portal/statement/csv", download_statement_csv)
