"""Addresses that carry their own permission: AWS Signature Version 4 in the query (Amazon S3 API reference, "Authenticating
Requests: Using Query Parameters"). What is signed: the method, the address, the time it lasts, no other header than host.
"""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, urlsplit

from ofauto_desktop.domain.media_host import Bucket

_ALGORITHM = "AWS4-HMAC-SHA256"
LONGEST = timedelta(days=7)  # the service refuses more


def signed(method: str, bucket: Bucket, key: str, now: datetime, lasting: timedelta) -> str:
    """An address by which whoever has it may do `method` to object `key` for so long. `now` is aware.

    Raises ValueError for less than a second or more than the service takes.
    """
    seconds = int(lasting.total_seconds())
    if not 1 <= seconds <= LONGEST.total_seconds():
        message = f"a link of {lasting} is none"
        raise ValueError(message)
    host, path = place(bucket, key)
    at = now.astimezone(UTC)
    scope = f"{at:%Y%m%d}/{bucket.region}/s3/aws4_request"
    query = {
        "X-Amz-Algorithm": _ALGORITHM,
        "X-Amz-Credential": f"{bucket.access_key}/{scope}",
        "X-Amz-Date": f"{at:%Y%m%dT%H%M%SZ}",
        "X-Amz-Expires": str(seconds),
        "X-Amz-SignedHeaders": "host",
    }
    asked = "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in sorted(query.items()))
    request = "\n".join((method, path, asked, f"host:{host}\n", "host", "UNSIGNED-PAYLOAD"))
    to_sign = "\n".join((_ALGORITHM, query["X-Amz-Date"], scope, hashlib.sha256(request.encode()).hexdigest()))
    signature = hmac.new(_signing_key(bucket, at), to_sign.encode(), hashlib.sha256).hexdigest()
    return f"{urlsplit(bucket.endpoint).scheme}://{host}{path}?{asked}&X-Amz-Signature={signature}"


def place(bucket: Bucket, key: str) -> tuple[str, str]:
    """The host, with its port where that is not the usual one, and the escaped path of an object."""
    address = urlsplit(bucket.endpoint)
    base = address.path.rstrip("/")
    if bucket.path_style:
        return address.netloc, f"{base}/{bucket.name}/{_quoted(key, safe='/')}"
    return f"{bucket.name}.{address.netloc}", f"{base}/{_quoted(key, safe='/')}"


def _signing_key(bucket: Bucket, at: datetime) -> bytes:
    key = f"AWS4{bucket.secret_key}".encode()
    for part in (f"{at:%Y%m%d}", bucket.region, "s3", "aws4_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return key


def _quoted(text: str, safe: str = "") -> str:
    return quote(text, safe=f"{safe}-_.~")
