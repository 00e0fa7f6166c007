"""What ``standup doctor`` looks at. Each check says what it found, and what to do about it."""

import os
import shutil
import socket
import sqlite3
import stat
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from standup_tui.cli.doctor_page import page
from standup_tui.cli.doctor_terminal import Finding, terminal
from standup_tui.cli.doctor_wall import wall
from standup_tui.errors import ConfigError
from standup_tui.hub import launch
from standup_tui.hub.disk import shared_disk
from standup_tui.networks.x import credentials
from standup_tui.protocol.address import SOCKET
from standup_tui.settings import campaign_file
from standup_tui.settings.campaign import Campaign
from standup_tui.settings.record import why_not_live

GOVERNMENT = (
    "government bodies: X's agreements ask for an Enterprise plan that names the users; settle "
    "that with X before the day."
)
_SAFE_SQLITE = (3, 51, 3)
_LONGEST_ADDRESS = 100
LITTLE_SPACE = 500 * 2**20
"""Free bytes below which a day may not fit."""
PLAUSIBLE_YEARS = range(2025, 2101)
"""What a clock that is right may say."""


def findings(folder: Path | None) -> list[Finding]:
    """Look at the machine, and at a campaign if there is one."""
    found = [*terminal(), *_software(), *_simulator(), *_clock()]
    if folder is None:
        said = "none here; `standup new FOLDER` makes one, `standup demo` needs none."
        found += [
            Finding("note", "campaign", said),
            *wall(None),
            *page(),
            *_credentials(None, None),
        ]
    else:
        campaign, finding = _campaign(folder)
        found.append(finding)
        if campaign and (why := why_not_live(campaign)):
            found.append(Finding("note", "before it", f"{why[:1].upper()}{why[1:]}"))
        if folder.is_dir():
            found += [*_folder(folder), *_socket(folder)]
        found += [*wall(campaign), *page(), *_credentials(folder, campaign)]
    return [*found, Finding("note", "X's terms", GOVERNMENT)]


def _software() -> Iterator[Finding]:
    yield Finding("ok", "Python", ".".join(map(str, sys.version_info[:3])) + ".")
    version = sqlite3.sqlite_version
    if sqlite3.sqlite_version_info >= _SAFE_SQLITE:
        yield Finding("ok", "SQLite", f"{version}.")
    else:
        said = (
            f"{version}: before 3.51.3 two writers at once could damage a store; ours has only "
            "one, the hub, so open it with nothing else while a hub runs."
        )
        yield Finding("note", "SQLite", said)


def _simulator() -> Iterator[Finding]:
    try:
        with socket.create_server(("127.0.0.1", 0)):
            pass
    except OSError as error:
        said = f"no port can be opened on 127.0.0.1 ({error.strerror}): the demo needs one."
        yield Finding("wrong", "simulator", said)
    else:
        yield Finding("ok", "simulator", "a port on 127.0.0.1 can be opened.")


def _clock() -> Iterator[Finding]:
    now = datetime.now(UTC)
    if now.year not in PLAUSIBLE_YEARS:
        said = f"it is said to be {now.year}: X refuses requests from a wrong clock; set it."
        yield Finding("wrong", "clock", said)
    else:
        yield Finding("ok", "clock", f"{now:%Y-%m-%d %H:%M} UTC.")


def _campaign(folder: Path) -> tuple[Campaign | None, Finding]:
    try:
        campaign = campaign_file.read(folder)
    except ConfigError as error:
        return None, Finding("wrong", "campaign", str(error))
    now = datetime.now(campaign.zone)
    clock = f"{now:%H:%M} in {campaign.time_zone}"
    said = f"{campaign.name}, {' '.join(campaign.tags)}; it is {clock}."
    until = campaign.moment(campaign.until)
    if until is not None and until <= now:
        return campaign, Finding("note", "campaign", f"{said} It is over: its hub reads nothing.")
    return campaign, Finding("ok", "campaign", said)


def _folder(folder: Path) -> Iterator[Finding]:
    status = folder.stat()
    mode = stat.S_IMODE(status.st_mode)
    if mode & 0o022:
        said = f"others may write into it: chmod go-w {folder}"
        yield Finding("wrong", "folder", said)
    elif mode & 0o007:
        yield Finding("note", "folder", f"every account may look into it: chmod o= {folder}")
    elif status.st_uid != os.geteuid():
        said = "it belongs to another account, which alone may start its hub."
        yield Finding("note", "folder", said)
    elif not os.access(folder, os.W_OK):
        yield Finding("wrong", "folder", f"it cannot be written: chmod u+w {folder}")
    else:
        yield Finding("ok", "folder", f"{folder}, yours, mode {mode:04o}.")
    free = shutil.disk_usage(folder).free
    if free < LITTLE_SPACE:
        yield Finding("note", "disk", f"only {free // 2**20} MB are free.")
    if kind := shared_disk(folder):
        said = (
            f"it is on a network file system ({kind}), where SQLite's locks do not hold: move it."
        )
        yield Finding("wrong", "disk", said)


def _socket(folder: Path) -> Iterator[Finding]:
    path = folder / SOCKET
    if len(os.fsencode(path)) > _LONGEST_ADDRESS and not Path("/proc/self/fd").is_dir():
        said = f"{path} is longer than a socket's address may be: move the campaign."
        yield Finding("wrong", "hub", said)
    elif launch.answers(folder):
        yield Finding("ok", "hub", f"one answers at {path}.")
    else:
        yield Finding("ok", "hub", "none runs; `standup` or `standup hub` starts one.")


def _credentials(folder: Path | None, campaign: Campaign | None) -> Iterator[Finding]:
    try:
        tokens = credentials.present(folder)
    except ConfigError as error:
        yield Finding("wrong", "credentials", str(error))
        return
    missing = [token.name for token in tokens if not token.origin]
    for token in tokens:
        if token.origin:
            yield Finding("ok", "credentials", f"{token.name} from {token.origin}.")
    needed = _needed(campaign, missing)
    if missing:
        names = ", ".join(missing)
        where = f"`standup login` asks for them ({credentials.variable(missing[0])} serves too)"
        if needed:
            said = f"missing: {names}: {needed}; {where}."
            yield Finding("wrong", "credentials", said)
        else:
            yield Finding("note", "credentials", f"missing: {names}; {where} when you need them.")


def _needed(campaign: Campaign | None, missing: list[str]) -> str:
    """Return what the campaign cannot do without the missing tokens."""
    if campaign is None or campaign.source.label:
        return ""
    if "bearer_token" in missing:
        return "nothing can be read from X"
    return "retweets are on and cannot be sent" if campaign.retweet.enabled else ""
