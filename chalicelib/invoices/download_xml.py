"""A client takes the invoice as data, for accounting software."""

from chalicelib.adapters.pdf.electronic_invoice import NotElectronic, invoice_xml
from chalicelib.core.answer import Answer, Text
from chalicelib.core.identity import PortalUser
from chalicelib.invoices import rules
from chalicelib.invoices.find import find_whole
from chalicelib.invoices.paper import filename_of, paper_of


def download_invoice_xml(user: PortalUser, invoice_id: str) -> Answer[Text]:
    """The same EN 16931 XML that the PDF carries. Raises NoElectronicInvoice where that norm cannot say the invoice."""
    invoice = find_whole(user.partition, invoice_id)
    try:
        content = invoice_xml(paper_of(invoice)).decode()
    except NotElectronic as error:
        raise rules.NoElectronicInvoice(f"This invoice has no electronic form. {error}") from error
    headers = {"Content-Disposition": f'attachment; filename="{filename_of(invoice, "xml")}"'}
    return Answer(Text(content, "application/xml"), headers=headers)
