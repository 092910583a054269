# `make demo` and `make test` are the two commands; each sets up all it needs first. `make help` lists the rest.
PYTHON ?= python3.11
BIN := .venv/bin
PAGE := app/local/page
TESTS ?= tests

.PHONY: help setup demo test check soak bench playground pictures manifest translations clean

help:  ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 22

setup: .venv/.installed $(PAGE)/node_modules/.installed  ## .venv and the page's npm parts

.venv/.installed: requirements.lock tests/requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock -r tests/requirements.lock 2>&1 \
	  | grep -v '^WARNING: Location' || true
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable . 2>&1 \
	  | grep -v '^WARNING: Location' || true
	$(BIN)/kernteam --help >/dev/null
	touch $@

# Without Node the demo goes on in the terminal, and the browser tests say that they are skipped.
$(PAGE)/node_modules/.installed: $(PAGE)/package-lock.json
	@if command -v npm >/dev/null; then \
	  cd $(PAGE) && npm ci --silent --no-audit --no-fund --ignore-scripts && touch node_modules/.installed; \
	else echo "Node is not installed: Local Teams' page is left out."; fi

demo: setup  ## the bot and a small local Teams to look at
	$(BIN)/kernteam demo

test: setup  ## all tests: SQLite, PostgreSQL, and in a browser where a Chromium is found
	$(BIN)/python -m pytest $(TESTS) -n 2 --dist loadscope -m "not soak and not playground"

check: setup  ## style, types, who may import whom, translations, migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest tests/test_house.py tests/test_translations.py tests/test_migrations.py

soak: setup  ## long loads and kills (many minutes)
	$(BIN)/python -m pytest tests/soak -m soak

bench: setup .venv-bench/.installed  ## figures, side by side in one run
	$(BIN)/python -m tests.bench

.venv-bench/.installed: tests/bench/requirements.lock
	$(PYTHON) -m venv .venv-bench
	.venv-bench/bin/pip install --quiet --disable-pip-version-check --require-hashes -r tests/bench/requirements.lock 2>&1 \
	  | grep -v '^WARNING: Location' || true
	touch $@

playground: setup  ## the bot in Microsoft's Agents Playground, an independent second opinion
	$(BIN)/python -m tests.playground

pictures: setup  ## docs/pictures, taken anew with headless Chromium
	$(BIN)/python -m tests.pictures

playground-journey: setup  ## a team's first minutes played there (fetches the Playground)
	$(BIN)/python -m pytest tests/e2e/test_playground.py -m playground -n 0

translations: setup  ## take new sentences into the catalogues
	$(BIN)/python -m tests.translations

clean:  ## remove what the targets above made
	rm -rf .venv .venv-bench $(PAGE)/node_modules .demo dist
