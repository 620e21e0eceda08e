"""uvicorn, but ending the open streams first: they would hold it up to the end of its grace."""

import socket

import uvicorn

from .asgi import hub


class StreamServer(uvicorn.Server):
    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        hub.close()
        await super().shutdown(sockets)
