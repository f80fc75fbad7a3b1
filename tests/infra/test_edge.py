"""Path rewrite and headers: CloudFront's function says what the front server does."""

import json
import subprocess

import pytest

from infra import edge
from infra.stack.site import site_template

PATHS = {
    "/": "/index.html",
    "/acme": "/index.html",
    "/acme/": "/index.html",
    "/acme/invoices/inv_01J": "/index.html",
    "/acme/subscribe/pro-monthly": "/index.html",
    "/sign-in": "/index.html",
    "/merchant": "/merchant.html",
    "/merchant/invoices": "/merchant.html",
    "/merchants-of-light/invoices": "/index.html",
    "/assets/portal-4F2A.js": "/assets/portal-4F2A.js",
    "/assets/portal-4F2A.css": "/assets/portal-4F2A.css",
    "/robots.txt": "/robots.txt",
}


@pytest.mark.parametrize("path", PATHS)
def test_a_route_is_answered_by_its_page(path):
    assert edge.page_for(path) == PATHS[path]


def test_cloudfronts_function_rewrites_the_same():
    calls = f"{json.dumps(list(PATHS))}.map(uri => handler({{request: {{uri, headers: {{}}}}}}).uri)"
    assert run("", calls) == list(PATHS.values())


def test_a_domain_of_a_merchants_own_begins_with_its_portal():
    home = "[handler({request: {uri: '/', headers: {}}}), handler({request: {uri: '/globex', headers: {}}}).uri]"
    answer, other = run("acme", home)
    assert (answer["statusCode"], answer["headers"]["location"]["value"]) == (302, "/acme")
    assert other == "/index.html"


def run(home, calls):
    """What the function answers as the template writes it, with this portal filled in."""
    text, told = site_template()["Resources"]["Rewrite"]["Properties"]["FunctionCode"]["Fn::Sub"]
    assert told == {"Home": {"Ref": "Home"}} and text.count("${") == 1
    script = f"{text.replace('${Home}', home)}\nconsole.log(JSON.stringify({calls}))"
    done = subprocess.run(["node", "-e", script], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_the_function_is_no_larger_than_cloudfront_takes():
    assert len(edge.rewrite_function().encode()) <= 10 * 1024


@pytest.mark.asvs("3.2.1", "3.4.1", "3.4.4", "3.4.5", "3.4.6")
def test_every_header_of_the_front_server_is_in_cloudfronts_policies():
    resources = site_template()["Resources"]
    for name, headers in (("SiteHeaders", edge.SITE_HEADERS), ("MediaHeaders", edge.MEDIA_HEADERS)):
        config = resources[name]["Properties"]["ResponseHeadersPolicyConfig"]
        told = {item["Header"] for item in config["CustomHeadersConfig"]["Items"]}
        assert len(told) + len(config["SecurityHeadersConfig"]) == len(headers)
        named = config["SecurityHeadersConfig"]
        assert named["ContentSecurityPolicy"]["ContentSecurityPolicy"] == headers["Content-Security-Policy"]
        assert (
            f"max-age={named['StrictTransportSecurity']['AccessControlMaxAgeSec']}"
            in headers["Strict-Transport-Security"]
        )


@pytest.mark.asvs("3.4.3", "14.2.3")
def test_the_policy_allows_no_inline_script_and_no_foreign_source():
    assert "unsafe" not in edge.CONTENT_SECURITY_POLICY
    assert edge.CONTENT_SECURITY_POLICY.startswith("default-src 'none'; script-src 'self';")
    assert "require-trusted-types-for 'script'; trusted-types 'none'" in edge.CONTENT_SECURITY_POLICY


@pytest.mark.asvs("14.2.2")
def test_hashed_files_are_kept_for_ever_and_pages_never():
    assert "immutable" in edge.cache_control("/assets/portal-4F2A.js")
    assert edge.cache_control("/index.html") == "no-cache"


@pytest.mark.asvs("4.1.2", "12.2.1")
def test_only_pages_lead_from_http_to_https_and_the_api_refuses():
    """A script that asks in the clear must fail, or nobody would notice what it gives away."""
    (distribution,) = (
        one["Properties"]["DistributionConfig"]
        for one in site_template()["Resources"].values()
        if one["Type"] == "AWS::CloudFront::Distribution"
    )
    told = {one["PathPattern"]: one["ViewerProtocolPolicy"] for one in distribution["CacheBehaviors"]}
    assert told["/api/*"] == "https-only"
    assert distribution["DefaultCacheBehavior"]["ViewerProtocolPolicy"] == "redirect-to-https"
    (origin,) = (one["CustomOriginConfig"] for one in distribution["Origins"] if "CustomOriginConfig" in one)
    assert origin == {"OriginProtocolPolicy": "https-only", "OriginSSLProtocols": ["TLSv1.2"]}
