"""A small site for the tests of the browser: a login form inline at "/", a cookie, local storage, JSON answers.

It is served on loopback and remembers what was asked of it. Like the sites it stands for, it answers its API only where
the page's own script adds a header from local storage.
"""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from connectors.practice.embedded import Server, listening

HOST = "127.0.0.1"
PASSWORD = "pass-word-canary-51"
ID = "41700321"
PAGE = """<!doctype html><meta charset="utf-8"><title>A site</title>
<style>.b-login input {position: fixed; left: 0; right: 0; height: 25%} [name=user] {top: 15%} [name=password] {top: 45%}
.b-login button {position: fixed; top: 75%}</style>
<body><main class="b-page not-ready" data-fan="Fan Canary Seven"></main>
<script>
const call = (path, options = {}) => fetch(path, {...options,
  headers: {"x-token": localStorage.getItem("token") || "", "content-type": "application/json"}});
const main = document.querySelector("main");
async function look() {
  const me = await (await call("/api/users/me?private=query-canary")).json();
  main.className = "b-page";
  if (me.isAuth) {
    main.innerHTML = '<a class="m-create-post" href="/posts/create">New post by Fan Canary Seven</a>'
      + '<button class="b-more" title="secret-title-canary">More</button><ul class="b-list"></ul>'
      + '<form class="b-make"><textarea class="b-text"></textarea><button type="button" class="b-attach">Attach</button>'
      + '<input type="file" hidden><div class="btn b-post disabled">Post</div></form>';
    const files = document.querySelector("input[type=file]"), post = document.querySelector(".b-post");
    document.querySelector(".b-attach").onclick = () => files.click();
    document.querySelector(".b-text").oninput = () => setTimeout(() => post.classList.remove("disabled"), 300);
    post.onclick = async () => {
      if (post.classList.contains("disabled")) return;
      const one = files.files[0], text = document.querySelector(".b-text").value;
      const media = one ? [one.name, one.size] : null;
      await call("/api/posts", {method: "POST", body: JSON.stringify({text, media})});
    };
    let offset = 0;
    document.querySelector(".b-more").onclick = async () => {
      const page = await (await call("/api/list?offset=" + offset)).json();
      offset += page.list.length;
      for (const one of page.list) document.querySelector(".b-list").append(one.text, document.createElement("br"));
    };
    return;
  }
  main.innerHTML = '<form class="b-login"><input name="user"><input name="password" type="password">'
    + '<button type="submit">Log in</button></form>';
  requestAnimationFrame(() => setTimeout(() => fetch("/shown")));
  document.querySelector("form").onsubmit = async event => {
    event.preventDefault();
    const form = new FormData(event.target);
    const answer = await call("/api/login", {method: "POST", body: JSON.stringify(Object.fromEntries(form))});
    if (answer.ok) { localStorage.setItem("token", (await answer.json()).token); await look(); }
  };
}
look();
</script>"""


class Site:
    """Sessions by cookie, the token that belongs to each, and what was asked: method, path and headers."""

    def __init__(self) -> None:
        self.sessions: dict[str, str] = {}
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        self.posts: list[dict[str, Any]] = []
        self.rotates = False
        self.answers: dict[str, Any] = {}
        self.url = ""

    @property
    def paths(self) -> list[str]:
        return [path for _, path, _ in self.asked]

    def app(self) -> Starlette:
        everything = Route("/{rest:path}", self._answer, methods=["GET", "POST"])
        return Starlette(routes=[everything])

    async def _answer(self, request: Request) -> Response:
        self.asked.append((request.method, request.url.path, dict(request.headers)))
        path = request.url.path
        if path in self.answers:
            return self.answers[path]
        if not path.startswith("/api/"):
            return HTMLResponse(PAGE)
        if path == "/api/login":
            return await self._login(request)
        known = self._knows(request)
        if path == "/api/users/me":
            answer = JSONResponse({"isAuth": True, "id": int(ID)} if known else {"isAuth": False})
            if known and self.rotates:
                self.rotates = False
                self._give(answer, request.headers["x-token"])
            return answer
        if not known:
            return JSONResponse({"error": {"code": 0, "message": "Access denied."}}, status_code=401)
        if path == "/api/posts":
            self.posts.append(await request.json())
            return JSONResponse({"id": 700123 + len(self.posts)})
        if path == "/api/list":
            first = int(request.query_params["offset"])
            return JSONResponse({"list": [{"id": n, "text": f"row {n}"} for n in range(first, first + 3)]})
        return JSONResponse({"error": {"code": 0, "message": "Route not found."}}, status_code=404)

    async def _login(self, request: Request) -> Response:
        if (await request.json())["password"] != PASSWORD:
            return JSONResponse({"error": {"code": 401}}, status_code=401)
        token = secrets.token_hex(20)
        answer = JSONResponse({"token": token})
        self._give(answer, token)
        return answer

    def _give(self, answer: Response, token: str) -> None:
        session = secrets.token_hex(16)
        self.sessions[session] = token
        answer.set_cookie("sess", session, httponly=True)

    def _knows(self, request: Request) -> bool:
        token = self.sessions.get(request.cookies.get("sess", ""))
        return token is not None and token == request.headers.get("x-token")


@asynccontextmanager
async def serving(site: Site) -> AsyncIterator[Site]:
    listener = listening(HOST, 0, 64)
    server = Server(site.app())
    await server.start(listener, "a site of the tests")
    site.url = f"http://{HOST}:{listener.getsockname()[1]}"
    try:
        yield site
    finally:
        await server.end()
        listener.close()


FILE = """
version = 3
seen = 2026-11-27

[login]
page = "/"
element = "new_post"

[login.sign]
answer = "/api/users/me"
true = ["isAuth"]
id = ["id"]

[elements]
new_post = ["a.m-create-post-of-next-year", "a.m-create-post"]
more = ["button.b-more"]
login = ["form.b-login"]
gone = ["button.b-gone", "button:has-text('Gone')"]
text = [".b-text"]
attach = [".b-attach"]
post = [".b-post:not(.disabled)"]

[flows]
publish = [
  {do = "open", page = "/posts/create"},
  {do = "click", element = "gone", maybe = true},
  {do = "fill", element = "text", value = "text"},
  {do = "choose", element = "attach", value = "files"},
  {do = "click", element = "post", answer = "/api/posts"},
]
look = [{do = "open", page = "/"}, {do = "see", element = "gone", patience = 0.2}]
"""
