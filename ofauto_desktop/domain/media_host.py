"""A bucket of the person's own, in which files lie for a moment so that a platform can fetch them."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.words import mark

# As long as a link works: a platform fetches within minutes, and asks again after a refusal for at most this long.
LINK_LIFE = timedelta(hours=1)
_FORMS = {
    "bucket": (
        re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]"),
        mark("the bucket's name has 3 to 63 lower-case letters, digits, dots and hyphens"),
    ),
    "region": (re.compile(r"[a-z0-9-]{1,40}"), mark("the region is a word such as eu-central-1, or auto")),
    "prefix": (
        re.compile(r"(?:[A-Za-z0-9._-]+/)*"),
        mark("the folder is made of letters, digits, dots, hyphens and underscores, and ends with a slash"),
    ),
    "access_key": (re.compile(r"[\x21-\x7e]{1,256}"), mark("the access key is one word")),
    "secret_key": (re.compile(r"[\x21-\x7e]{1,256}"), mark("the secret key is one word")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """An S3-compatible bucket and the key that opens it. `prefix` ends with "/" or is empty.

    `path_style`: the bucket's name stands in the path (`https://host/name/key`) rather than before the host.
    """

    endpoint: str
    region: str
    name: str
    access_key: str
    secret_key: str = field(repr=False)
    prefix: str = ""
    path_style: bool = True

    def __post_init__(self) -> None:
        """Raises BadInput for what cannot be a bucket."""
        address = urlsplit(self.endpoint)
        if address.scheme not in ("https", "http") or not address.hostname or address.query or address.username:
            raise BadInput("the endpoint is an address such as https://s3.eu-central-1.amazonaws.com", item="endpoint")
        if address.scheme == "http" and address.hostname not in ("127.0.0.1", "localhost", "practice.invalid"):
            raise BadInput("the endpoint must be https: the files would travel in the clear", item="endpoint")
        values = (self.name, self.region, self.prefix, self.access_key, self.secret_key)
        for (name, (form, words)), value in zip(_FORMS.items(), values, strict=True):
            if not form.fullmatch(value):
                raise BadInput(words, item=name)

    def is_same_place(self, other: "Bucket") -> bool:
        """Whether what lies in one lies in the other, whatever key opens it."""
        mine = (self.endpoint.rstrip("/"), self.name, self.path_style)
        return mine == (other.endpoint.rstrip("/"), other.name, other.path_style)


class Step(StrEnum):
    """What a check of a bucket does, in its order."""

    WRITE = "write"
    FETCH = "fetch"
    DELETE = "delete"


@dataclass(frozen=True, slots=True, kw_only=True)
class HostChecked:
    """What a check came to: `failed` is the step that did not work, with its `reason`; None where all did."""

    failed: Step | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HostShown:
    """The bucket as it may be shown: without its secret key. `waiting`: files that still lie in it."""

    endpoint: str
    region: str
    name: str
    access_key: str
    prefix: str
    path_style: bool
    waiting: int
