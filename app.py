"""Registers every entry point; decides nothing."""

from chalice import Chalice

from chalicelib.customers import routes as customers
from chalicelib.entrypoints import logs, service
from chalicelib.plans import routes as plans
from chalicelib.subscriptions import routes as subscriptions

logs.set_up()
app = Chalice(app_name="client-portal")
ENTRANCES = (
    customers.router,
    plans.router,
    subscriptions.router,
    service.router,
)
for entrance in ENTRANCES:
    app.register_blueprint(entrance.blueprint)
