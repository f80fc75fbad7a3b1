"""The Lambda that forgets people."""

from chalicelib.entrypoints.worker import Worker
from chalicelib.erasures import erase

worker = Worker(__name__)
erase_person = worker.queue("erasures", erase.erase_person)
