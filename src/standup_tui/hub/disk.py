"""What kind of disk a campaign lies on: SQLite's locks do not hold across a network."""

from pathlib import Path

from standup_tui.errors import HubError

_SHARED = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "afs", "ceph", "vboxsf"}
)
ANYWAY = "--on-network-disk"
"""The option of `standup hub` with which somebody takes that upon themselves."""


def must_be_local(folder: Path) -> None:
    """See that a campaign is on a disk of this machine; raises `HubError`."""
    if kind := shared_disk(folder):
        raise HubError(
            f"{folder} is on a network file system ({kind}), where two machines could write to "
            "one store and damage it: move the campaign to a disk of this machine, or, if nothing "
            f"else ever opens it, start `standup hub {ANYWAY}`."
        )


def shared_disk(folder: Path) -> str:
    """Return the type of the network file system a folder is on; empty where it is on none."""
    kind = file_system(folder)
    return kind if kind in _SHARED else ""


def file_system(folder: Path) -> str:
    """Return the type of the file system a folder is on; empty where nobody says."""
    try:
        lines = Path("/proc/self/mounts").read_text("utf-8", "replace").splitlines()
    except OSError:
        return ""
    mounts = {fields[1]: fields[2] for line in lines if len(fields := line.split()) > 2}  # noqa: PLR2004
    for parent in (folder.resolve(), *folder.resolve().parents):
        if kind := mounts.get(_spelled(parent)):
            return kind
    return ""


def _spelled(path: Path) -> str:
    """Write a path as the kernel lists it: it has no other way to tell where a field ends."""
    spelled = str(path).replace("\\", r"\134")
    for sign, code in ((" ", r"\040"), ("\t", r"\011"), ("\n", r"\012")):
        spelled = spelled.replace(sign, code)
    return spelled
