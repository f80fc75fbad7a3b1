"""The mailbox's pages: a list, and one mail with its HTML in a frame that can do nothing."""

from html import escape

from infra.local.mails import Mail

# The frame may open links, in the window the reader sits in, and nothing else.
FRAME_POLICY = (
    "sandbox allow-top-navigation-by-user-activation allow-popups; "
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:"
)
PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'; form-action 'none'"

_STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 62rem; margin: 0 auto; padding: 1.5rem 1rem; }
h1 { font-size: 1.4rem; }
h2 { font-size: 1.1rem; margin-top: 2rem; }
a { color: light-dark(#0b57d0, #a8c7fa); }
table { width: 100%; border-collapse: collapse; }
th, td { text-align: start; padding: .6rem .5rem; border-bottom: 1px solid light-dark(#ddd, #444); vertical-align: top; }
td:last-child, th:last-child { white-space: nowrap; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; }
dt { color: light-dark(#555, #aaa); } dd { margin: 0; }
iframe { width: 100%; height: 36rem; border: 1px solid light-dark(#ddd, #444); border-radius: .5rem; background: #fff; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; padding: 1rem; border: 1px solid light-dark(#ddd, #444); border-radius: .5rem; }
"""


def list_page(mails: list[Mail]) -> str:
    """All mails, newest first for people."""
    if not mails:
        return _page(
            "Sent mail", "<h1>Sent mail</h1><p>Nothing was sent yet. Mails of the local stack appear here.</p>"
        )
    rows = "".join(_row(mail) for mail in reversed(mails))
    head = "<tr><th scope='col'>To</th><th scope='col'>Subject</th><th scope='col'>Sent</th></tr>"
    return _page("Sent mail", f"<h1>Sent mail</h1><table><thead>{head}</thead><tbody>{rows}</tbody></table>")


def _row(mail: Mail) -> str:
    link = f"<a href='/_mail/{mail.id}'>{escape(mail.subject)}</a>"
    files = f" ({len(mail.attachments)} attached)" if mail.attachments else ""
    return f"<tr><td>{escape(mail.to)}</td><td>{link}{files}</td><td>{_time(mail)}</td></tr>"


def _time(mail: Mail) -> str:
    return f"<time datetime='{mail.at}'>{mail.at[:10]} {mail.at[11:19]} UTC</time>"


def mail_page(mail: Mail) -> str:
    """One mail: who, what, the frame with its HTML, its text, its files."""
    files = "".join(
        f"<li><a href='/_mail/{mail.id}/files/{number}'>{escape(file.name)}</a> ({len(file.content)} bytes)</li>"
        for number, file in enumerate(mail.attachments)
    )
    return _page(
        mail.subject,
        f"<p><a href='/_mail'>All mail</a></p><h1>{escape(mail.subject)}</h1>"
        f"<dl><dt>From</dt><dd>{escape(mail.sender)}</dd><dt>To</dt><dd>{escape(mail.to)}</dd><dt>Sent</dt><dd>{_time(mail)}</dd></dl>"
        + (f"<h2>Attached</h2><ul>{files}</ul>" if files else "")
        + f"<h2>As HTML</h2><iframe title='The mail as HTML' src='/_mail/{mail.id}/html'></iframe>"
        f"<h2>As text</h2><pre>{_linked(mail.text)}</pre>",
    )


def _linked(text: str) -> str:
    """Text with its links made clickable; a link stands alone on its line or between spaces."""
    words = [
        f"<a href='{escape(word)}'>{escape(word)}</a>" if _is_link(word) else escape(word) for word in _words(text)
    ]
    return "".join(words)


def _words(text: str) -> list[str]:
    words: list[str] = [""]
    for character in text:
        if character.isspace():
            words += [character, ""]
        else:
            words[-1] += character
    return words


def _is_link(word: str) -> bool:
    return word.startswith(("http://", "https://"))


def framed_html(mail: Mail) -> str:
    """The mail's own HTML; its links leave the frame."""
    return f"<!doctype html><base target='_top'>{mail.html}"


def _page(title: str, body: str) -> str:
    return (
        f"<!doctype html><html lang='en'><head><meta charset='utf-8'><meta name='viewport' content='width=device-width'>"
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body><main>{body}</main></body></html>"
    )
