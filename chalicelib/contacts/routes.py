"""Routes of contacts."""

from chalicelib.contacts.browse import browse_contacts
from chalicelib.contacts.clear_mail_problem import clear_mail_problem
from chalicelib.contacts.create import create_contact
from chalicelib.contacts.disable import disable_contact
from chalicelib.contacts.invite import invite_contact
from chalicelib.contacts.invite_many import invite_contacts
from chalicelib.contacts.remove import remove_contact
from chalicelib.contacts.show import show_contact
from chalicelib.contacts.update import update_contact
from chalicelib.entrypoints.router import Router

router = Router(__name__)
router.get("/merchant/customers/{customer_id}/contacts", browse_contacts)
router.post("/merchant/customers/{customer_id}/contacts", create_contact, status=201)
router.get("/merchant/customers/{customer_id}/contacts/{contact_id}", show_contact)
router.patch("/merchant/customers/{customer_id}/contacts/{contact_id}", update_contact)
router.delete("/merchant/customers/{customer_id}/contacts/{contact_id}", remove_contact)
router.put("/merchant/customers/{customer_id}/contacts/{contact_id}/portal-access", invite_contact, status=202)
router.delete("/merchant/customers/{customer_id}/contacts/{contact_id}/portal-access", disable_contact)
router.delete("/merchant/customers/{customer_id}/contacts/{contact_id}/mail-problem", clear_mail_problem)
router.post("/merchant/invitations", invite_contacts, status=202)
