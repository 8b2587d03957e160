"""Under which account the servers run, and the folders that they need.

PostgreSQL refuses to run as root: then an account without rights runs it, on data and binaries where that account can
read them, and nobody's home is opened.
"""

import hashlib
import os
import pwd
import stat
import tempfile
from pathlib import Path

from embedded.process import CannotStart, Credentials

FOLDER_FOR_ROOT = Path("/var/lib/factdesk")
_ACCOUNT = "nobody"


def account_for_root() -> pwd.struct_passwd | None:
    """The account that runs PostgreSQL when we are root, else None."""
    return pwd.getpwnam(_ACCOUNT) if os.geteuid() == 0 else None


def credentials(account: pwd.struct_passwd | None) -> Credentials:
    """What `subprocess` takes to run a command as this account; nothing for our own."""
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}


def data_home(folder: Path, account: pwd.struct_passwd | None) -> Path:
    """Where PostgreSQL's data goes: `folder`, for an account of its own a folder within that it can reach.

    Where a parent of `folder` is closed to the account, it is a folder under /var/lib/factdesk. Makes `folder`
    (mode 700, 710 with the account's group where it must pass) and `folder/log` (700).
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    (folder / "log").mkdir(exist_ok=True, mode=0o700)
    (folder / "log").chmod(0o700)
    if account is None:
        folder.chmod(0o700)
        return folder
    home = FOLDER_FOR_ROOT / _short_hash(folder)
    if all(parent.stat().st_mode & stat.S_IXOTH for parent in folder.resolve().parents):
        home = folder / "server"
        os.chown(folder, -1, account.pw_gid)
        folder.chmod(0o710)
    home.mkdir(parents=True, exist_ok=True, mode=0o755)
    home.chmod(0o700)
    os.chown(home, account.pw_uid, account.pw_gid)
    return home


def socket_folder(folder: Path, account: pwd.struct_passwd | None) -> Path:
    """A private folder with a short path (a socket's address holds about 100 bytes), made at first use.

    Raises `CannotStart` if something there is not ours, or others may enter it.
    """
    sockets = Path(tempfile.gettempdir()) / f"factdesk-{os.geteuid()}-{_short_hash(folder.resolve())}"
    owner = account.pw_uid if account else os.geteuid()
    try:
        sockets.mkdir(mode=0o700)
        os.chown(sockets, owner, -1)
    except FileExistsError:
        found = sockets.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (owner, os.geteuid()) or found.st_mode & 0o077:
            raise CannotStart(f"{sockets} is not a private folder of ours; remove it") from None
    return sockets


def _short_hash(path: Path) -> str:
    return hashlib.sha256(str(path).encode()).hexdigest()[:12]
