"""Customers from a CSV file: dry, once, and a second time that changes nothing."""

from pathlib import Path

from gateway.cli.importing import import_app
from tests.command_line import Deployment, command
from tests.front import Front

FILE = """Nombre;Teléfono;Correo;Notas
Ramona Quiñones;300 555 0142;ramona@example.com;Alérgica al látex
Sin Número;12;;
Otra Vez;+57 300 555 0142;;
"""


async def test_customers_are_taken_once(front: Front, tmp_path: Path) -> None:
    file = tmp_path / "clientes.csv"
    file.write_text(FILE, "utf-8")
    deployment = Deployment(front.container.database.conninfo)
    words = ("csv", file, "--organization", "aurora")

    async def run(*more: str) -> str:
        return (await command(deployment, import_app, *words, *more)).output

    dry = await run("--dry-run")
    assert "would be added 1, filled 0, notes 1, unchanged 0, not taken 2" in dry
    assert "line 3: no phone that exists" in dry
    assert "line 4: the phone of an earlier" in dry
    query = "select name, email from contacts where phone = '573005550142'"
    assert front.rows(query) == []
    assert "added 1, filled 0, notes 1, unchanged 0" in await run()
    assert front.rows(query) == [{"name": "Ramona Quiñones", "email": "ramona@example.com"}]
    assert "added 0, filled 0, notes 0, unchanged 1" in await run()
