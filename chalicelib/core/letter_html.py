"""A letter as HTML that survives mail programs: tables for Outlook, styles inline, no picture needed, light and dark."""

from html import escape
from string import Template

from chalicelib.core import colour
from chalicelib.core.letter_page import Page

_LIGHT = {"ground": "#f4f4f1", "paper": "#ffffff", "ink": "#1d1d1b", "muted": "#5d5d58", "line": "#e2e2dc"}
_DARK = {"ground": "#141413", "paper": "#1f1f1e", "ink": "#ededea", "muted": "#a8a8a2", "line": "#3b3b38"}
_FONT = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"


class Markup(str):
    """HTML of ours; every other text is escaped when it is set."""


def _set(template: str, **values: str) -> Markup:
    """The one place where text becomes HTML (V28)."""
    return Markup(Template(template).substitute({name: _escaped(value) for name, value in values.items()}))


def _escaped(value: str) -> str:
    return value if isinstance(value, Markup) else escape(value, quote=True)


def _join(parts: list[Markup]) -> Markup:
    return Markup("\n".join(part for part in parts if part))


def write(page: Page) -> str:
    """The whole document, at most 600 px wide."""
    body = [
        _heading(page),
        *(_paragraph(text) for text in (page.greeting, *page.paragraphs)),
        _facts(page),
        _button(page),
        _paragraph(page.quote_lead) if page.quote_lead else Markup(),
        _quote(page),
        *(_paragraph(text) for text in page.closing),
    ]
    return _set(
        _DOCUMENT,
        **_LIGHT,
        language=page.language,
        title=page.title,
        style=_style(page),
        preheader=page.preheader,
        # Without these, a mailbox fills the line beside the subject with whatever comes next in the mail.
        filler=Markup("&#847;&zwnj;&nbsp;" * 60),
        accent=page.accent,
        font=Markup(_FONT),
        brand=_brand(page),
        body=_join(body),
        imprint=_imprint(page),
    )


def _style(page: Page) -> Markup:
    return _set(_STYLE, **_DARK, link=_link(page, _DARK), edge=_edge(page, _DARK))


def _link(page: Page, scheme: dict[str, str]) -> str:
    return colour.readable_on(scheme["paper"], page.accent)


def _edge(page: Page, scheme: dict[str, str]) -> str:
    """A white button on white paper still needs an edge."""
    return colour.readable_on(scheme["paper"], page.accent, colour.SHAPE)


def _brand(page: Page) -> Markup:
    # The name stands beside the logo, so the picture says nothing more and may stay unloaded.
    logo = _set(_LOGO, url=page.logo_url) if page.logo_url else Markup()
    return _set(_BRAND, **_LIGHT, logo=logo, name=page.brand)


def _heading(page: Page) -> Markup:
    return _set(_HEADING, **_LIGHT, text=page.title)


def _paragraph(text: str) -> Markup:
    lines = Markup("<br>".join(_escaped(line) for line in text.splitlines()))
    return _set(_PARAGRAPH, **_LIGHT, text=lines)


def _facts(page: Page) -> Markup:
    rows = _join([_set(_FACT, **_LIGHT, name=name, value=value) for name, value in page.facts])
    return _set(_FACTS, **_LIGHT, rows=rows) if rows else Markup()


def _button(page: Page) -> Markup:
    if not page.url:
        return Markup()
    return _set(
        _BUTTON,
        **_LIGHT,
        url=page.url,
        label=page.label,
        hint=page.link_hint,
        accent=page.accent,
        on_accent=colour.text_on(page.accent),
        edge=_edge(page, _LIGHT),
        link=_link(page, _LIGHT),
    )


def _quote(page: Page) -> Markup:
    if not page.quote:
        return Markup()
    return _set(_QUOTE, **_LIGHT, text=Markup("<br>".join(_escaped(line) for line in page.quote)))


def _imprint(page: Page) -> Markup:
    name, *lines = page.imprint
    return _set(_IMPRINT, **_LIGHT, name=name, lines=_join([_set("<br>$line", line=line) for line in lines]))


_STYLE = """\
:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (max-width:480px){.pad{padding-left:20px!important;padding-right:20px!important}
.fact-name,.fact-value{display:block!important;width:auto!important;text-align:left!important}
.fact-name{padding-bottom:0!important;border-bottom:0!important}.fact-value{padding-top:0!important}
.button,.button tbody,.button tr,.button td,.button a{display:block!important;width:auto!important}}
@media (prefers-color-scheme:dark){.ground{background:$ground!important}
.paper{background:$paper!important;border-color:$line!important}.ink{color:$ink!important}
.muted{color:$muted!important}.line{border-color:$line!important}.link{color:$link!important}
.button a{border-color:$edge!important}.logo{background:#ffffff!important}}
[data-ogsc] .ink{color:$ink!important}[data-ogsc] .muted{color:$muted!important}[data-ogsc] .link{color:$link!important}"""

