# Everything a newcomer or CI needs. Wants git, make, Python >= 3.11 and a package index; nothing else.

BIN := .venv/bin
CLI = $(BIN)/python -m devstack.cli
COMPILE = uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate pyproject.toml
INSTALL = $(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes --no-deps
ENGINE ?=
ENV ?=
T ?=
# One line, and which: a project is not half deployed because a tool is missing.
NEEDS_CLOUD = test -d "infra/environments/$(ENV)" -a -n "$(ENV)" || { echo "Say which: ENV=dev, staging or prod" >&2; exit 1; }; \
  for tool in gcloud terraform; do \
    command -v $$tool >/dev/null || { echo "Missing: $$tool (docs/deploy.md)" >&2; exit 1; }; \
  done

.DEFAULT_GOAL := help
.PHONY: help demo up test lint types format docs lock bench package check clean bootstrap deploy infra

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

demo: .venv/.run ## the whole chain on invented people, in about a minute (ENGINE=emulators: on Google's emulators)
	$(CLI) demo $(if $(ENGINE),--engine $(ENGINE))

up: .venv/.run ## start everything and leave it running to explore (ENGINE=emulators as above)
	$(CLI) up $(if $(ENGINE),--engine $(ENGINE))

test: .venv/.dev ## all tests, or those of one path: make test T=tests/unit
	$(BIN)/pytest $(if $(T),$(T),-n auto)

lint: .venv/.dev ## style, format, direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: .venv/.dev ## mypy, strict
	$(BIN)/mypy

format: .venv/.dev ## rewrite the code in the house format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: .venv/.dev ## write the generated documents anew
	$(BIN)/python -m tools.generated

lock: ## resolve the dependencies anew (needs uv)
	$(COMPILE) --group devstack -o requirements/run.lock
	$(COMPILE) --group devstack --group dev -c requirements/run.lock -o requirements/dev.lock
	$(COMPILE:pyproject.toml=requirements/checkov.in) -o requirements/checkov.lock

bench: .venv/.dev ## measure cold start, cost of a look-up, import speed and operations
	$(BIN)/python -m bench

package: .venv/.run ## one archive per function, and their manifest, in dist/
	$(BIN)/python -m tools.package

bootstrap: ## prepare a Google Cloud project, once: make bootstrap ENV=dev (needs gcloud and terraform)
	@$(NEEDS_CLOUD)
	infra/bootstrap.sh $(ENV)

deploy: .venv/.run ## pack the functions and deploy everything: make deploy ENV=dev (needs gcloud and terraform)
	@$(NEEDS_CLOUD)
	$(BIN)/python -m tools.package
	infra/deploy.sh $(ENV)

infra: .venv/.dev .venv/.checkov ## is infra/ in order: structure, Checkov, and Terraform where it is installed
	$(BIN)/pytest -q tests/infra

check: ## exactly what CI does
	.ci/run

clean: ## remove the virtual environment, the local state and all caches
	rm -rf .venv .belajar .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Set-up. A marker is touched when its step is complete: what was broken off is done again, what is done is not.
# pip installs what the lock names, checked by hash, and resolves nothing: its resolver needs over ten minutes.

.venv/.made:
	@for candidate in python3 python3.11 python3.12 python3.13 python3.14 python; do \
	  if $$candidate -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
	    echo "making .venv with $$($$candidate --version)"; \
	    $$candidate -m venv --clear .venv && touch $@; exit; \
	  fi; \
	done; \
	echo "Missing: Python 3.11 or newer with venv (on Debian and Ubuntu: apt install python3-venv)" >&2; exit 1

.venv/.run: requirements/run.lock | .venv/.made
	@echo "installing what the system runs on (once, about a minute)"
	@$(INSTALL) -r requirements/run.lock
	@touch $@

.venv/.dev: requirements/dev.lock | .venv/.made
	@echo "installing what the tests need (once, about a minute)"
	@$(INSTALL) -r requirements/dev.lock
	@touch .venv/.run $@

# Apart from ours: it brings a hundred libraries of its own.
.venv/.checkov: requirements/checkov.lock | .venv/.made
	@echo "installing Checkov (once, half a minute)"
	@$(BIN)/python -m venv .venv/checkov
	@.venv/checkov/bin/python -m pip install -qq --disable-pip-version-check --require-hashes --no-deps -r $<
	@touch $@
