"""The control plane of a practice platform: order trouble, change the world, see what arrived. Loopback only."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Protocol

import msgspec
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from connectors.practice.faults import CONTROL, Fault, Faults


class World(Protocol):
    """A practice platform's whole state: plain data, so that a practice workspace survives a restart."""

    def to_json(self) -> bytes: ...

    def logins(self) -> dict[str, dict[str, str]]:
        """Credential fields by handle, for the accounts of a practice workspace; logins that ended are left out."""
        ...

    def report(self) -> Mapping[str, Any]:
        """Counts for tests and people: posts by text, sales, tokens …"""
        ...

    def configure(self, settings: Mapping[str, Any]) -> None:
        """Change settings of the running world by name. Raises ValueError for a name or value it does not know."""
        ...


def control(world: World, faults: Faults) -> Mount:
    """Routes of one platform's control plane: faults, state, requests, world."""

    async def order(request: Request) -> Response:
        try:
            faults.add(*msgspec.json.decode(await request.body(), type=list[Fault]))
        except msgspec.DecodeError as error:
            return JSONResponse({"error": str(error)}, status_code=400)
        return JSONResponse({"pending": faults.pending}, status_code=201)

    async def clear(_: Request) -> Response:
        faults.clear()
        return JSONResponse({"pending": 0})

    async def state(_: Request) -> Response:
        return JSONResponse({**world.report(), "requests_by_route": dict(faults.counts)})

    async def requests(_: Request) -> Response:
        return JSONResponse([asdict(seen) for seen in faults.seen])

    async def configure(request: Request) -> Response:
        try:
            world.configure(await request.json())
        except (ValueError, TypeError) as error:
            return JSONResponse({"error": str(error)}, status_code=400)
        return JSONResponse(dict(world.report()))

    return Mount(
        CONTROL,
        routes=[
            Route("/faults", order, methods=["POST"]),
            Route("/faults", clear, methods=["DELETE"]),
            Route("/state", state, methods=["GET"]),
            Route("/requests", requests, methods=["GET"]),
            Route("/world", configure, methods=["PATCH"]),
        ],
    )
