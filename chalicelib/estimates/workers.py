"""Lambdas of estimates: the clock lets them expire."""

from chalicelib.entrypoints.worker import Worker
from chalicelib.estimates import expire

worker = Worker(__name__)
expire_estimates = worker.schedule(60, expire.expire_estimates)
