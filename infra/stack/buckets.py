"""Buckets of the stateful stack: documents (private), media (logos) and the site, both read by CloudFront alone."""

from typing import Any

_PUBLIC_ACCESS = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")


def bucket_resources() -> dict[str, Any]:
    """Three encrypted buckets that refuse plain HTTP and anything public."""
    return {
        **_bucket("Documents", "documents", keep_versions=True),
        **_bucket("Media", "media", keep_versions=False),
        **_bucket("Site", "site", keep_versions=False),
    }


def _bucket(title: str, purpose: str, *, keep_versions: bool) -> dict[str, Any]:
    name = f"{title}Bucket"
    statements = [_tls_only(name)]
    if purpose != "documents":
        statements.append(_readable_by_cloudfront(name))
    return {name: _resource(purpose, keep_versions), f"{name}Policy": _policy(name, statements)}


def _resource(purpose: str, keep_versions: bool) -> dict[str, Any]:
    properties: dict[str, Any] = {
        "BucketName": {"Fn::Sub": f"${{Prefix}}-{purpose}-${{AWS::AccountId}}"},
        "BucketEncryption": {
            "ServerSideEncryptionConfiguration": [{"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]
        },
        "PublicAccessBlockConfiguration": dict.fromkeys(_PUBLIC_ACCESS, True),
        "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]},
    }
    if purpose == "documents":
        properties["LifecycleConfiguration"] = _for_a_week("exports", "statements")
    if keep_versions:
        properties["VersioningConfiguration"] = {"Status": "Enabled"}
    return {
        "Type": "AWS::S3::Bucket",
        "DeletionPolicy": "Retain",
        "UpdateReplacePolicy": "Retain",
        "Properties": properties,
    }


def _for_a_week(*folders: str) -> dict[str, Any]:
    """What is fetched once goes after seven days, and what was never finished after one; the emulator keeps everything."""
    rules = [
        {
            "Id": folder,
            "Status": "Enabled",
            "Prefix": f"{folder}/",
            "ExpirationInDays": 7,
            "NoncurrentVersionExpiration": {"NoncurrentDays": 1},
            "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1},
        }
        for folder in folders
    ]
    return {"Fn::If": ["Aws", {"Rules": rules}, {"Ref": "AWS::NoValue"}]}


def _policy(bucket: str, statements: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "Type": "AWS::S3::BucketPolicy",
        # The emulator obeys policies too, but speaks HTTP on loopback.
        "Condition": "Aws",
        "Properties": {
            "Bucket": {"Ref": bucket},
            "PolicyDocument": {"Version": "2012-10-17", "Statement": statements},
        },
    }


def _tls_only(bucket: str) -> dict[str, Any]:
    return {
        "Sid": "TlsOnly",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [{"Fn::GetAtt": [bucket, "Arn"]}, {"Fn::Sub": f"${{{bucket}.Arn}}/*"}],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }


def _readable_by_cloudfront(bucket: str) -> dict[str, Any]:
    """Distributions of this account alone: the id of ours is not known before it exists.

    Who may list is answered 404 for what is absent, who may not, 403; no path of the distribution lists.
    """
    return {
        "Sid": "ReadableByCloudFront",
        "Effect": "Allow",
        "Principal": {"Service": "cloudfront.amazonaws.com"},
        "Action": ["s3:GetObject", "s3:ListBucket"],
        "Resource": [{"Fn::GetAtt": [bucket, "Arn"]}, {"Fn::Sub": f"${{{bucket}.Arn}}/*"}],
        "Condition": {
            "StringEquals": {"AWS:SourceAccount": {"Ref": "AWS::AccountId"}},
            "ArnLike": {
                "AWS:SourceArn": {"Fn::Sub": "arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:distribution/*"}
            },
        },
    }
