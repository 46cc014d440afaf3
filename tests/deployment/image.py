"""Reads our own Dockerfile: exec form only, no heredocs, no variables outside of ENV."""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from tests.deployment.compose import ROOT

_KNOWN = (
    "FROM", "LABEL", "ENV", "RUN", "COPY", "WORKDIR", "USER",
    "EXPOSE", "STOPSIGNAL", "HEALTHCHECK", "ENTRYPOINT", "CMD",
)  # fmt: skip


@dataclass
class Stage:
    """`base` is its image, the rest are the instructions' arguments in their order."""

    base: str
    instructions: list[tuple[str, str]] = field(default_factory=list)

    def all(self, name: str) -> list[str]:
        return [rest for one, rest in self.instructions if one == name]

    def words(self, name: str) -> list[str]:
        """The last of an instruction in exec form."""
        listed: list[str] = json.loads(self.all(name)[-1])
        return listed

    def environment(self) -> dict[str, str]:
        return dict(re.findall(r"(\w+)=(\S+)", " ".join(self.all("ENV"))))


def read_image(file: Path = ROOT / "Dockerfile") -> dict[str, Stage]:
    """The stages by name, the last one as "". Raises ValueError for what is not understood."""
    text = re.sub(r"^#.*\n", "", file.read_text("utf-8"), flags=re.MULTILINE)
    stages: dict[str, Stage] = {}
    stage = Stage("")
    for line in filter(str.strip, text.replace("\\\n", " ").splitlines()):
        name, _, rest = line.partition(" ")
        if name not in _KNOWN or "<<" in rest or "$" in rest:
            raise ValueError(f"not understood: {line}")
        if name == "FROM":
            base, _, called = rest.partition(" AS ")
            stage = stages[called] = Stage(base)
        else:
            stage.instructions.append((name, " ".join(rest.split())))
    return stages
