"""A letter as plain text; its first link is its task, alone on its line."""

from chalicelib.core.letter_page import Page


def write(page: Page) -> str:
    """Blocks with an empty line between; the sender stands below the sign that mail programs know ends a letter."""
    link = [f"{page.label}:\n{page.url}"] if page.url else []
    facts = ["\n".join(f"{name}: {value}" for name, value in page.facts)] if page.facts else []
    lead = [page.quote_lead] if page.quote_lead else []
    quote = [*lead, "\n".join(f"> {line}".rstrip() for line in page.quote)] if page.quote else []
    # What a person wrote may hold a link of its own, so it comes after the letter's.
    blocks = [page.greeting, *page.paragraphs, *facts, *link, *quote, *page.closing]
    return "\n\n".join([*blocks, "\n".join(("-- ", *page.imprint))]) + "\n"
