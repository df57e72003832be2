"""Ko-fi's deliveries: a form with one field, whose value is a JSON text with the page's token in it (platforms/kofi.md §2)."""

import hashlib
import hmac
from collections.abc import Mapping
from typing import TypeVar
from urllib.parse import parse_qs

import msgspec

from connectors.base import Batch, Told
from connectors.errors import LayoutChanged, NotGenuine
from connectors.kofi import parse
from connectors.kofi.wire import Envelope, Payment, word

F = TypeVar("F", Envelope, Payment)
# Ko-fi takes nothing else for "arrived" and would send it again.
ANSWER = 200
AGAIN = False


def admit(body: bytes, headers: Mapping[str, str], login: Mapping[str, str]) -> str:  # noqa: ARG001 - Ko-fi signs nothing
    """The delivery's own id; where it has none, a mark of what it says."""
    text = _data(body)
    # No more than that has to be understood here: what is theirs is kept, even where it says what we do not know.
    delivery = _read(text, Envelope)
    if delivery.verification_token is msgspec.UNSET:
        raise LayoutChanged("the delivery has no verification token")
    token = login.get("verification_token", "")
    given = delivery.verification_token if isinstance(delivery.verification_token, str) else ""
    if not token or not hmac.compare_digest(given.encode(), token.encode()):
        raise NotGenuine("the delivery does not carry the page's verification token")
    return word(delivery.message_id)[:120] or hashlib.sha256(text).hexdigest()


def told(body: bytes, headers: Mapping[str, str]) -> Told:  # noqa: ARG001 - as above
    """The payment."""
    return Told(batch=Batch(ledger=(parse.entry(_read(_data(body), Payment)),)))


def _data(body: bytes) -> bytes:
    try:
        fields = parse_qs(body.decode(), keep_blank_values=True, strict_parsing=True, max_num_fields=20)
    except ValueError as error:
        raise LayoutChanged("the delivery is no form") from error
    if len(fields.get("data", ())) != 1:
        raise LayoutChanged("the delivery has no field named data")
    return fields["data"][0].encode("utf-8", "surrogatepass")


def _read(text: bytes, form: type[F]) -> F:
    try:
        return msgspec.json.decode(text, type=form)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise LayoutChanged("the delivery's data is not of the expected form") from error
