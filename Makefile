# AUTOCREA. Needs Python 3.11 or newer and make; everything else is fetched into this folder.
#
#   make run     start the product (PORT=8000)        make check   lint, types, migrations, translations
#   make test    the whole test suite                 make setup   only what these need first

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMPS := build/stamps

export DENO_NO_UPDATE_CHECK := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: setup run test check
.DEFAULT_GOAL := run

setup: $(STAMPS)/assets $(STAMPS)/translations $(STAMPS)/sandbox

run: setup
	@exec $(BIN)/python -m autocrea.dev

test: setup
	@$(BIN)/python -m autocrea.chromium
	$(BIN)/python -m pytest $(ARGS)

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy accounts autocrea billing generation
	$(BIN)/python -m autocrea.translations check
	$(BIN)/python -m pytest -q tests/test_migrations.py tests/test_architecture.py

# Each stamp is newer than what it was made from, so a second start does nothing here.

$(STAMPS)/python: requirements.txt constraints.txt
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("AUTOCREA needs Python 3.11 or newer, this is " + sys.version.split()[0] + ". Set PYTHON=python3.12 or the like.")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Python could not make a virtual environment; on Debian and Ubuntu: apt install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet -r requirements.txt -c constraints.txt
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/packages: $(STAMPS)/python package.json deno.lock
	$(BIN)/deno install --quiet --frozen
	@touch $@

$(STAMPS)/assets: $(STAMPS)/packages autocrea/assets.py static/icons/names.txt
	$(BIN)/python -m autocrea.assets
	@touch $@

$(STAMPS)/translations: $(STAMPS)/python $(wildcard locale/*/LC_MESSAGES/*.po)
	$(BIN)/python -m autocrea.translations compile
	@touch $@

$(STAMPS)/sandbox: $(STAMPS)/packages generation/stacks/django/bundle.txt $(wildcard generation/sandbox/*.py generation/sandbox/guest/*)
	$(BIN)/python -m generation.sandbox.bundle
	@touch $@
