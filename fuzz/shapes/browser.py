"""What a browser keeps of a site, and what a page answers."""

from typing import Any

from fuzz.shapes import PRIVATE

_COOKIE = {
    "name": "sess",
    "value": PRIVATE,
    "domain": ".site.example",
    "path": "/",
    "expires": -1,
    "httpOnly": True,
    "secure": True,
    "sameSite": "Lax",
}
SHAPES: dict[str, list[Any]] = {
    "session": [
        {
            "storage": {
                "cookies": [_COOKIE, {**_COOKIE, "domain": "other.example", "partitionKey": "https://a.example"}],
                "origins": [
                    {"origin": "https://site.example", "localStorage": [{"name": "token", "value": PRIVATE}]},
                    {"origin": "https://[half", "localStorage": []},
                ],
            },
            "user_agent": "Agent/1",
            "locale": "de-DE",
            "zone": "Europe/Berlin",
        }
    ],
    "who": [
        {"success": True, "response": {"account": {"id": "730000000000000001"}}},
        {"success": True, "response": {"account": {"id": 41700321}}},
        {"isAuth": False},
    ],
    "fetched": [[200, "application/json", '{"id": 1}'], [403, "text/html", ""], [200, "", None]],
    "page": [
        [
            [0, "BODY", [], ""],
            [1, "DIV", ["b-page", f"u-{PRIVATE}"], "button"],
            [2, "A", ["m-create-post"], f"https://site.example/{PRIVATE}"],
        ]
    ],
}
