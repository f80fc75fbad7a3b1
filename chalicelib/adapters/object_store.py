"""Files in S3: documents under random keys, handed out by links that live for a minute."""

from botocore.exceptions import ClientError

from chalicelib.adapters import aws
from chalicelib.core.deferred import raise_deferred
from chalicelib.settings import settings

LINK_SECONDS = 60


def keep(key: str, content: bytes, content_type: str) -> None:
    """Write a document into the private bucket."""
    aws.client("s3").put_object(
        Bucket=settings().documents_bucket, Key=key, Body=content, ContentType=content_type, CacheControl="no-store"
    )


def fetch(key: str) -> bytes:
    """The document's bytes."""
    answer = aws.client("s3").get_object(Bucket=settings().documents_bucket, Key=key)
    content: bytes = answer["Body"].read()
    return content


def forget(key: str) -> None:
    """Delete the document; there may be none. What the bucket keeps of former versions goes a day later."""
    aws.client("s3").delete_object(Bucket=settings().documents_bucket, Key=key)


def find(key: str) -> bytes | None:
    """The document's bytes, or None while there is no such document."""
    return _find(settings().documents_bucket, key)


def find_public(key: str) -> bytes | None:
    """The bytes of a public file (a logo), or None if there is none: what stands on a document is fetched from here only (V20)."""
    return _find(settings().media_bucket, f"media/{key}")


def _find(bucket: str, key: str) -> bytes | None:
    """S3 answers 403 for an absent key to whoever may not list the bucket, as none of our Lambdas may."""
    try:
        answer = aws.client("s3").get_object(Bucket=bucket, Key=key)
    except ClientError as error:
        if error.response["Error"]["Code"] in ("NoSuchKey", "AccessDenied", "403", "404"):
            return None
        raise
    content: bytes = answer["Body"].read()
    return content


def link(key: str, filename: str) -> str:
    """A presigned URL of one object for 60 s that downloads as ``filename`` and is not cached (V32)."""
    return str(
        aws.client("s3").generate_presigned_url(
            "get_object",
            Params={
                "Bucket": settings().documents_bucket,
                "Key": key,
                "ResponseContentDisposition": f'attachment; filename="{filename}"',
                "ResponseCacheControl": "no-store",
            },
            ExpiresIn=LINK_SECONDS,
        )
    )


def publish(key: str, content: bytes, content_type: str) -> None:
    """Write a public file (a logo) that the site serves under ``/media/``; its key is new with each content."""
    raise_deferred()
    aws.client("s3").put_object(
        Bucket=settings().media_bucket,
        Key=f"media/{key}",
        Body=content,
        ContentType=content_type,
        CacheControl="public, max-age=31536000, immutable",
    )
