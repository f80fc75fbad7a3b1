"""Use cases of the outbox: mails plain, with a token, with a document, and the sweep that finds what was left lying."""

from chalicelib.adapters import object_store
from chalicelib.contacts.record_mail_event import record_mail_event
from chalicelib.outbox import deliver, store, sweep
from tests.faults.harness import UseCase, World, audited, outbox_rows
from tests.fixtures.feedback import AT, an_event, known_of, mark
from tests.outbox.letters import TOKEN, a_mail

URL = "https://portal.example.com/acme/accept"
DOCUMENT = b"%PDF-1.7"


def plain(world: World) -> str:
    """A mail of words alone waits; its id."""
    return a_mail()


def _whole(world: World) -> str:
    object_store.keep("documents/1", DOCUMENT, "application/pdf")
    return a_mail(TOKEN, "documents/1")


def _unannounced(world: World) -> str:
    outbox_id = a_mail()
    world.post.waiting("outbox")
    world.time.move(minutes=6)
    return outbox_id


def _by_queue(world: World, outbox_id: str) -> None:
    world.queue(deliver.deliver_outbox, {"outbox_id": outbox_id})


def _twice_by_queue(world: World, outbox_id: str) -> None:
    _by_queue(world, outbox_id)
    _by_queue(world, outbox_id)


def _by_sweep(world: World, outbox_id: str) -> None:
    world.schedule(sweep.sweep_outbox)


def no_more(world: World, given: object) -> list[str]:
    """What holds for every mail is all there is to check."""
    return []


def _whole_and_gone(world: World, outbox_id: str) -> list[str]:
    broken = []
    for mail in world.post.sent:
        if mail.first_link != f"{URL}#{TOKEN}":
            broken.append("the token is not in the link")
        if mail.attachments != {"invoice-7.pdf": DOCUMENT}:
            broken.append("the document is not attached")
    for entry in outbox_rows():
        if entry.text or entry.html or entry.sealed or (entry.state == "done" and entry.to):
            broken.append("what was said, or to whom, is kept in the end")
    return broken


def _unwanted(world: World) -> str:
    mark("ten_acme", "ada@example.com", "complaint")
    return a_mail(TOKEN)


def _withheld_once(world: World, outbox_id: str) -> list[str]:
    broken = [] if store.get(outbox_id).state == "suppressed" else ["the mail is not withheld"]
    return broken if audited("mail.withheld", outbox_id) == 1 else [*broken, "the audit does not tell it once (I5)"]


def _sent(world: World) -> str:
    outbox_id = a_mail()
    deliver.deliver_outbox({"outbox_id": outbox_id}, "req_fault")
    return outbox_id


def _comes_back(world: World, outbox_id: str) -> None:
    world.queue(record_mail_event, an_event(outbox_id))
    world.queue(record_mail_event, an_event(outbox_id, kind="transient"))


def _marked_once(world: World, outbox_id: str) -> list[str]:
    broken = [] if known_of("ten_acme", "ada@example.com") == ("bounce", AT) else ["the address is not marked"]
    told = audited("mail.bounced", outbox_id), audited("mail.not_delivered", outbox_id)
    # One fault may let the second event be heard first: then it says something too.
    return broken if told in ((1, 0), (1, 1)) else [*broken, f"the audit tells it {told} times (I5)"]


CASES = (
    UseCase("a mail is withheld from who does not want it", _unwanted, _by_queue, _withheld_once),
    UseCase("a mail comes back", _sent, _comes_back, _marked_once),
    UseCase("a mail is delivered", plain, _by_queue, no_more),
    UseCase("a mail with a token and a document is delivered", _whole, _by_queue, _whole_and_gone),
    UseCase("a mail is delivered twice over", plain, _twice_by_queue, no_more),
    UseCase("a mail whose message was lost is swept up", _unannounced, _by_sweep, no_more),
)
