"""Registers every entry point; decides nothing."""

from chalice import Chalice

from chalicelib.entrances import ENTRANCES
from chalicelib.entrypoints import logs

logs.set_up()
app = Chalice(app_name="client-portal")
for entrance in ENTRANCES:
    app.register_blueprint(entrance.blueprint)
