"""Checks that data files were installed; a package can be built or copied without them."""

import re
from collections.abc import Callable
from pathlib import Path
from pkgutil import iter_modules

import graphs.nodes
from agent.settings import Settings
from agent.shipped import shipped
from agent.texts import FOLDER, BrokenTexts, load
from gateway.checks.finding import Finding
from gateway.web.assets import PAGE, STATIC
from graphs.prompting import PROMPTS

_OF_THE_PAGE = re.compile(r'"/static/([\w.-]+)"')


async def check_installation(
    settings: Settings,
    place: Callable[[str], Path] = shipped,
    prompts: Path = PROMPTS,
    static: Path = STATIC,
    languages: Path = FOLDER,
) -> list[Finding]:
    """Whether everything is there that is read while the service runs. `place`: where a folder of
    agent/shipped.py is."""
    try:
        load(languages)
    except (BrokenTexts, OSError) as error:
        first = str(error).splitlines()[0]
        return [Finding("bad", "installation", f"texts: {first}", "install frontdesk again")]
    missing = _missing(place, prompts, static)
    if not missing:
        return [Finding("ok", "installation", "complete")]
    more = f" and {len(missing) - 3} more" if len(missing) > 3 else ""
    text = f"files are missing: {', '.join(missing[:3])}{more}"
    return [Finding("bad", "installation", text, "install frontdesk again")]


def _missing(place: Callable[[str], Path], prompts: Path, static: Path) -> list[str]:
    """`folder/name` of each; `folder/*.kind` where not one is there of files that have no fixed names."""
    nodes = (node.name for node in iter_modules(graphs.nodes.__path__))
    wanted = [
        *(prompts / f"{name}.md" for name in ("_style", "supervisor", *nodes)),
        static / PAGE,
        *(static / name for name in _named_by(static / PAGE)),
        place("requirements") / "runtime.txt",
        place("deploy") / "compose.env.example",
        place("migrations") / "old_numbering.txt",
    ]
    kinds = {"migrations/tables": "*.sql", "migrations/functions": "*.sql", "demo": "*.yaml"}
    wanted += [
        place(name) / kind for name, kind in kinds.items() if not any(place(name).glob(kind))
    ]
    return [f"{one.parent.name}/{one.name}" for one in wanted if not one.is_file()]


def _named_by(page: Path) -> list[str]:
    try:
        return sorted(set(_OF_THE_PAGE.findall(page.read_text("utf-8"))))
    except OSError:
        return []
