"""A real browser without a window, asked over its debugging protocol; no library between."""

import asyncio
import base64
import os
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
FLAGS = (
    "--headless=new",
    "--no-sandbox",  # tests may run as root, and in containers
    "--no-first-run",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--hide-scrollbars",
    "--mute-audio",
    "--no-proxy-server",
    "--remote-debugging-port=0",
)


def chromium() -> str | None:
    """Where the browser is, if there is one; STANDUP_CHROMIUM says of another."""
    named = os.environ.get("STANDUP_CHROMIUM")
    return named or next(filter(None, map(shutil.which, NAMES)), None)


class Tab:
    """One page: what it does, asks for and complains about."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = count(1)
        self._asked: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._listening = asyncio.create_task(self._listen())
        self.requests: list[str] = []
        """Every address it asked for."""
        self.complaints: list[str] = []
        """What it wrote to its console, and its errors."""
        self.dialogs: list[str] = []

    async def _listen(self) -> None:
        async for message in self._socket:
            told = message.json()
            if (asked := self._asked.pop(told.get("id"), None)) and not asked.done():
                asked.set_result(told)
            self._note(told.get("method", ""), told.get("params", {}))

    def _note(self, method: str, told: dict[str, Any]) -> None:
        match method:
            case "Network.requestWillBeSent":
                self.requests.append(told["request"]["url"])
            case "Network.webSocketCreated":
                self.requests.append(told["url"])
            case "Runtime.consoleAPICalled":
                self.complaints.append(str([one.get("value") for one in told["args"]]))
            case "Runtime.exceptionThrown":
                self.complaints.append(str(told["exceptionDetails"]))
            case "Log.entryAdded":
                self.complaints.append(f"{told['entry']['text']} {told['entry'].get('url', '')}")
            case "Page.javascriptDialogOpening":
                self.dialogs.append(told["message"])

    async def ask(self, method: str, **what: Any) -> dict[str, Any]:
        """Have the browser do something."""
        number = next(self._numbers)
        self._asked[number] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": number, "method": method, "params": what})
        answer = await asyncio.wait_for(self._asked[number], 60)
        assert "error" not in answer, (method, answer["error"])
        return dict(answer["result"])

    async def begin(self) -> None:
        """Listen to all that the page does."""
        for part in ("Page", "Network", "Runtime", "Log", "DOM", "Accessibility"):
            await self.ask(f"{part}.enable")

    async def open(self, url: str) -> None:
        """Go to an address."""
        await self.ask("Page.navigate", url=url)
        await self.until("document.readyState === 'complete' && location.href !== 'about:blank'")

    async def size(self, width: int, height: int) -> None:
        """Give the window another size."""
        await self.ask(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )

    async def value(self, script: str) -> Any:
        """Return what an expression is; a promise is waited for."""
        answer = await self.ask(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    async def until(self, script: str, seconds: float = 30) -> None:
        """Wait until an expression is true."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while not await self.value(f"Boolean({script})"):
            if loop.time() > end:
                seen = await self.value("document.body.innerText")
                raise AssertionError(f"{script} never came true: {seen} {self.complaints}")
            await asyncio.sleep(0.05)

    async def seen(self) -> str:
        """Return all the words of the page, those for ears included."""
        return str(await self.value("document.body.textContent"))

    async def picture(self) -> bytes:
        """Return what the window looks like, as PNG."""
        answer = await self.ask("Page.captureScreenshot", format="png", optimizeForSpeed=False)
        return base64.b64decode(answer["data"])


class Browser:
    """A running browser."""

    def __init__(self, base: str, http: aiohttp.ClientSession) -> None:
        self._base = base
        self._http = http

    @asynccontextmanager
    async def tab(self, width: int = 1280, height: int = 720) -> AsyncIterator[Tab]:
        """Give a page of a size."""
        async with self._http.put(f"{self._base}/json/new?about:blank") as answer:
            made = await answer.json(content_type=None)
        url = made["webSocketDebuggerUrl"]
        async with self._http.ws_connect(url, max_msg_size=0) as socket:
            tab = Tab(socket)
            await tab.begin()
            await tab.size(width, height)
            try:
                yield tab
            finally:
                tab._listening.cancel()
        async with self._http.get(f"{self._base}/json/close/{made['id']}"):
            pass


@asynccontextmanager
async def browser(*flags: str) -> AsyncIterator[Browser]:
    """Give a browser with a profile of its own, ended with the block."""
    program = chromium()
    assert program is not None, "no Chromium: `make browser` installs one"
    profile = Path(tempfile.mkdtemp(prefix="standup-chromium-"))
    running = await asyncio.create_subprocess_exec(
        program,
        *FLAGS,
        *flags,
        f"--user-data-dir={profile}",
        "about:blank",
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        env={**os.environ, "HOME": str(profile)},
        start_new_session=True,
    )
    try:
        told = profile / "DevToolsActivePort"
        async with asyncio.timeout(60):
            while not (told.exists() and told.read_text().count("\n")):
                assert running.returncode is None, "the browser ended at once"
                await asyncio.sleep(0.05)
        port = told.read_text().split("\n")[0]
        async with aiohttp.ClientSession(trust_env=False) as http:
            yield Browser(f"http://127.0.0.1:{port}", http)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(running.pid, 15)
        with suppress(TimeoutError):
            await asyncio.wait_for(running.wait(), 10)
        with suppress(ProcessLookupError):
            os.killpg(running.pid, 9)
        shutil.rmtree(profile, ignore_errors=True)
