"""The reference R: a bare aiohttp application that answers with documents read from its input.

No authentication, no journal, no validation; `web.json_response` for each answer. It prints
its port and serves until it is ended.
"""

import asyncio
import json
import sys
from typing import Any
from uuid import uuid4

from aiohttp import web


def application(documents: Any) -> web.Application:
    """`read` maps paths to what a GET answers; a POST to `create` answers as `created` does."""

    async def read(request: web.Request) -> web.Response:
        return web.json_response(documents["read"][request.path])

    async def create(request: web.Request) -> web.Response:
        said = await request.json()
        document = {**documents["created"], **said, "id": str(uuid4())}
        return web.json_response(document, status=201)

    app = web.Application()
    for path in documents["read"]:
        app.router.add_get(path, read)
    app.router.add_post(documents["create"], create)
    return app


async def serve(documents: Any) -> None:
    """Serve on a port of the loopback that the system chooses."""
    runner = web.AppRunner(application(documents), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(json.load(sys.stdin)))
