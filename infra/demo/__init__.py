"""Demo data: merchants and people with a story, made by the product's own verbs."""

from typing import Any, Protocol


class Context(Protocol):
    """Where the stack is; AWS and PORTAL_* stand in the environment."""

    site: str
    api: str
    mailbox: str
    provider: str

    def progress(self, sentence: str) -> None: ...


def seed(kind: str, context: Context) -> list[dict[str, Any]]:
    """Fill an empty stack: ``demo`` (the story), ``empty`` (merchants without customers), ``large`` (5,000 invoices).

    Answers the merchants with their people: the owner among the clients first, then the viewer.
    """
    from infra.demo import large, story

    return {"demo": story.tell, "empty": story.tell_nothing, "large": large.tell}[kind](context)
