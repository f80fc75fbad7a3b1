"""The site's CloudFormation template: one CloudFront distribution before site, API and media, from the rules of infra.edge."""

from typing import Any

from infra import edge
from infra.stages import API_STAGE

# AWS's own policy: caches as the origin says, compresses.
_CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6"
_READ = ["GET", "HEAD"]
_ALL = ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"]
# CloudFront passes nothing else on, so a forged Host or X-Forwarded-Host never arrives. At most ten are allowed.
_API_HEADERS = [
    edge.VIEWER_ADDRESS_HEADER,
    "Accept",
    "Accept-Language",
    "Content-Type",
    "Idempotency-Key",
    "Origin",
    "Stripe-Signature",
    "X-Portal",
]
_NAMED_HEADERS = {
    "Strict-Transport-Security": "StrictTransportSecurity",
    "X-Content-Type-Options": "ContentTypeOptions",
    "X-Frame-Options": "FrameOptions",
    "Referrer-Policy": "ReferrerPolicy",
    "Content-Security-Policy": "ContentSecurityPolicy",
}


def site_template() -> dict[str, Any]:
    """The template; the origin's secret comes as a parameter that is never shown again."""
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": "Client Portal: one origin for the site, the API and the merchants' logos.",
        "Parameters": {
            "Prefix": {"Type": "String"},
            "SiteBucket": {"Type": "String"},
            "MediaBucket": {"Type": "String"},
            "ApiId": {"Type": "String"},
            "OriginSecret": {"Type": "String", "NoEcho": True},
            "Domain": {"Type": "String"},
            "Certificate": {"Type": "String"},
            "Home": {"Type": "String", "Default": "", "AllowedPattern": "[a-z0-9-]*"},
        },
        "Conditions": {"OwnDomain": {"Fn::Not": [{"Fn::Equals": [{"Ref": "Domain"}, ""]}]}},
        "Resources": {
            "BucketAccess": _bucket_access(),
            "Rewrite": _rewrite(),
            "SiteHeaders": _headers("site", edge.SITE_HEADERS),
            "MediaHeaders": _headers("media", edge.MEDIA_HEADERS),
            "ApiCache": _api_cache(),
            "ApiRequests": _api_requests(),
            "Distribution": {
                "Type": "AWS::CloudFront::Distribution",
                "Properties": {"DistributionConfig": _distribution()},
            },
        },
        "Outputs": {
            "DistributionId": {"Value": {"Ref": "Distribution"}},
            "DistributionDomain": {"Value": {"Fn::GetAtt": ["Distribution", "DomainName"]}},
        },
    }


def _named(suffix: str) -> dict[str, str]:
    return {"Fn::Sub": f"${{Prefix}}-{suffix}"}


def _bucket_access() -> dict[str, Any]:
    config = {
        "Name": _named("buckets"),
        "OriginAccessControlOriginType": "s3",
        "SigningBehavior": "always",
        "SigningProtocol": "sigv4",
    }
    return {"Type": "AWS::CloudFront::OriginAccessControl", "Properties": {"OriginAccessControlConfig": config}}


def _rewrite() -> dict[str, Any]:
    return {
        "Type": "AWS::CloudFront::Function",
        "Properties": {
            "Name": _named("rewrite"),
            "AutoPublish": True,
            "FunctionCode": {
                "Fn::Sub": ['var home = "${Home}";\n' + _literally(edge.rewrite_function()), {"Home": {"Ref": "Home"}}]
            },
            "FunctionConfig": {"Comment": "Routes of the two pages", "Runtime": "cloudfront-js-2.0"},
        },
    }


def _literally(code: str) -> str:
    """Nothing in it is for CloudFormation to fill in."""
    return code.replace("${", "${!")


def _headers(purpose: str, headers: dict[str, str]) -> dict[str, Any]:
    """CloudFront knows some security headers by name; the rest are custom ones."""
    named = {
        _NAMED_HEADERS[name]: _named_header(name, value) for name, value in headers.items() if name in _NAMED_HEADERS
    }
    custom = [
        {"Header": name, "Value": value, "Override": True}
        for name, value in headers.items()
        if name not in _NAMED_HEADERS
    ]
    config = {
        "Name": _named(f"{purpose}-headers"),
        "SecurityHeadersConfig": named,
        "CustomHeadersConfig": {"Items": custom},
    }
    return {"Type": "AWS::CloudFront::ResponseHeadersPolicy", "Properties": {"ResponseHeadersPolicyConfig": config}}


def _named_header(name: str, value: str) -> dict[str, Any]:
    details: dict[str, dict[str, Any]] = {
        "Strict-Transport-Security": {"AccessControlMaxAgeSec": edge.ONE_YEAR, "IncludeSubdomains": True},
        "X-Content-Type-Options": {},
        "X-Frame-Options": {"FrameOption": value},
        "Referrer-Policy": {"ReferrerPolicy": value},
        "Content-Security-Policy": {"ContentSecurityPolicy": value},
    }
    return {"Override": True, **details[name]}


