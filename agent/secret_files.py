"""Values of variables from a folder of files, as secret managers mount them: a file a variable."""

from pathlib import Path

from agent.environment_names import is_name

_MOST_FILES = 500
_MOST_BYTES = 64_000


def read_secret_files(folder: Path | str | None) -> dict[str, str]:
    """Names and contents, without the line end. Files whose names are no variables (`..data`, `ca.crt`) are passed
    over. Raises OSError for a folder that cannot be read or holds something else than secrets."""
    if not folder:
        return {}
    files = [one for one in sorted(Path(folder).iterdir()) if is_name(one.name) and one.is_file()]
    if len(files) > _MOST_FILES or any(one.stat().st_size > _MOST_BYTES for one in files):
        raise OSError("FRONTDESK_SECRETS_DIR: too many files, or too large ones")
    return {one.name: one.read_text("utf-8", "replace").strip("\r\n") for one in files}
