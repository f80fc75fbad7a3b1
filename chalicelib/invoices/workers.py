"""Lambdas of invoices: the clock makes them overdue."""

from chalicelib.entrypoints.worker import Worker
from chalicelib.invoices import mark_overdue

worker = Worker(__name__)
mark_overdue_invoices = worker.schedule(60, mark_overdue.mark_overdue_invoices)
