"""The practice site: one page for every address, which talks to the interface as another origin does."""

import json
from collections.abc import Awaitable, Callable
from functools import cache
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from connectors.practice.fansly.world import World
from connectors.practice.origins import ORIGINS


def page(world: World) -> Callable[[Request], Awaitable[Response]]:
    """Answers every address with the page."""

    async def answer(request: Request) -> Response:
        return HTMLResponse(_filled(world, request))

    return answer


def _filled(world: World, request: Request) -> str:
    origins: dict[str, str] = request.scope.get(ORIGINS, {})
    folder = request.scope.get("root_path", "")
    settings = world.settings
    told: dict[str, Any] = {
        "api": f"{origins.get('api', folder)}/api/v1",
        "folder": folder,
        "build": settings.build,
        "enabledAfter": settings.enabled_after,
        "longest": settings.longest,
        "overlays": settings.overlays,
        "asksAgain": settings.asks_again,
        "losesMedia": settings.loses_media,
        "alone": settings.alone,
    }
    # "<" cannot end the script that it stands in.
    return _file().replace("/*TOLD*/", json.dumps(told).replace("<", "\\u003c"))


@cache
def _file() -> str:
    return Path(__file__).with_name("page.html").read_text("utf-8")
