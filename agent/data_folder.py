"""The folder of everything that is kept on this machine: the embedded database, received files, secrets.

It is the same for every command, from any folder: FRONTDESK_DATA_DIR, else one in the user's home.
"""

from pathlib import Path

import platformdirs

from agent.errors import OperatorError

FORMER = Path(".frontdesk")
"""Where earlier versions kept it: in the folder from which they were started."""
_OWN_FILES = ("postgres", "media", "secret.key")


def default_folder() -> Path:
    """`$XDG_DATA_HOME/frontdesk`, which is `~/.local/share/frontdesk` for most; on macOS
    `~/Library/Application Support/frontdesk`.

    Raises OperatorError for a user without a home, and where nothing is kept there yet but an earlier
    version left data in the current folder: nobody should find an empty database and wonder.
    """
    try:
        folder = platformdirs.user_data_path("frontdesk", appauthor=False)
    except RuntimeError as error:
        raise OperatorError(
            "this user has no home folder: set FRONTDESK_DATA_DIR to a full path"
        ) from error
    if not folder.exists() and any((FORMER / name).exists() for name in _OWN_FILES):
        raise OperatorError(
            f"an earlier version kept its data in {FORMER.absolute()}, now they are kept in {folder}. "
            f"Move them (mkdir -p '{folder.parent}' && mv {FORMER} '{folder}'), "
            f"or set FRONTDESK_DATA_DIR={FORMER.absolute()}"
        )
    return folder


def make_private(folder: Path) -> None:
    """Makes the folder for its owner alone; one that is there stays as it is."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
