"""Registers every entry point; decides nothing."""

from chalice import Chalice

from chalicelib.doors import open_doors
from chalicelib.entrypoints import logs

logs.set_up()
app = Chalice(app_name="client-portal")
open_doors(app)
