"""Files that are too large for one writing: they grow in parts over several lives of a Lambda, and are read in pieces."""

import hashlib
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.adapters import aws
from chalicelib.settings import settings

SMALLEST_PART = 5 * 1024 * 1024
"""Bytes: S3 takes no smaller part but the last."""
_READ = 1024 * 1024
_GONE = ("NoSuchUpload", "404")


def begin(key: str, content_type: str) -> str:
    """Begin a file; its parts are added under the id that is answered. What is never finished, the bucket drops after a day."""
    answer = _s3().create_multipart_upload(
        Bucket=settings().documents_bucket, Key=key, ContentType=content_type, CacheControl="no-store"
    )
    return str(answer["UploadId"])


def add_part(key: str, upload_id: str, number: int, content: bytes) -> str:
    """Add part ``number`` (from 1), or replace it; answers the tag by which the end names it."""
    answer = _s3().upload_part(
        Bucket=settings().documents_bucket, Key=key, UploadId=upload_id, PartNumber=number, Body=content
    )
    return str(answer["ETag"])


def finish(key: str, upload_id: str, tags: list[str]) -> None:
    """Make one file of the parts; doing so again changes nothing."""
    parts = [{"PartNumber": number, "ETag": tag} for number, tag in enumerate(tags, 1)]
    try:
        _s3().complete_multipart_upload(
            Bucket=settings().documents_bucket, Key=key, UploadId=upload_id, MultipartUpload={"Parts": parts}
        )
    except ClientError as error:
        if error.response["Error"]["Code"] not in _GONE:
            raise  # an upload that is gone was finished before, or the reading of its file fails loudly


def abandon(key: str, upload_id: str) -> None:
    """Drop what was added of a file that is not to be finished; doing so again changes nothing."""
    try:
        _s3().abort_multipart_upload(Bucket=settings().documents_bucket, Key=key, UploadId=upload_id)
    except ClientError as error:
        if error.response["Error"]["Code"] not in _GONE:
            raise


def measure(key: str) -> tuple[int, str]:
    """The size of a file in bytes and its SHA-256, read in pieces."""
    body = _s3().get_object(Bucket=settings().documents_bucket, Key=key)["Body"]
    size, digest = 0, hashlib.sha256()
    for piece in iter(lambda: body.read(_READ), b""):
        size += len(piece)
        digest.update(piece)
    return size, digest.hexdigest()


def _s3() -> Any:
    return aws.client("s3", read_timeout=60)
