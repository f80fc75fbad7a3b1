"""Every entrance of the product: the routes and workers of each slice."""

from chalicelib.activity import routes as activity
from chalicelib.calendars import routes as calendars
from chalicelib.checkouts import routes as checkouts
from chalicelib.checkouts import workers as checkouts_workers
from chalicelib.comments import routes as comments
from chalicelib.contacts import routes as contacts
from chalicelib.contacts import workers as contacts_workers
from chalicelib.customers import routes as customers
from chalicelib.dashboard import routes as dashboard
from chalicelib.documents import workers as documents_workers
from chalicelib.entrypoints import service
from chalicelib.erasures import routes as erasures
from chalicelib.erasures import workers as erasures_workers
from chalicelib.estimates import routes as estimates
from chalicelib.estimates import workers as estimates_workers
from chalicelib.exports import routes as exports
from chalicelib.exports import workers as exports_workers
from chalicelib.gateway import routes as gateway
from chalicelib.gateway import workers as gateway_workers
from chalicelib.invoices import routes as invoices
from chalicelib.invoices import workers as invoices_workers
from chalicelib.messages import routes as messages
from chalicelib.outbox import workers as outbox_workers
from chalicelib.payment_methods import routes as payment_methods
from chalicelib.payments import routes as payments
from chalicelib.payments import workers as payments_workers
from chalicelib.plans import routes as plans
from chalicelib.projects import routes as projects
from chalicelib.reviews import routes as reviews
from chalicelib.sessions import routes as sessions
from chalicelib.setups import routes as setups
from chalicelib.staff import routes as staff
from chalicelib.statements import routes as statements
from chalicelib.subscriptions import routes as subscriptions
from chalicelib.subscriptions import workers as subscriptions_workers
from chalicelib.tenants import routes as tenants

ENTRANCES = (
    activity.router,
    calendars.router,
    checkouts.router,
    comments.router,
    contacts.router,
    customers.router,
    dashboard.router,
    erasures.router,
    estimates.router,
    exports.router,
    gateway.router,
    invoices.router,
    messages.router,
    payment_methods.router,
    payments.router,
    plans.router,
    projects.router,
    reviews.router,
    sessions.router,
    setups.router,
    staff.router,
    statements.router,
    subscriptions.router,
    tenants.router,
    service.router,
    checkouts_workers.worker,
    contacts_workers.worker,
    documents_workers.worker,
    erasures_workers.worker,
    estimates_workers.worker,
    exports_workers.worker,
    gateway_workers.worker,
    invoices_workers.worker,
    outbox_workers.worker,
    payments_workers.worker,
    subscriptions_workers.worker,
)
