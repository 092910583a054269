# `make demo` and `make test` are the two commands; each sets up all it needs first.
PYTHON ?= python3.11
BIN := .venv/bin

.venv/.installed: requirements.lock tests/requirements.lock
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock -r tests/requirements.lock
	touch $@
