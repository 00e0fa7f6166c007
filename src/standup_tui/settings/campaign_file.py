"""How ``campaign.toml`` is read: the only file of a campaign's folder that a person writes."""

import tomllib
from pathlib import Path

import msgspec

from standup_tui import CAMPAIGN_FILE
from standup_tui.errors import ConfigError
from standup_tui.settings.campaign import Campaign
from standup_tui.settings.checking import check
from standup_tui.settings.mistakes import explain

FILE = CAMPAIGN_FILE


def read(folder: Path) -> Campaign:
    """Read a campaign's file.

    Raises:
        ConfigError: The file is missing, unreadable, not TOML, or says something it may not;
            names the file, the line, the key and what was expected.
    """
    path = folder / FILE
    try:
        text = path.read_text("utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        raise ConfigError(
            f"{folder} has no {FILE}: make a campaign with `standup new FOLDER`, "
            "or see a made-up one with `standup demo`."
        ) from None
    except IsADirectoryError:
        raise ConfigError(f"{path} is a folder, but should be a file.") from None
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: byte {error.start} is not UTF-8; save it as UTF-8.") from None
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}.") from None
    return parse(text, path)


def parse(text: str, path: Path) -> Campaign:
    """Turn the text of a campaign file into a campaign, or raise `ConfigError`."""
    try:
        campaign = msgspec.convert(tomllib.loads(text), Campaign)
        check(campaign)
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"{path}, {explain(error, text, Campaign)}") from None
    return campaign
