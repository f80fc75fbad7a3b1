"""The Lambda of contacts: it hears what became of mails."""

from chalicelib.contacts import record_mail_event as events
from chalicelib.entrypoints.worker import Worker

worker = Worker(__name__)
record_mail_event = worker.queue("feedback", events.record_mail_event)
