"""Lambdas of the outbox: one sends, one looks after what was left lying."""

from chalicelib.entrypoints.worker import Worker
from chalicelib.outbox import deliver, sweep

worker = Worker(__name__)
deliver_outbox = worker.queue("outbox", deliver.deliver_outbox)
sweep_outbox = worker.schedule(5, sweep.sweep_outbox)
