# The two commands of the README: `make demo` and `make test`.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test lint types layers unit bench lock clean

demo: .venv/ready
	$(BIN)/frontdesk demo $(if $(RESET),--reset)

test: lint types layers unit

lint: .venv/ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: .venv/ready
	$(BIN)/mypy

layers: .venv/ready
	$(BIN)/lint-imports

# Three processes for two cores: each waits for its PostgreSQL now and then.
unit: .venv/ready
	$(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder $(ARGS)

bench: .venv/ready
	$(BIN)/frontdesk bench

# Made again whenever the pinned list or the package's own description changes.
.venv/ready: requirements/dev.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/pip check
	touch $@

# Writes the pinned lists anew from requirements/*.in (needs uv); what runs is what was tested.
LOCK := uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate
lock:
	$(LOCK) requirements/dev.in -o requirements/dev.txt
	$(LOCK) requirements/runtime.in -c requirements/dev.txt -o requirements/runtime.txt
	$(LOCK) requirements/providers.in -c requirements/dev.txt -o requirements/providers.txt

clean:
	rm -rf .venv .mypy_cache .ruff_cache .import_linter_cache
