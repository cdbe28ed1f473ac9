# Two commands to begin with: `make run` opens the demo floor, `make test` runs the tests.
# Both make .venv from a lock with hashes; only python3 (>= 3.11), its venv module and make are
# assumed. `make help` lists the rest.

PYTHON ?= python3
WORKERS ?= 2
ARGS ?=
UPGRADE ?=

PY := .venv/bin/python
# A stamp is a copy of the lock whose packages are all in .venv: nothing but equal contents is
# trusted, so that neither a checkout nor a restored backup can fool a time stamp.
RUN := .venv/floorwatch-run.lock
DEV := .venv/floorwatch-dev.lock
# Stands while .venv is being changed: after a crash it says "begin again".
UNFINISHED := .venv.unfinished

# Is there a .venv that runs, is whole, and is not of a Python since replaced? (30 ms)
SOUND := $(shell [ ! -e $(UNFINISHED) ] && $(PY) -c \
	'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo yes)
same = $(shell cmp -s $(1) $(2) && echo yes)

.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: help run test test-slow check lint format bench shots lock clean venv FORCE

help:
	@echo 'make run        open the live floor on a simulated day (ARGS="--help" for its options)'
	@echo 'make test       the tests (ARGS="tests/store -x" for some of them)'
	@echo 'make test-slow  the tests that take minutes'
	@echo 'make check      ruff, mypy, import rules, tests'
	@echo 'make format     put the code into its standard form'
	@echo 'make bench      measure the speed budgets side by side with peers'
	@echo 'make shots      take the pictures of the screens (needs chromium)'
	@echo 'make lock       renew the locks from pyproject.toml (UPGRADE=--upgrade: newest versions)'
	@echo 'make clean      remove what make and the tools made'

run: $(RUN)
	@$(PY) app.py demo $(ARGS)

test: $(DEV) browser
	@$(PY) -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

# A Chromium for the tests of the browser, where it can be installed without asking anybody.
.PHONY: browser
browser:
	@{ command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null || \
	{ [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && echo 'Installing chromium …' && \
	  { apt-get update -qq && apt-get install -qq -y --no-install-recommends chromium; } >/dev/null 2>&1; } || \
	echo 'There is no Chromium here and none can be installed: tests that need it are skipped.'

test-slow: $(DEV)
	@$(PY) -m pytest -m slow -n $(WORKERS) --dist worksteal $(ARGS)

check: lint test

lint: $(DEV)
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	.venv/bin/lint-imports --no-logo

format: $(DEV)
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

bench: $(DEV)
	@$(PY) -m benchmarks $(ARGS)

shots: $(DEV)
	@$(PY) -m docs.shots $(ARGS)

# ------------------------------------------------------------ the environment

ifneq ($(SOUND),yes)
$(RUN) $(DEV): venv
endif
ifneq ($(call same,requirements.lock,$(RUN)),yes)
$(RUN): FORCE
endif
ifneq ($(call same,requirements-dev.lock,$(DEV)),yes)
$(DEV): FORCE
endif

# $(call install,LOCK): puts a lock's packages into .venv.
install = @touch $(UNFINISHED) && echo 'Installing $(1) into .venv …' && \
	$(PY) -m pip install --disable-pip-version-check --no-input --require-hashes -r $(1)

$(RUN):
	$(call install,requirements.lock)
	@cp requirements.lock $(RUN) && rm -f $(UNFINISHED)

# The development lock holds the other one's packages in the same versions (tests/test_wheel.py).
$(DEV):
	$(call install,requirements-dev.lock)
	@cp requirements.lock $(RUN) && cp requirements-dev.lock $(DEV) && rm -f $(UNFINISHED)

venv: python
	@touch $(UNFINISHED)
	@"$(PYTHON)" -m venv --clear .venv

.PHONY: python
python:
	@command -v "$(PYTHON)" >/dev/null || { \
	  echo 'Floorwatch needs Python 3.11 or newer, and there is no $(PYTHON) here.' >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; old = sys.version_info < (3, 11); sys.exit(old and \
	  "Floorwatch needs Python 3.11 or newer; $(PYTHON) is %d.%d. Another one is named so:\n" \
	  "make run PYTHON=python3.12" % sys.version_info[:2])'

# ------------------------------------------------------------ the locks

# Resolved for every platform and Python >= 3.11 by uv, in an environment that is thrown away.
# Versions stay as they are unless pyproject.toml or UPGRADE asks for others.
resolve = "$$d/bin/python" -m uv pip compile pyproject.toml --quiet --universal \
	--python-version 3.11 --generate-hashes --no-header --no-annotate $(UPGRADE)
note = printf '%s\n' '\# $(1): exact versions with hashes, for Python >= 3.11.' \
	'\# Renewed from pyproject.toml by `make lock`, with newer versions by' \
	'\# `make lock UPGRADE=--upgrade`; not edited by hand.'

lock: python
	@set -e; d=$$(mktemp -d); trap 'rm -rf "$$d"' EXIT INT TERM; \
	"$(PYTHON)" -m venv "$$d"; "$$d/bin/python" -m pip install --quiet uv; \
	for f in requirements requirements-dev; do [ ! -e $$f.lock ] || cp $$f.lock "$$d"; done; \
	$(resolve) --output-file "$$d/requirements.lock" >/dev/null; \
	$(resolve) --group dev --constraint "$$d/requirements.lock" \
	  --output-file "$$d/requirements-dev.lock" >/dev/null; \
	{ $(call note,What Floorwatch runs on); cat "$$d/requirements.lock"; } >requirements.lock; \
	{ $(call note,What Floorwatch runs and is developed on); \
	  cat "$$d/requirements-dev.lock"; } >requirements-dev.lock; \
	echo 'requirements.lock and requirements-dev.lock are renewed.'

clean:
	rm -rf .venv $(UNFINISHED) build dist .coverage .hypothesis .mypy_cache .pytest_cache \
	  .ruff_cache .import_linter_cache benchmarks/.work
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
