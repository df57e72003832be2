"""Where the browser comes back to: one of a few fixed addresses on this computer, for one answer (RFC 8252 §7.3)."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import parse_qs, urlsplit

HOST = "127.0.0.1"
_LARGEST_HEAD = 16 * 1024
_SLOWEST = 10.0
_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>OFAuto Desktop</title>
<body style="font-family: sans-serif; margin: 4em auto; max-width: 30em"><h1>{title}</h1><p>{text}</p></body></html>
"""
_TAKEN = ("Back to OFAuto Desktop", "The login goes on there. You can close this page.")
_REFUSED = ("This does not belong to a login", "Nothing was changed. Begin the login again in OFAuto Desktop.")
# Whether an answer was awaited; called with its query.
Answer = Callable[[Mapping[str, Sequence[str]]], bool]


class Loopback:
    """Listens on 127.0.0.1 only. The first awaited answer ends it; every other request is refused and changes nothing."""

    _server: asyncio.Server

    def __init__(self, redirect_uri: str) -> None:
        self.redirect_uri = redirect_uri
        self._answer: Answer = lambda _query: False

    @classmethod
    async def open(cls, redirect_uris: Sequence[str]) -> "Loopback | None":
        """Bind the first free one of the registered addresses, None where all are taken. Serves from `listen` on."""
        for uri in redirect_uris:
            if urlsplit(uri).scheme != "http":
                continue  # an https address of the app's: nothing comes back here
            loopback = cls(uri)
            try:
                loopback._server = await asyncio.start_server(
                    loopback._serve,
                    HOST,
                    urlsplit(uri).port,
                    limit=_LARGEST_HEAD,
                    start_serving=False,
                )
            except OSError:
                continue  # another program has this port; the next one is registered as well
            return loopback
        return None

    async def listen(self, answer: Answer) -> None:
        self._answer = answer
        await self._server.start_serving()

    def close(self) -> None:
        """Free the port; an answer that is being written is still written."""
        self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(_SLOWEST):
                head = await reader.readuntil(b"\r\n\r\n")
                status, (title, text) = self._judged(head.decode("latin-1"))
                writer.write(_response(status, _PAGE.format(title=title, text=text)))
                await writer.drain()
        except (TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError):
            pass  # whoever asked went away or sent no request; the login goes on waiting
        finally:
            writer.close()

    def _judged(self, head: str) -> tuple[str, tuple[str, str]]:
        request_line, *lines = head.split("\r\n")
        words = request_line.split(" ")
        expected = urlsplit(self.redirect_uri)
        # A page on the internet can make the browser ask here under its own name (DNS rebinding); ours is the only one.
        hosts = [line[5:].strip() for line in lines if line[:5].lower() == "host:"]
        if len(words) != 3 or hosts != [expected.netloc]:
            return "400 Bad Request", _REFUSED
        target = urlsplit(words[1])
        if words[0] != "GET":
            return "405 Method Not Allowed", _REFUSED
        if target.path != expected.path:
            return "404 Not Found", _REFUSED
        if not self._answer(parse_qs(target.query, keep_blank_values=True)):
            return "400 Bad Request", _REFUSED
        self.close()
        return "200 OK", _TAKEN


def _response(status: str, page: str) -> bytes:
    body = page.encode()
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n"
        "Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nX-Content-Type-Options: nosniff\r\n"
        "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + body
