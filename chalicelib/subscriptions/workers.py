"""Lambdas of subscriptions: the clock renews and ends them."""

from chalicelib.entrypoints.worker import Worker
from chalicelib.subscriptions import renew

worker = Worker(__name__)
renew_subscriptions = worker.schedule(60, renew.renew_subscriptions)
