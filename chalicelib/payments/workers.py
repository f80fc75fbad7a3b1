"""Lambdas of payments: one speaks to the gateway for the others, one looks after what was left open."""

from chalicelib.entrypoints.worker import Worker
from chalicelib.gateway import answer
from chalicelib.payments import reconcile

worker = Worker(__name__)
call_gateway = worker.function(answer.call_gateway)
reconcile_payments = worker.schedule(5, reconcile.reconcile_payments)
