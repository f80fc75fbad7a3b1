"""The Lambda of payments: it looks after what was left open."""

from chalicelib.entrypoints.worker import Worker
from chalicelib.payments import reconcile

worker = Worker(__name__)
reconcile_payments = worker.schedule(5, reconcile.reconcile_payments)
