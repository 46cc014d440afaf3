"""Adds generated secrets to the `.env` that the service reads."""

from pathlib import Path

from agent.errors import OperatorError


def remember(file: Path, values: dict[str, str]) -> None:
    """Writes `NAME=value` lines at the end, or where a name stands without a value; the file stays readable by
    its owner alone. Raises OperatorError when it cannot be written."""
    try:
        lines = file.read_text("utf-8").splitlines() if file.exists() else []
        left = dict(values)
        for place, line in enumerate(lines):
            name = line.partition("=")[0].strip()
            if line.strip() == f"{name}=" and name in left:
                lines[place] = f"{name}={left.pop(name)}"
        lines += [f"{name}={value}" for name, value in left.items()]
        mode = file.stat().st_mode & 0o777 if file.exists() else 0o600
        anew = file.with_name(f"{file.name}.new")
        anew.touch(mode=mode)
        anew.write_text("\n".join(lines) + "\n", "utf-8")
        anew.replace(file)
    except OSError as error:
        names = ", ".join(values)
        raise OperatorError(
            f"{file} cannot be written ({error.strerror}); set {names} yourself "
            "(openssl rand -hex 24), then run this again"
        ) from error
