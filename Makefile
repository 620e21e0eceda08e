# Needs Python 3.11 or newer and make; the rest is installed below .venv and node_modules.
PYTHON ?= python3
PORT ?= 8000
VAR ?= var
CROWD ?= 1
PYTEST ?= -n auto --dist loadfile

BIN := .venv/bin
INSTALL := $(PYTHON) scripts/install.py
export YICHUANG_VAR = $(abspath $(VAR))

.PHONY: demo demo-running install install-dev test check bench pictures requirements
.DEFAULT_GOAL := demo

# The hall in the foreground. make says 'Error 1' after a recipe that failed, so the reason is
# said by a second one: the last line is why.
demo: demo-running
	@$(if $(wildcard .make/reason),$(error $(file < .make/reason)))

demo-running:
	-@exec $(INSTALL) base $(BIN)/yichuang up --port $(PORT) --demo $(if $(filter-out 0,$(CROWD)),--crowd)

install:
	@$(INSTALL) base

install-dev:
	@$(INSTALL) dev

# A file stays in one process: the tests of the contract look back on each other.
test: install-dev
	@$(BIN)/pytest $(PYTEST) -m "not browser"
	@$(BIN)/pytest -m browser

check: install-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -q tests/structure

bench: install-dev
	@$(BIN)/python -m bench

# docs/screens taken anew from the hall that `make demo` runs in another terminal.
pictures: install-dev
	@PICTURED_VAR=$(YICHUANG_VAR) PICTURED_URL=http://127.0.0.1:$(PORT) \
		$(BIN)/pytest -q $(if $(ONLY),-k "$(ONLY)") tests/browser/pictures/*.py

# Pins for Python 3.11 to 3.13 with hashes, naming no registry.
COMPILE = $(BIN)/uv pip compile -q --universal --generate-hashes --python-version 3.11 \
	--no-emit-index-url --no-emit-find-links
requirements: install-dev
	@$(BIN)/python -m pip install -q uv
	$(COMPILE) requirements/dev.in -o requirements/dev.txt
	$(COMPILE) requirements/base.in -c requirements/dev.txt -o requirements/base.txt
