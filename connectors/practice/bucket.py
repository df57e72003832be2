"""A practice bucket: takes what is signed for it as an S3-compatible service does, and refuses what is not in its words.

It reads the signature by its own lights, so that ours is held against a second reading of the rules. Objects are in
memory. `faults` names error codes to be answered next, one request each.
"""

import hmac
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from urllib.parse import parse_qsl, quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, Router

PATH = "/bucket"
ACCESS_KEY, SECRET_KEY, REGION, NAME = "PRACTICEKEY", "practice-secret", "practice-1", "practice-bucket"
_SKEW = timedelta(minutes=15)
_STATUS = {"NoSuchBucket": 404, "NoSuchKey": 404, "SlowDown": 503, "InternalError": 500}
_LARGEST = 64 * 1024 * 1024


class PracticeBucket:
    """`denied`: methods that the key may not use."""

    def __init__(self, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.objects: dict[str, tuple[bytes, str]] = {}
        self.faults: list[str] = []
        self.denied: set[str] = set()
        self._now = now

    def application(self) -> Router:
        methods = ["GET", "HEAD", "PUT", "DELETE"]
        return Router([Route("/{name}/{key:path}", self._answer, methods=methods)])

    async def _answer(self, request: Request) -> Response:
        code = self.faults.pop(0) if self.faults else self._refusal(request)
        if code:
            body = f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>practice</Message></Error>"
            return Response(body, status_code=_STATUS.get(code, 403), media_type="application/xml")
        key = request.path_params["key"]
        match request.method:
            case "PUT":
                content = await request.body()
                if len(content) > _LARGEST:
                    return Response(status_code=413)
                self.objects[key] = (content, request.headers.get("content-type", ""))
                return Response(headers={"etag": f'"{sha256(content).hexdigest()[:32]}"'})
            case "DELETE":
                self.objects.pop(key, None)
                return Response(status_code=204)
        if key not in self.objects:
            return Response("<Error><Code>NoSuchKey</Code></Error>", status_code=404, media_type="application/xml")
        content, kind = self.objects[key]
        return Response(content, media_type=kind or "application/octet-stream")

    def _refusal(self, request: Request) -> str:
        if request.path_params["name"] != NAME:
            return "NoSuchBucket"
        query = dict(parse_qsl(request.url.query, keep_blank_values=True))
        if "X-Amz-Signature" not in query:
            return "AccessDenied"
        if not query.get("X-Amz-Credential", "").startswith(f"{ACCESS_KEY}/"):
            return "InvalidAccessKeyId"
        if not hmac.compare_digest(query["X-Amz-Signature"], _expected(request, query)):
            return "SignatureDoesNotMatch"
        if f"/{REGION}/s3/" not in query["X-Amz-Credential"]:
            return "AuthorizationQueryParametersError"
        began = datetime.strptime(query["X-Amz-Date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        if began - self._now() > _SKEW:
            return "RequestTimeTooSkewed"
        over = began + timedelta(seconds=int(query["X-Amz-Expires"])) < self._now()
        return "AccessDenied" if over or request.method in self.denied else ""


def _expected(request: Request, query: dict[str, str]) -> str:
    """The signature that the service would have made of this request."""
    path = quote(request.scope["path"], safe="/-_.~")
    rest = sorted((name, value) for name, value in query.items() if name != "X-Amz-Signature")
    asked = "&".join(f"{quote(name, safe='-_.~')}={quote(value, safe='-_.~')}" for name, value in rest)
    canonical = f"{request.method}\n{path}\n{asked}\nhost:{request.headers['host']}\n\nhost\nUNSIGNED-PAYLOAD"
    _, day, region, service, end = query["X-Amz-Credential"].split("/")
    secret = b"AWS4" + SECRET_KEY.encode()
    for step in (day, region, service, end):
        secret = hmac.digest(secret, step.encode(), "sha256")
    scope = f"{day}/{region}/{service}/{end}"
    text = f"AWS4-HMAC-SHA256\n{query['X-Amz-Date']}\n{scope}\n{sha256(canonical.encode()).hexdigest()}"
    return hmac.digest(secret, text.encode(), "sha256").hex()
