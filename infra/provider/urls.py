"""URLs that callers hand in: absolute, http or https, and completed when a browser is sent back."""

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from infra.provider.forms import Params
from infra.provider.refusals import invalid


def check_url(params: Params, name: str) -> str | None:
    value = params.text(name)
    if value is None:
        return None
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.netloc or len(value) > 5000 or not value.isprintable():
        raise invalid("Not a valid URL", params.full(name), "url_invalid")
    return value


def with_query(url: str, **more: str) -> str:
    parts = urlsplit(url)
    query = urlencode([*parse_qsl(parts.query, keep_blank_values=True), *more.items()])
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, parts.fragment))


def origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
