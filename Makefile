# AUTOCREA. Needs Python 3.11 or newer and make; everything else is fetched into this folder.
#
#   make run     start the product (PORT=8000)        make check   lint, types, translations, shape
#   make test    the whole test suite                 make setup   only what these need first
#   make bench-apps   how well descriptions are read   make proof-…  what takes longer than a test may
#   make bench-agents, bench-real-model   what a run with a model takes and costs
#   make recording    film the landing page's loop anew

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)
VENV := .venv
BIN  := $(VENV)/bin
JOBS ?= 2

export DENO_NO_UPDATE_CHECK := 1
export DENO_TLS_CA_STORE ?= mozilla,system
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: setup run test check recording proof-migrate proof-apps proof-agents proof-look bench-apps bench-agents bench-real-model bench-sandbox
.DEFAULT_GOAL := run

setup: build/.assets build/.translations build/.sandbox

run: setup
	@exec $(BIN)/python -m autocrea.dev

test: setup
	@$(BIN)/python -m autocrea.chromium
	$(BIN)/python -m pytest --numprocesses $(JOBS) --dist loadfile --no-loadscope-reorder $(ARGS)

proof-migrate: setup
	$(BIN)/python -m pytest -q -s -c pyproject.toml -o norecursedirs= tests/proofs/test_migrate.py

proof-apps: setup
	$(BIN)/python -m pytest -q --proofs --numprocesses $(JOBS) $(ARGS)

proof-agents: setup
	$(BIN)/python -m pytest -q --proofs generation/agents generation/pipeline/tests/test_merging.py generation/pipeline/tests/test_settlement.py generation/pipeline/tests/test_faulty_model.py generation/pipeline/tests/test_strong_model.py $(ARGS)

recording: setup
	$(BIN)/python -m pytest -q -c pyproject.toml -o norecursedirs= tests/proofs/test_recording.py

proof-look: setup
	$(BIN)/python -m pytest -q -c pyproject.toml -o norecursedirs= tests/proofs/test_look.py tests/proofs/test_templates.py $(ARGS)

bench-apps: setup
	$(BIN)/python -m bench.apps $(ARGS)

bench-agents: setup
	$(BIN)/python -m bench.agents

bench-real-model: setup
	$(BIN)/python -m bench.agents.real $(ARGS)

bench-sandbox: setup
	$(BIN)/python -m bench.sandbox

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy accounts autocrea billing generation
	$(BIN)/python -m autocrea.translations check
	$(BIN)/python -m pytest -q tests/test_architecture.py tests/test_migrations.py

# A mark is newer than what its part was made from, so that a second start has nothing to do here.

$(VENV)/.installed: requirements.txt constraints.txt
	@test -n "$(PYTHON)" || { echo "AUTOCREA needs Python 3.11 or newer: install it, or name it with PYTHON=/path/to/python"; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV) || \
		{ rm -rf $(VENV); echo "Python could not make a virtual environment; on Debian and Ubuntu: apt install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet -r requirements.txt -c constraints.txt
	@touch $@

node_modules/.installed: $(VENV)/.installed package.json deno.lock
	$(BIN)/deno install --quiet --frozen
	@touch $@

build/.assets: node_modules/.installed autocrea/assets.py static/icons/names.txt
	$(BIN)/python -m autocrea.assets
	@touch $@

build/.translations: $(VENV)/.installed $(wildcard locale/*/LC_MESSAGES/*.po)
	$(BIN)/python -m autocrea.translations compile
	@mkdir -p build && touch $@

build/.sandbox: node_modules/.installed $(wildcard generation/sandbox/*.py generation/sandbox/guest/* generation/stacks/django/bundle.txt)
	$(BIN)/python -m generation.sandbox.bundle
	@mkdir -p build && touch $@
