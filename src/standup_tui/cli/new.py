"""``standup new``: a campaign folder with a campaign.toml that explains itself."""

import os
import re
import shlex
from pathlib import Path
from string import Template

import click

from standup_tui.cli import options
from standup_tui.cli.toml import listed, quoted
from standup_tui.errors import ConfigError
from standup_tui.files import unwritable
from standup_tui.settings import campaign_file

_TEMPLATE = Path(__file__).with_name("campaign.toml.in")
_FOLDER_MODE = 0o700
_FILE_MODE = 0o600


@click.command(
    epilog=options.examples(
        ("standup new stand-up-day", "name and hashtag are guessed from the folder"),
        ('standup new day --name "Stand up!" --hashtag StandUp4SW', "say them yourself"),
    ),
)
@click.argument("folder", metavar="FOLDER")
@click.option("--name", help="What stands on every screen.")
@click.option("--hashtag", multiple=True, help="A hashtag to read; may be given several times.")
@click.option("--account", help="Handle of the campaign's own account.")
@click.option("--follow", multiple=True, help="A handle to follow; may be given several times.")
@click.option("--time-zone", default="Europe/London", show_default=True, help="Where it happens.")
def command(  # noqa: PLR0913, one argument for each option
    *,
    folder: str,
    name: str | None,
    hashtag: tuple[str, ...],
    account: str | None,
    follow: tuple[str, ...],
    time_zone: str,
) -> int:
    """Make a campaign: the folder FOLDER with a commented campaign.toml in it.

    Overwrites nothing. Needs no account and no network; reading starts with `standup FOLDER`.
    """
    if not folder.strip():
        raise click.UsageError("expected the name of a folder", click.get_current_context())
    place = Path(folder).expanduser().absolute()
    words = re.findall(r"[^\W_]+", place.name)
    tags = hashtag or ("".join(map(_capital, words)) or "MyCampaign",)
    text = Template(_TEMPLATE.read_text("utf-8")).substitute(
        name=quoted(name or " ".join(words).capitalize() or "My campaign"),
        hashtags=listed(tags),
        account=f"account = {quoted(account)}" if account else '#account = "WensumValeSW"',
        accounts=f"accounts = {listed(follow)}"
        if follow
        else '#accounts = ["NorfolkSW", "CommunityCare"]',
        time_zone=quoted(time_zone),
    )
    campaign_file.parse(text, Path(f"the new {campaign_file.FILE}"))
    file = _make(place, text)
    click.echo(_next_steps(file, folder, tags, open_to_others=bool(place.stat().st_mode & 0o077)))
    return 0


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def _make(folder: Path, text: str) -> Path:
    """Write the file, and its folder if there is none, for this account alone."""
    path = folder / campaign_file.FILE
    try:
        if not folder.is_dir():
            folder.mkdir()
            folder.chmod(_FOLDER_MODE)  # whatever the umask is
        _write_new(path, text)
    except FileExistsError as error:
        taken = path if error.filename == str(path) else folder
        what = "is there already and stays as it is" if taken == path else "is not a folder"
        raise ConfigError(f"{taken} {what}; choose another folder.") from None
    except FileNotFoundError:
        raise ConfigError(f"there is no folder {folder.parent} to make it in.") from None
    except OSError as error:
        raise ConfigError(unwritable(path, error)) from None
    return path


def _write_new(path: Path, text: str) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    with os.fdopen(os.open(path, flags, _FILE_MODE), "w", encoding="utf-8") as file:
        try:
            os.fchmod(file.fileno(), _FILE_MODE)
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            path.unlink()  # half a file would be in the way of the next attempt
            raise


def _next_steps(file: Path, folder: str, tags: tuple[str, ...], *, open_to_others: bool) -> str:
    folder = shlex.quote(folder)
    read = " ".join(f"#{tag.removeprefix('#')}" for tag in tags)
    shared = (
        f"\nOthers may look into this folder; `chmod 700 {folder}` closes it.\n"
        if open_to_others
        else ""
    )
    return f"""Made {file}. It reads {read}.
{shared}
Next:
  put in accounts, roster and reasons: every line of the file says what it is for
  standup doctor {folder}    says which credentials are missing; with --live, all that a day needs
  standup {folder}           starts reading, and moderates
"""