def _api_cache() -> dict[str, Any]:
    """Nothing is kept, as every answer says no-store (a calendar feed: private, no-cache). Authorization reaches
    an origin only as part of a cache's key, and a policy that may have a key must allow a second of keeping. Cookies and queries
    are in the key, so that CloudFront never takes two people's simultaneous requests for one."""
    key = {
        "EnableAcceptEncodingBrotli": True,
        "EnableAcceptEncodingGzip": True,
        "HeadersConfig": {"HeaderBehavior": "whitelist", "Headers": ["Authorization"]},
        "CookiesConfig": {"CookieBehavior": "all"},
        "QueryStringsConfig": {"QueryStringBehavior": "all"},
    }
    config = {
        "Name": _named("api-cache"),
        "MinTTL": 0,
        "DefaultTTL": 0,
        "MaxTTL": 1,
        "ParametersInCacheKeyAndForwardedToOrigin": key,
    }
    return {"Type": "AWS::CloudFront::CachePolicy", "Properties": {"CachePolicyConfig": config}}


def _api_requests() -> dict[str, Any]:
    config = {
        "Name": _named("api-requests"),
        "HeadersConfig": {"HeaderBehavior": "whitelist", "Headers": _API_HEADERS},
        "CookiesConfig": {"CookieBehavior": "all"},
        "QueryStringsConfig": {"QueryStringBehavior": "all"},
    }
    return {"Type": "AWS::CloudFront::OriginRequestPolicy", "Properties": {"OriginRequestPolicyConfig": config}}


def _distribution() -> dict[str, Any]:
    viewer = {
        "Fn::If": [
            "OwnDomain",
            {
                "AcmCertificateArn": {"Ref": "Certificate"},
                "MinimumProtocolVersion": "TLSv1.2_2021",
                "SslSupportMethod": "sni-only",
            },
            {"CloudFrontDefaultCertificate": True, "MinimumProtocolVersion": "TLSv1"},
        ]
    }
    function = {"EventType": "viewer-request", "FunctionARN": {"Fn::GetAtt": ["Rewrite", "FunctionARN"]}}
    return {
        "Comment": _named("site"),
        "Enabled": True,
        "HttpVersion": "http2and3",
        "IPV6Enabled": True,
        "Aliases": {"Fn::If": ["OwnDomain", [{"Ref": "Domain"}], {"Ref": "AWS::NoValue"}]},
        "ViewerCertificate": viewer,
        "Origins": [_bucket_origin("site", "SiteBucket"), _bucket_origin("media", "MediaBucket"), _api_origin()],
        "DefaultCacheBehavior": {**_files("site", "SiteHeaders"), "FunctionAssociations": [function]},
        "CacheBehaviors": [
            {"PathPattern": f"/{API_STAGE}/*", **_api_behavior()},
            {"PathPattern": "/media/*", **_files("media", "MediaHeaders")},
        ],
    }


def _bucket_origin(name: str, bucket: str) -> dict[str, Any]:
    return {
        "Id": name,
        "DomainName": {"Fn::Sub": f"${{{bucket}}}.s3.${{AWS::Region}}.amazonaws.com"},
        "OriginAccessControlId": {"Ref": "BucketAccess"},
        "S3OriginConfig": {"OriginAccessIdentity": ""},
    }


def _api_origin() -> dict[str, Any]:
    """The API's stage is called ``api``, so the viewer's path is the origin's path."""
    return {
        "Id": "api",
        "DomainName": {"Fn::Sub": "${ApiId}.execute-api.${AWS::Region}.amazonaws.com"},
        "CustomOriginConfig": {"OriginProtocolPolicy": "https-only", "OriginSSLProtocols": ["TLSv1.2"]},
        "OriginCustomHeaders": [{"HeaderName": edge.ORIGIN_SECRET_HEADER, "HeaderValue": {"Ref": "OriginSecret"}}],
    }


def _files(origin: str, headers: str) -> dict[str, Any]:
    return {
        "TargetOriginId": origin,
        "ViewerProtocolPolicy": "redirect-to-https",
        "AllowedMethods": _READ,
        "Compress": True,
        "CachePolicyId": _CACHING_OPTIMIZED,
        "ResponseHeadersPolicyId": {"Ref": headers},
    }


def _api_behavior() -> dict[str, Any]:
    return {
        "TargetOriginId": "api",
        "ViewerProtocolPolicy": "https-only",
        "AllowedMethods": _ALL,
        "Compress": True,
        "CachePolicyId": {"Ref": "ApiCache"},
        "OriginRequestPolicyId": {"Ref": "ApiRequests"},
    }
