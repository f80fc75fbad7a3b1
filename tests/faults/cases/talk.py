"""Use cases of what client and merchant say to each other: nothing is said twice to the same key, and no mail goes astray."""

from dataclasses import dataclass

from chalicelib.comments import store as comments
from chalicelib.messages import store as messages
from chalicelib.reviews import store as reviews
from tests.faults.harness import UseCase, World, audited, outbox_rows, rows_of
from tests.fixtures.people import Actor, a_client, a_customer, a_staff_member, a_tenant
from tests.fixtures.subscriptions import a_subscription


@dataclass
class Given:
    """Who acts, and on what."""

    actor: Actor
    id: str


def _staff(world: World) -> Given:
    a_tenant("acme", allow_reviews=True)
    a_customer("ten_acme", "cus_one")
    ada = a_client("ten_acme", "cus_one", "Ada", "viewer")
    sam = a_staff_member("ten_acme", "support")
    assert ada.token and sam.token
    return Given(sam, a_subscription().id)


def _comment(world: World, given: Given) -> None:
    token = world.aside(lambda: given.actor.token)
    path = f"/merchant/subscriptions/{given.id}/comments"
    world.browser(lambda: world.api.post(path, {"text": "Hello"}, token=token, key="comment-1"))


def _commented(world: World, given: Given) -> list[str]:
    """Once for its key; only what was cut off right after it was kept may be said again, each time with its row and its mail."""
    said = len(rows_of(comments.table))
    broken = [] if said else ["nothing was said (I9)"]
    if audited("subscription.commented", given.id) != said:
        broken.append("not one audit row a comment (I5)")
    if len(outbox_rows()) != said:
        broken.append(f"{len(outbox_rows())} mails for {said} comments (I4)")
    return broken


def _client(world: World) -> Given:
    given = _staff(world)
    ada = a_client("ten_acme", "cus_one", "Grace", "viewer")
    assert ada.token
    return Given(ada, given.id)


def _write(world: World, given: Given) -> None:
    token = world.aside(lambda: given.actor.token)
    body = {"subject": "Two arms", "body": "Why two?"}
    world.browser(lambda: world.api.post("/portal/merchant/messages", body, token=token, key="message-1"))


def _written(world: World, given: Given) -> list[str]:
    found = rows_of(messages.table)
    broken = [] if found else ["nothing was written (I9)"]
    if any(audited("message.sent", one.id) != 1 for one in found):
        broken.append("not one audit row a message (I5)")
    if len(outbox_rows()) != len(found):
        broken.append(f"{len(outbox_rows())} mails for {len(found)} messages (I4)")
    return broken


def _asked(world: World) -> Given:
    given = _client(world)
    world.aside(lambda: _write(world, given))
    (message,) = rows_of(messages.table)
    sam = a_staff_member("ten_acme", "accountant")
    assert sam.token
    return Given(sam, message.id)


def _answer(world: World, given: Given) -> None:
    token = world.aside(lambda: given.actor.token)
    path = f"/merchant/messages/{given.id}/replies"
    world.browser(lambda: world.api.post(path, {"body": "A gift."}, token=token, key="reply-1"))


def _answered(world: World, given: Given) -> list[str]:
    (message,) = rows_of(messages.table)
    said = len(message.replies)
    broken = [] if said else ["nothing was answered (I9)"]
    if audited("message.answered", given.id) != said:
        broken.append("not one audit row an answer (I5)")
    if len(outbox_rows()) != said + 1:
        broken.append(f"{len(outbox_rows()) - 1} mails for {said} answers (I4)")
    return broken


def _review(world: World, given: Given) -> None:
    token = world.aside(lambda: given.actor.token)
    world.browser(lambda: world.api.call("PUT", "/portal/merchant/review", {"rating": 4}, token=token))


def _reviewed(world: World, given: Given) -> list[str]:
    (review,) = rows_of(reviews.table)
    told = audited("review.written", review.id), len(outbox_rows())
    return [] if told == (1, 1) else [f"{told[0]} audit rows and {told[1]} mails for one review (I4, I5)"]


CASES = (
    UseCase("staff comment on a subscription", _staff, _comment, _commented, repeatable=True),
    UseCase("a client writes to the merchant", _client, _write, _written, repeatable=True),
    UseCase("staff answer a message", _asked, _answer, _answered, repeatable=True),
    UseCase("a client reviews the merchant", _client, _review, _reviewed),
)
