# The two commands of the README: `make demo` and `make test`.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: install format demo test lint types layers unit long bench chaos fuzz lock clean

install: .venv/runs

format: .venv/ready
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

demo: .venv/runs
	$(BIN)/frontdesk demo $(if $(RESET),--reset)

# What is quick comes first; the types are checked beside the tests, for they need one core and the tests wait.
test: lint layers
	$(MAKE) --no-print-directory -j 2 types unit

lint: .venv/ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/sqruff lint migrations
	$(BIN)/squawk migrations/tables/*.sql

types: .venv/ready
	$(BIN)/mypy

layers: .venv/ready
	$(BIN)/lint-imports

# A process more than there are cores: each waits for its PostgreSQL now and then. What is compiled is kept:
# without that every one of them, and every command that a test starts, compiles everything anew.
CORES := $(shell nproc 2>/dev/null || sysctl -n hw.ncpu 2>/dev/null || echo 2)
PYTEST := PYTHONDONTWRITEBYTECODE= $(BIN)/pytest -n $(shell expr $(CORES) + 1) --dist loadfile --no-loadscope-reorder

unit: .venv/ready
	$(PYTEST) $(or $(ARGS),--sampled)

# Every case of the lists of wordings of which `make test` runs every second one.
long: .venv/ready
	$(PYTEST)

bench: .venv/ready
	$(BIN)/python -m bench $(ARGS)

# The webhooks of a real gateway under 24,000 requests that no provider would send.
fuzz: .venv/ready
	$(BIN)/python -m tests.fuzz $(ARGS)

# Customers write while everything below them fails (docs/chaos.md).
chaos: .venv/ready
	$(BIN)/python -m bench.chaos $(ARGS)

# The lists are complete, so nothing is resolved and no new release of anything can be chosen.
PIP := $(BIN)/python -m pip --disable-pip-version-check
INSTALL := $(PIP) install --quiet --no-compile --no-deps --require-hashes

# What runs: made again whenever its list or the package's own description changes.
.venv/runs: requirements/runtime.txt requirements/build.txt pyproject.toml setup.py
	$(PYTHON) -m venv .venv
	$(INSTALL) -r requirements/runtime.txt -r requirements/build.txt
	$(PIP) install --quiet --no-deps --no-build-isolation --no-index -e .
	$(PIP) check
	PYTHONDONTWRITEBYTECODE= $(BIN)/frontdesk --help >/dev/null  # compiles what starts, and no more
	touch $@

# What tests need besides.
.venv/ready: .venv/runs requirements/dev.txt
	$(INSTALL) -r requirements/dev.txt
	$(PIP) check
	$(BIN)/python -m compileall -qq -j 0 .venv/lib  # on every core, where pip uses one
	touch $@

# Writes the pinned lists anew from requirements/*.in (needs uv); what runs is what was tested.
LOCK := uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate
lock:
	$(LOCK) requirements/dev.in -o requirements/dev.txt
	$(LOCK) requirements/runtime.in -c requirements/dev.txt -o requirements/runtime.txt
	$(LOCK) requirements/providers.in -c requirements/dev.txt -o requirements/providers.txt
	$(LOCK) requirements/build.in -c requirements/dev.txt -o requirements/build.txt

clean:
	rm -rf .venv .mypy_cache .ruff_cache .import_linter_cache
