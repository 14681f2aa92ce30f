# Everything a command does stands in manage.py commands and tests/; this file only names them.
PYTHON ?= python3
UV = 0.13.8
BIN = .venv/bin

.DEFAULT_GOAL := help
.PHONY: help setup run test bench load corpus lint

help: ## these lines
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1|/' | column -t -s '|'

setup: .venv/installed ## install Python packages into .venv, as uv.lock names them

.venv/installed: pyproject.toml uv.lock $(BIN)/uv
	@UV_PYTHON_DOWNLOADS=never UV_PYTHON=$(BIN)/python UV_PROJECT_ENVIRONMENT=.venv $(BIN)/uv sync --quiet --frozen
	@touch $@

$(BIN)/uv:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed and $(PYTHON) is not here; name another: make PYTHON=/path/to/python3 setup" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed and $(PYTHON) is $$($(PYTHON) -V 2>&1); name another: make PYTHON=/path/to/python3 setup" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv module is missing: on Debian, apt-get install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV)

run: export PORTAL_DEMO ?= 1
run: export PORTAL_TODAY ?= $(shell date +%Y)-11-13
run: setup ## the portal with the real plans and this year's season, at http://127.0.0.1:8000 (PORT=8001 for another port)
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py seed
	@exec $(BIN)/python manage.py up

test: setup ## every test on real PostgreSQL, Redis and Chromium, and beside it on SQLite as the embedded portal runs
	@$(BIN)/python -m tests.everything

bench: setup ## CPU of pages, roll-up, papers and imports beside a whole province (ARGS=--small for a tenth)
	@$(BIN)/python -m tests.benchmarks $(ARGS)

load: setup ## the deadline evening beside a whole province: 300 people, and the rate that saturates two cores
	@$(BIN)/python -m tests.benchmarks load $(ARGS)

corpus: setup ## what the import reads rightly of the scored corpus, beside the last accepted score (ARGS=--accept, -v)
	@$(BIN)/python -m tests.corpus $(ARGS)

lint: setup ## ruff, the order of imports between the apps, and mypy
	@$(BIN)/python -m tests.lint
