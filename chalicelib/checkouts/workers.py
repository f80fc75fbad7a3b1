"""Lambdas of checkouts: one looks after what was left open."""

from chalicelib.checkouts import reconcile
from chalicelib.entrypoints.worker import Worker

worker = Worker(__name__)
reconcile_checkouts = worker.schedule(5, reconcile.reconcile_checkouts)
