"""Which campaign is meant, and where a demo of this account may be."""

import os
import stat
from pathlib import Path

from standup_tui import CAMPAIGN_FILE as FILE
from standup_tui.errors import ConfigError, HubAbsent

VARIABLE = "STANDUP_CAMPAIGN"


def campaign(named: str | None) -> Path:
    """Return the folder of the campaign that is meant, as an absolute path.

    The one that is named; else this folder, if it holds a campaign; else $STANDUP_CAMPAIGN.

    Raises:
        ConfigError: There is no campaign there; says how to make one.
    """
    if named is not None:
        return _campaign_in(Path(named).expanduser(), str(named))
    if _has_campaign(Path()):
        return Path.cwd()
    if variable := os.environ.get(VARIABLE):
        return _campaign_in(Path(variable).expanduser(), f"{variable} (from ${VARIABLE})")
    raise ConfigError(
        "there is no campaign here: name its folder, make one with `standup new FOLDER`, or see "
        "a made-up one with `standup demo`."
    )


def terminal(named: str | None, socket: str | None, *, waiting: bool = False) -> Path:
    """Return what a console or a wall joins: a campaign's folder or a hub's socket.

    Args:
        named: The folder, as typed.
        socket: The value of ``--hub``; stands for itself.
        waiting: Whether a socket may be missing as long as its folder is there, for a wall
            that starts before the connection that brings the socket.
    """
    if socket is None:
        return campaign(named)
    if named is not None:
        raise ConfigError("name either a folder or --hub, for they may be two campaigns.")
    path = Path(socket).expanduser().absolute()
    try:
        if stat.S_ISSOCK(path.stat().st_mode):
            return path
    except OSError as error:
        if waiting and path.parent.is_dir():
            return path
        raise ConfigError(
            f"there is no socket at {path} ({error.strerror}): start the hub there, or forward "
            "its socket with `ssh -L`."
        ) from None
    raise ConfigError(f"{path} is not a socket: --hub expects one that leads to a hub.")


def unanswered(place: Path, why: str) -> HubAbsent:
    """Return the error for a hub that does not answer, with the way out.

    Args:
        place: A campaign's folder, or a hub's socket.
        why: What the connection ended with.
    """
    what = why.rstrip(".")
    if str(place) not in what:
        what = f"no hub answers at {place}: {what}"
    if place.is_dir():
        return HubAbsent(f"{what}; start one with `standup hub`.")
    return HubAbsent(f"{what}; start the hub behind it, or make the `ssh -L` connection again.")


def _has_campaign(folder: Path) -> bool:
    try:
        return (folder / FILE).is_file()
    except OSError:
        return False


def _campaign_in(folder: Path, shown: str) -> Path:
    if _has_campaign(folder):
        return folder.absolute()
    if not folder.is_dir():
        problem = f"there is no folder {shown}"
    elif os.access(folder, os.X_OK):
        problem = f"{shown} has no {FILE}"
    else:
        problem = f"{shown} may not be entered by this account"
    raise ConfigError(
        f"{problem}: make a campaign with `standup new FOLDER`, or see a made-up one with "
        "`standup demo`."
    )
