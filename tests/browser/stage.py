"""The built site on a stage: its files under the real headers, the API from canned answers, everything it says written down."""

import json
import mimetypes
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Route

from infra.edge import CONTENT_SECURITY_POLICY, SITE_HEADERS, page_for
from tests.browser.canned import Answer, CannedApi

ORIGIN = "http://localhost:8080"
# The policy stays what visitors get; only the place for reports is added, so that a test can count them.
HEADERS = {**SITE_HEADERS, "Content-Security-Policy": CONTENT_SECURITY_POLICY + "; report-uri /_csp"}
del HEADERS["Strict-Transport-Security"]  # the stage is plain http


class Stage:
    """One browser context with the site in it. ``said`` holds console lines, ``reports`` CSP reports."""

    def __init__(self, context: BrowserContext, site: Path) -> None:
        self.site = site
        self.api = CannedApi()
        self.said: list[str] = []
        self.reports: list[str] = []
        self.requested: list[str] = []
        context.route("**/*", self._answer)
        self.page: Page = context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.said.append(f"error: {error}"))

    def _hear(self, message: ConsoleMessage) -> None:
        """Chromium remarks that it kept the focus where the page had put it already; whether it does depends on timing."""
        if not message.text.startswith("Autofocus processing was blocked"):
            self.said.append(f"{message.type}: {message.text}")

    def open(self, path: str) -> None:
        self.page.goto(ORIGIN + path)

    def calls(self, route: str) -> list[tuple[dict[str, Any], dict[str, str]]]:
        """Body and headers of every call of a route, in their order."""
        return [(body, headers) for called, body, headers in self.api.sent if called == route]

    def signed_in(self, path: str) -> None:
        """As somebody whose refresh cookie is alive."""
        self.page.context.add_init_script("localStorage.setItem('session:acme', '1')")
        self.open(path)

    def _answer(self, route: Route) -> None:
        url = urlsplit(route.request.url)
        self.requested.append(route.request.url)
        if url.path == "/_csp":
            self.reports.append(route.request.post_data or "")
            route.fulfill(status=204)
        elif url.path.startswith("/api/"):
            self._answer_api(route, url.path[4:], parse_qs(url.query))
        elif url.path.startswith("/files/"):
            headers = {"Content-Disposition": "attachment; filename=file.pdf"}
            route.fulfill(status=200, body="%PDF-1.7", headers=headers, content_type="application/pdf")
        else:
            self._answer_file(route, url.path)

    def _answer_api(self, route: Route, path: str, query: dict[str, list[str]]) -> None:
        body: dict[str, Any] = json.loads(route.request.post_data or "{}")
        answer: Answer = self.api.answer(route.request.method, path, query, body, route.request.headers)
        route.fulfill(status=answer.status, body=answer.text, content_type=answer.kind, headers=answer.headers)

    def _answer_file(self, route: Route, path: str) -> None:
        file = self.site / page_for(path).lstrip("/")
        if not file.is_file():
            route.fulfill(status=404, body="", headers=HEADERS)
            return
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        route.fulfill(status=200, body=file.read_bytes(), headers=HEADERS, content_type=kind)
