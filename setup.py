"""What pyproject.toml cannot say: packages are found, and folders at the top are shipped with them.

`python -m pip install .` reads it; nobody runs it by hand.
"""

import re
from pathlib import Path

from setuptools import find_packages, setup

ROOT = Path(__file__).parent
FLOORS = ("agent", "tools", "graphs", "gateway")
FILES = {
    "migrations": ["*.txt", "tables/*.sql", "functions/*.sql"],
    "demo": ["*.yaml"],
    "requirements": ["runtime.txt"],
    "deploy": ["compose.env.example"],
}
"""Read while the service runs, through agent/shipped.py."""


def pins(name: str) -> dict[str, str]:
    """Requirement lines of a pinned list, without their hashes, by name."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    lines = re.findall(r"^(\w[^\\\n]*?) *\\?$", text, re.MULTILINE)
    return {re.split(r"[=\[ ;]", line)[0]: line for line in lines}


def extra(name: str) -> list[str]:
    """One library for a provider, as it was tested; what it needs itself is in providers.txt."""
    return [pins("providers")[name]]


setup(
    packages=[
        *find_packages(str(ROOT), include=[*FLOORS, *(f"{floor}.*" for floor in FLOORS)]),
        *(f"frontdesk_files.{folder}" for folder in FILES),
    ],
    package_dir={f"frontdesk_files.{folder}": folder for folder in FILES},
    package_data={
        "agent": ["legal_terms.toml"],
        "agent.language": ["*/*.toml", "*/*/*.toml"],
        "agent.reply_checks": ["words/*.toml"],
        "agent.language.acts": ["heads.bin"],
        "gateway.access": ["templates/*"],
        "gateway.evaluation": ["*/*.yaml"],
        "gateway.web": ["static/*"],
        "gateway.console": ["static/*", "templates/*"],
        "graphs": ["prompts/*.md"],
        **{f"frontdesk_files.{folder}": kinds for folder, kinds in FILES.items()},
    },
    include_package_data=False,
    # A later release of a library must not break this one.
    install_requires=list(pins("runtime").values()),
    extras_require={"bedrock": extra("langchain-aws"), "gemini": extra("langchain-google-genai")},
)
