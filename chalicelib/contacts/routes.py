"""Routes of contacts."""

from chalicelib.contacts.browse import browse_contacts
from chalicelib.contacts.browse_people import browse_people
from chalicelib.contacts.change_role import change_role
from chalicelib.contacts.clear_mail_problem import clear_mail_problem
from chalicelib.contacts.create import create_contact
from chalicelib.contacts.disable import disable_contact
from chalicelib.contacts.invite import invite_contact
from chalicelib.contacts.invite_colleague import invite_colleague
from chalicelib.contacts.invite_many import invite_contacts
from chalicelib.contacts.remove import remove_contact
from chalicelib.contacts.remove_colleague import remove_colleague
from chalicelib.contacts.show import show_contact
from chalicelib.contacts.update import update_contact
from chalicelib.entrypoints.router import Router

router = Router(__name__)
router.get("/portal/people", browse_people)
router.post("/portal/people", invite_colleague, status=201)
router.patch("/portal/people/{contact_id}", change_role)
router.delete("/portal/people/{contact_id}", remove_colleague)
router.get("/merchant/customers/{customer_id}/contacts", browse_contacts)
router.post("/merchant/customers/{customer_id}/contacts", create_contact, status=201)
router.get("/merchant/customers/{customer_id}/contacts/{contact_id}", show_contact)
router.patch("/merchant/customers/{customer_id}/contacts/{contact_id}", update_contact)
router.delete("/merchant/customers/{customer_id}/contacts/{contact_id}", remove_contact)
router.put("/merchant/customers/{customer_id}/contacts/{contact_id}/portal-access", invite_contact, status=202)
router.delete("/merchant/customers/{customer_id}/contacts/{contact_id}/portal-access", disable_contact)
router.delete("/merchant/customers/{customer_id}/contacts/{contact_id}/mail-problem", clear_mail_problem)
router.post("/merchant/invitations", invite_contacts, status=202)