_DOCUMENT = """\
<!doctype html>
<html lang="$language">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no,date=no,address=no">
<title>$title</title>
<style>
$style
</style>
</head>
<body class="ground" style="margin:0;padding:0;background:$ground;-webkit-text-size-adjust:100%">
<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">$preheader$filler</div>
<table role="presentation" class="ground" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:$ground">
<tr><td align="center" style="padding:24px 12px 32px">
<!--[if mso]><table role="presentation" width="600" align="center"><tr><td><![endif]-->
<div role="article" lang="$language" style="max-width:600px;margin:0 auto;text-align:left;font-family:$font">
<table role="presentation" class="paper" width="100%" cellpadding="0" cellspacing="0" border="0" \
style="background:$paper;border:1px solid $line;border-radius:8px;border-collapse:separate">
<tr><td style="height:4px;line-height:4px;font-size:0;background:$accent;border-radius:7px 7px 0 0">&nbsp;</td></tr>
<tr><td class="pad" style="padding:24px 36px 0">$brand</td></tr>
<tr><td class="pad" style="padding:20px 36px 24px">
$body
</td></tr>
</table>
$imprint
</div>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr>
</table>
</body>
</html>
"""

_BRAND = """\
<table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr>$logo<td class="ink" \
style="color:$ink;font-size:15px;line-height:22px;font-weight:600">$name</td></tr></table>"""

_LOGO = """\
<td style="padding-right:12px"><img class="logo" src="$url" alt="" height="36" \
style="display:block;height:36px;width:auto;max-width:160px;border:0;border-radius:4px;padding:2px"></td>"""

_HEADING = """\
<h1 class="ink" style="margin:0 0 16px;color:$ink;font-size:22px;line-height:30px;font-weight:650;\
overflow-wrap:anywhere">$text</h1>"""

_PARAGRAPH = """\
<p class="ink" style="margin:0 0 16px;color:$ink;font-size:16px;line-height:25px;overflow-wrap:anywhere">$text</p>"""

_FACTS = """\
<table class="line" width="100%" cellpadding="0" cellspacing="0" border="0" \
style="margin:8px 0 24px;border-top:1px solid $line;border-collapse:separate">
$rows
</table>"""

_FACT = """\
<tr><th class="fact-name muted line" scope="row" align="left" style="padding:10px 12px 10px 0;\
border-bottom:1px solid $line;color:$muted;font-size:14px;line-height:21px;font-weight:400;text-align:left;\
vertical-align:top">$name</th><td class="fact-value ink line" align="right" style="padding:10px 0;\
border-bottom:1px solid $line;color:$ink;font-size:15px;line-height:21px;font-weight:600;text-align:right;\
vertical-align:top;overflow-wrap:anywhere"><bdi>$value</bdi></td></tr>"""

_BUTTON = """\
<table role="presentation" class="button" cellpadding="0" cellspacing="0" border="0" style="margin:8px 0 20px"><tr>
<td align="center" bgcolor="$accent" style="border-radius:6px;background:$accent;mso-padding-alt:13px 28px">\
<a href="$url" style="display:inline-block;padding:12px 28px;border:1px solid $edge;border-radius:6px;\
background:$accent;color:$on_accent;font-size:16px;line-height:24px;font-weight:600;text-align:center;\
text-decoration:none">$label</a></td>
</tr></table>
<p class="muted" style="margin:0 0 20px;color:$muted;font-size:13px;line-height:20px">$hint<br>
<a class="link" href="$url" style="color:$link;overflow-wrap:anywhere;word-break:break-word">$url</a></p>"""

_QUOTE = """\
<blockquote class="ink line" dir="auto" style="margin:0 0 20px;padding:2px 0 2px 16px;border-left:3px solid $line;\
color:$ink;font-size:16px;line-height:25px;overflow-wrap:anywhere">$text</blockquote>"""

_IMPRINT = """\
<p class="muted pad" style="margin:0;padding:20px 36px 0;color:$muted;font-size:13px;line-height:20px;\
overflow-wrap:anywhere"><strong style="font-weight:600">$name</strong>
$lines</p>"""
