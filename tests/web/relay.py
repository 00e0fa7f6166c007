"""A proxy between browser and page that stalls, or gets slower and slower."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress


class Relay:
    """Passes bytes on; what comes from the page may be held back."""

    def __init__(self, port: int) -> None:
        self._page = port
        self._tasks: set[asyncio.Task[None]] = set()
        self._writers: list[asyncio.StreamWriter] = []
        self.open = asyncio.Event()
        """While it is set everything passes."""
        self.open.set()
        self.lag = 0.0
        """Seconds that each piece waits."""
        self.piece = 2**16
        """Bytes of one."""
        self.connections = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Join a browser to the page."""
        self.connections += 1
        theirs, ours = await asyncio.open_connection("127.0.0.1", self._page)
        self._writers += [writer, ours]
        for source, sink, held in ((reader, ours, False), (theirs, writer, True)):
            task = asyncio.create_task(self._pass(source, sink, held=held))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _pass(
        self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, *, held: bool
    ) -> None:
        with suppress(OSError):
            while data := await source.read(self.piece if held else 2**16):
                if held:
                    await asyncio.sleep(self.lag)
                    await self.open.wait()
                sink.write(data)
                await sink.drain()
        sink.close()

    async def end(self) -> None:
        """Let go of everything."""
        for task in list(self._tasks):
            task.cancel()
        for writer in self._writers:
            writer.close()


@asynccontextmanager
async def relay(port: int) -> AsyncIterator[tuple[Relay, int]]:
    """Give a relay to a page, and the port at which browsers find it."""
    one = Relay(port)
    server = await asyncio.start_server(one.serve, "127.0.0.1", 0)
    try:
        yield one, server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await one.end()
