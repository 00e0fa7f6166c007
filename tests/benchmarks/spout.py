"""A server whose stream has everything at once: as fast as a client reads it.

It knows nothing of X but that its answers come in chunks. ``spout.py FILE`` prints its port and
serves the lines of the file to every connection, then signs of life.
"""

import asyncio
import sys
from pathlib import Path

_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
_CHUNK = 65_536


async def serve(body: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer one request."""
    await reader.readuntil(b"\r\n\r\n")
    writer.write(_HEAD)
    for at in range(0, len(body), _CHUNK):
        part = body[at : at + _CHUNK]
        writer.write(b"%x\r\n%b\r\n" % (len(part), part))
        await writer.drain()
    while not writer.is_closing():
        writer.write(b"2\r\n\r\n\r\n")
        await asyncio.sleep(1)


async def main(body: bytes) -> None:
    """Serve until somebody ends this process."""
    server = await asyncio.start_server(lambda r, w: serve(body, r, w), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]).read_bytes()))
