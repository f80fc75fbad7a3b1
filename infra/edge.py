"""What stands before site and API: security headers, path rewrite, caching. CloudFront and the local front server obey it.

The rules are data, so that the same lines become a CloudFront function and policies, and run in Python.
"""

import json
import re

# Pages whose scripts need no server: a path without a file's ending is a route of one of the two entries.
REWRITES: tuple[tuple[str, str], ...] = (
    (r"\.[A-Za-z0-9]+$", ""),  # a file: served as it is called
    (r"^/merchant(/|$)", "/merchant.html"),
    (r"^/", "/index.html"),
)

GATEWAY_PAGE = "https://checkout.stripe.com"

_CSP = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": f"'self' {GATEWAY_PAGE}",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
}
CONTENT_SECURITY_POLICY = "; ".join(f"{directive} {sources}" for directive, sources in _CSP.items())
MEDIA_SECURITY_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"

ONE_YEAR = 365 * 24 * 3600
_COMMON = {
    "Strict-Transport-Security": f"max-age={ONE_YEAR}; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), "
    "publickey-credentials-create=(self), publickey-credentials-get=(self)",
}
SITE_HEADERS = {**_COMMON, "Content-Security-Policy": CONTENT_SECURITY_POLICY}
MEDIA_HEADERS = {**_COMMON, "Content-Security-Policy": MEDIA_SECURITY_POLICY}

# Only the API's own Lambda believes a viewer's address, and only beside this header.
ORIGIN_SECRET_HEADER = "X-Origin-Secret"  # noqa: S105  # pragma: allowlist secret, the header's name
VIEWER_ADDRESS_HEADER = "CloudFront-Viewer-Address"


def page_for(path: str) -> str:
    """The file that answers a path of the site."""
    for pattern, page in REWRITES:
        if re.search(pattern, path):
            return page or path
    return path


def rewrite_function() -> str:
    """The same as a CloudFront function (viewer request). ``home``, which stands before it, is the portal that a domain of its own
    begins with, or nothing."""
    rules = json.dumps([[pattern, page] for pattern, page in REWRITES])
    return f"""var rules = {rules};
function handler(event) {{
  var request = event.request;
  if (home && request.uri === "/") {{
    return {{ statusCode: 302, statusDescription: "Found", headers: {{ location: {{ value: "/" + home }} }} }};
  }}
  for (var i = 0; i < rules.length; i++) {{
    if (new RegExp(rules[i][0]).test(request.uri)) {{
      request.uri = rules[i][1] || request.uri;
      return request;
    }}
  }}
  return request;
}}
"""


def cache_control(path: str) -> str:
    """Files under /assets/ carry their content's hash in the name; pages are asked for anew each time."""
    return f"public, max-age={ONE_YEAR}, immutable" if path.startswith("/assets/") else "no-cache"
