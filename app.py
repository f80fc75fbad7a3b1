"""Registers every entry point; decides nothing."""

from chalice import Chalice

from chalicelib.entrypoints import logs, service

logs.set_up()
app = Chalice(app_name="client-portal")
for blueprint in (service.router.blueprint,):
    app.register_blueprint(blueprint)
