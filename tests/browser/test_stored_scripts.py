"""Whatever people wrote, both sites show it as text: every answer's texts are scripts, and every page is walked (V21)."""

from typing import Any

from playwright.sync_api import expect

from tests.browser import test_console, test_pages
from tests.browser.canned import Answer
from tests.browser.canned_console import ANSWERS
from tests.browser.stage import Stage

POLYGLOT = (
    "jaVasCript:/*-/*`/*\\`/*'/*\"/**/(/* */oNcliCk=stolen=1 )//</stYle/</titLe/</teXtarEa/</scRipt/--!>"
    "<sVg/<sVg/oNloAd=stolen=1//><img data-evil src=x onerror=stolen=1><script>stolen=1</script>{{constructor.constructor('stolen=1')()}}"
)
# What a machine reads: the sites choose words, formats and pages by it, so it stays as the API would write it.
MACHINE = {
    "access_token", "accent", "action", "actions", "brand", "code", "collection", "connected_at", "country", "currency", "customer_id",
    "date", "expires_at", "id", "interval", "kind", "language", "languages", "locale", "method", "next_cursor", "payment_method_id",
    "portal", "portal_name", "portal_status", "quantity", "redirect_url", "role", "second_factor", "sha256", "staff_second_factor",
    "status", "tax_rate", "timezone", "token_type", "type", "rate", "mode", "tax_category", "at", "event", "by", "since", "until", "when",
}  # fmt: skip
# The API keeps no address but https (V30); the policy would stop any other.
ADDRESSES = {"website", "logo_url", "terms", "privacy", "support", "url"}


def poisoned(value: Any, key: str = "") -> Any:
    """The same answer with a script in every text that a person could have written."""
    if isinstance(value, dict):
        return {name: poisoned(one, name) for name, one in value.items()}
    if isinstance(value, list):
        return [poisoned(one, key) for one in value]
    if not isinstance(value, str) or key in MACHINE or key.endswith(("_at", "_date", "_id", "_start", "_end")):
        return value
    return "https://evil.example/#javascript:stolen=1" if key in ADDRESSES else f"{POLYGLOT}{value}"


def poison(stage: Stage) -> None:
    real = stage.api.answer

    def answer(*asked: Any) -> Answer:
        told = real(*asked)
        return Answer(told.status, poisoned(told.body), told.kind, told.headers)

    stage.api.answer = answer  # type: ignore[method-assign]


def believed(stage: Stage) -> list[str]:
    """What of the scripts became more than text."""
    found = stage.page.evaluate(
        """() => [
            window.stolen ? "ran" : "",
            document.querySelector("[data-evil], main script") ? "became markup" : "",
            [...document.querySelectorAll("[href], [src], [action]")].some((one) =>
                ["href", "src", "action"].some((name) => /^\\s*javascript:/i.test(one.getAttribute(name) ?? ""))) ? "became a link" : "",
        ].filter(Boolean)"""
    )
    return [*found, *("met the policy" for _ in stage.reports)]


def walk(stage: Stage, paths: list[str]) -> tuple[dict[str, list[str]], int]:
    """Every page, and on how many of them the scripts stand as text."""
    wrong, shown = {}, 0
    for path in paths:
        stage.reports.clear()
        stage.open(path)
        expect(stage.page.get_by_role("heading", level=1).first).to_be_visible()
        stage.page.wait_for_function("() => !document.querySelector('[aria-busy=true]')")
        text = stage.page.locator("body").evaluate(
            "(body) => body.innerText + [...body.querySelectorAll('input, textarea')].map((f) => f.value)"
        )
        shown += "stolen=1" in text
        found = believed(stage)
        wrong |= {path: found} if found else {}
    return wrong, shown


CLIENTS = [
    *(path for path, _ in test_pages.ROOMS.values()),
    "/acme/sign-in",
    "/acme/verify/K7Q2M9XHB4TD",
    "/acme/subscribe/pro",
]
STAFF = [f"/merchant{path}" for path, _ in test_console.ROOMS.values()]


def test_v21_no_text_becomes_a_script_in_the_portal(stage: Stage) -> None:
    poison(stage)
    stage.page.context.add_init_script("localStorage.setItem('session:acme', '1')")
    wrong, shown = walk(stage, CLIENTS)
    assert wrong == {}
    assert shown > 10


def test_v21_no_text_becomes_a_script_in_the_console(stage: Stage) -> None:
    stage.api.overrides.update(ANSWERS)
    poison(stage)
    stage.page.context.add_init_script("localStorage.setItem('session:merchant', '1')")
    wrong, shown = walk(stage, STAFF)
    assert wrong == {}
    assert shown > 10


CARELESS = """() => {
    const main = document.querySelector("main");
    main.append(Object.assign(document.createElement("script"), { type: "x" }));
    main.querySelector("a").setAttribute("href", "javascript:stolen=1");
    window.stolen = 1;
    try { main.innerHTML = main.textContent } catch {}
}"""


def test_v21_a_page_that_believes_in_markup_is_noticed(stage: Stage) -> None:
    poison(stage)
    stage.signed_in("/acme/invoices/inv_39")
    expect(stage.page.get_by_role("heading", level=1).first).to_be_visible()
    with stage.page.expect_request("**/_csp"):
        stage.page.evaluate(CARELESS)
    assert set(believed(stage)) == {"ran", "became markup", "became a link", "met the policy"}
