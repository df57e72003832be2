"""A second, small counterpart of X by platforms/x.md alone: plain sockets, no code of ours, and answers chosen by a test."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

ME = {"data": {"id": "2244994945", "name": "Ada", "username": "ada", "public_metrics": {"followers_count": 10}}}
# An id of X holds its milliseconds since November 2010 in the bits from the 22nd up.
_BEGAN_MS = 1_288_834_974_657


@dataclass
class Asked:
    """A request as it came."""

    method: str
    path: str
    body: bytes


@dataclass
class Counterpart:
    """What was asked, what hangs on the wall, and the answers that come instead of the usual ones."""

    base: str = ""
    asked: list[Asked] = field(default_factory=list)
    wall: list[dict[str, Any]] = field(default_factory=list)
    instead: dict[tuple[str, str], Callable[[Asked], tuple[int, object]]] = field(default_factory=dict)

    @property
    def options(self) -> list[str]:
        paths = {"api": "/2", "authorize": "/authorize", "token": "/2/oauth2/token", "revoke": "/2/oauth2/revoke"}
        return [word for name, path in paths.items() for word in ("--endpoint", f"{name}={self.base}{path}")]

    def answer(self, asked: Asked) -> tuple[int, object]:
        self.asked.append(asked)
        chosen = self.instead.get((asked.method, asked.path))
        if chosen is not None:
            return chosen(asked)
        if asked.path == "/2/users/me":
            return 200, ME
        if asked.path == "/2/tweets" and asked.method == "POST":
            return 201, self.hang(asked)
        if asked.path == "/2/users/2244994945/tweets":
            # Newest first; an empty page has no `data` at all.
            found = [{"id": one["id"], "text": one.get("text", "")} for one in reversed(self.wall)]
            return 200, {"data": found, "meta": {"result_count": len(found)}} if found else {
                "meta": {"result_count": 0}
            }
        return 404, {"title": "Not Found Error", "type": "about:blank", "status": 404}

    def hang(self, asked: Asked) -> dict[str, Any]:
        """Accept a post."""
        made = {"id": str((time.time_ns() // 1_000_000 - _BEGAN_MS << 22) + len(self.wall)), **json.loads(asked.body)}
        self.wall.append(made)
        return {"data": {"id": made["id"], "text": made.get("text", "")}}


@contextmanager
def counterpart() -> Iterator[Counterpart]:
    """On a port of the loopback, until the end of the block."""
    here = Counterpart()

    class Handler(BaseHTTPRequestHandler):
        def _any(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            status, answer = here.answer(Asked(self.command, urlsplit(self.path).path, body))
            content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("content-type", "text/html" if isinstance(answer, bytes) else "application/json")
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = _any  # noqa: N815 - http.server looks for these names

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = False  # so that closing waits for them
    here.base = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield here
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
