"""Routes of customers."""

from chalicelib.customers.browse import browse_customers
from chalicelib.customers.create import create_customer
from chalicelib.customers.remove import remove_customer
from chalicelib.customers.show import show_customer
from chalicelib.customers.show_company import show_company
from chalicelib.customers.update import update_customer
from chalicelib.customers.update_company import update_company
from chalicelib.entrypoints.router import Router

router = Router(__name__)
router.get("/merchant/customers", browse_customers)
router.post("/merchant/customers", create_customer, status=201)
router.get("/merchant/customers/{customer_id}", show_customer)
router.patch("/merchant/customers/{customer_id}", update_customer)
router.delete("/merchant/customers/{customer_id}", remove_customer)
router.get("/portal/company", show_company)
router.patch("/portal/company", update_company)
