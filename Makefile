# The development entry points. `make` alone lists them.
# A fresh machine needs Python 3.11 or newer and make; everything else goes into .venv.

VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
RELEASE := .venv-release
PIP_FLAGS := -qq --disable-pip-version-check
UV_VERSION := 0.13.9

# The interpreter for .venv: the first of these that is at least 3.11, unless PYTHON names one.
PYTHON ?=
PYTHONS := $(or $(PYTHON),python3.13 python3.12 python3.11 python3.14 python3)

# Sets the shell variable `python`. Each candidate is run, because a name on the path may be a
# shim of a version that is not active. Debian splits venv's ensurepip into its own package.
FIND_PYTHON := python=; bare=; \
	for candidate in $(PYTHONS); do \
	  "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || continue; \
	  if "$$candidate" -c 'import ensurepip, venv' >/dev/null 2>&1; then python=$$candidate; break; fi; \
	  bare=$${bare:-$$candidate}; \
	done; \
	if [ -z "$$python" ] && [ -n "$$bare" ]; then \
	  echo "error: $$bare has no ensurepip, so it cannot make a virtual environment; on Debian or Ubuntu, install the python3-venv package." >&2; exit 1; \
	elif [ -z "$$python" ]; then \
	  echo "error: no Python 3.11 or newer among: $(PYTHONS). Name one with make PYTHON=..." >&2; exit 1; \
	fi

# Shows on a terminal that what follows is still at it; a dot for each two seconds.
TICK := if [ -t 1 ]; then \
	  while sleep 2; do printf .; done & ticker=$$!; \
	  trap 'kill $$ticker; echo' EXIT; \
	fi

# Tests start hundreds of processes, which would compile everything each.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo test quick coverage long lies mutants interop image lint types lowest wheel pyz bench fuzz docs docs-site requirements sbom audit workflows clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(INSTALLED): requirements/dev.txt pyproject.toml
	@$(FIND_PYTHON); \
	packages=$$(grep -c '^[a-z]' requirements/dev.txt); \
	echo "Installing $$packages packages into $(VENV) with $$("$$python" --version), once"; \
	$(TICK); \
	"$$python" -m venv --clear $(VENV) && \
	$(BIN)/python -m pip install $(PIP_FLAGS) --require-hashes -r requirements/dev.txt && \
	$(BIN)/python -m pip install $(PIP_FLAGS) --no-deps --no-build-isolation -e .
	@touch $@

demo: $(INSTALLED) ## Show what the fake does, in a minute
	@$(BIN)/fakeping demo

# Plugins that load slowly, and that no test of ours uses.
WITHOUT := $(addprefix -p no:, schemathesis respx)
PYTEST := -m pytest -n auto --dist worksteal $(WITHOUT)

test: $(INSTALLED) ## Run the whole suite
	$(BIN)/python $(PYTEST)

# What needs no socket and no other process.
QUICK := $(addprefix tests/, core coverage engine fake families faults journal redaction \
	contract/test_rules.py test_architecture.py)

quick: $(INSTALLED) ## Run what tells most while one works
	$(BIN)/python $(PYTEST) -q -m 'not slow' --hypothesis-profile=few $(QUICK)

coverage: $(INSTALLED) ## Run the whole suite and report coverage, which takes twice as long
	$(BIN)/coverage erase
	$(BIN)/coverage run $(PYTEST)
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

long: $(INSTALLED) ## Run every case that the suite samples, and properties with a thousand examples
	FAKEPING_TEST_EVERY=1 $(BIN)/python $(PYTEST) --hypothesis-profile=long

lies: $(INSTALLED) ## Change each answer to the contract's checks, and find what none notices
	$(BIN)/python -m tests.contract.lies $(ARGS)

# In an environment of its own, as its tools are nobody else's.
MUTANTS := $(VENV)/mutants

$(MUTANTS)/.installed: $(INSTALLED) requirements/mutants.txt
	@$(BIN)/python -m venv --clear $(MUTANTS)
	@$(MUTANTS)/bin/python -m pip install $(PIP_FLAGS) --require-hashes -r requirements/mutants.txt
	@$(MUTANTS)/bin/python -m pip install $(PIP_FLAGS) --no-deps --no-build-isolation -e .
	@touch $@

mutants: $(MUTANTS)/.installed ## Change the code of some modules, and find what no check notices; takes a night
	$(MUTANTS)/bin/python -m tests.mutants $(ARGS)

interop: $(INSTALLED) ## Run clients of other languages against a server; skips those whose language is missing
	$(BIN)/python -m tests.interop $(ARGS)

image: $(INSTALLED) ## Build the container image's root without an engine, and hold it to its promises; takes root
	$(BIN)/python -m tests.image

lint: $(INSTALLED) ## Check style and formatting
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(INSTALLED) ## Check types
	$(BIN)/mypy

wheel: $(INSTALLED) ## Build the sdist, and from it the wheel, into dist/
	@rm -rf dist
	$(BIN)/python -m build --no-isolation

# In an environment of its own, as its tool is nobody else's.
PYZ := $(VENV)/pyz

$(PYZ)/.installed: $(INSTALLED) requirements/pyz.txt
	@$(BIN)/python -m venv --clear $(PYZ)
	@$(PYZ)/bin/python -m pip install $(PIP_FLAGS) --require-hashes -r requirements/pyz.txt
	@touch $@

pyz: $(PYZ)/.installed wheel ## Build dist/fakeping.pyz, a file that this platform's Python runs, and try it
	@rm -rf $(PYZ)/packages
	$(PYZ)/bin/python -m pip install $(PIP_FLAGS) --require-hashes --only-binary :all: \
	  --target $(PYZ)/packages -r requirements/run.txt
	$(PYZ)/bin/python -m pip install $(PIP_FLAGS) --no-deps --target $(PYZ)/packages dist/*.whl
	rm -rf $(PYZ)/packages/bin
	$(PYZ)/bin/shiv --site-packages $(PYZ)/packages --console-script fakeping --reproducible \
	  --compressed --output-file dist/fakeping.pyz
	$(BIN)/python -m tests.pyz dist/fakeping.pyz

bench: $(INSTALLED) ## Measure the numbers that the project promises
	$(BIN)/python -m benchmarks

fuzz: $(INSTALLED) ## Run Schemathesis at length against every OpenAPI document
	$(BIN)/python -m tests.reference.fuzz

docs: $(INSTALLED) ## Write the pages and the names that are made from the code
	$(BIN)/python -m fakeping.reference.pages
	$(BIN)/python -m fakeping.reference.literals
	$(BIN)/python -m tests.fidelity

# In an environment of its own, as its tools are nobody else's.
SITE := $(VENV)/site

$(SITE)/.installed: $(INSTALLED) requirements/site.txt
	@$(BIN)/python -m venv --clear $(SITE)
	@$(SITE)/bin/python -m pip install $(PIP_FLAGS) --require-hashes -r requirements/site.txt
	@touch $@

docs-site: $(SITE)/.installed ## Build the documentation as a site, strictly, into build/site
	NO_MKDOCS_2_WARNING=1 PYTHONPATH=src:conftest_plugin $(SITE)/bin/mkdocs build --quiet

# In an environment of its own, which is kept until its versions change.
LOWEST := $(VENV)/lowest
LOWEST_TESTS := $(addprefix tests/, test_samples.py $(addprefix plugin/, \
	test_asserts.py test_fixtures.py test_marker.py test_seeds.py test_traces.py))

$(LOWEST)/.installed: $(INSTALLED) requirements/lowest.txt
	@python=$$(python3.11 -c 'import sys; print(sys.executable)' 2>/dev/null || echo $(BIN)/python); \
	"$$python" -m venv --clear $(LOWEST)
	@$(LOWEST)/bin/python -m pip install $(PIP_FLAGS) --require-hashes -r requirements/lowest.txt
	@$(LOWEST)/bin/python -m pip install $(PIP_FLAGS) --no-deps --no-build-isolation -e .
	@touch $@

lowest: $(LOWEST)/.installed ## Run the tests of the plugin and the public API on the lowest versions
	$(LOWEST)/bin/python -m pytest -c tests/lowest.ini -n auto $(LOWEST_TESTS)

# What is compiled, as arguments of `uv pip compile`, into requirements/NAME.txt.
COMPILED := dev run release lowest mutants site pyz
COMPILED_dev := pyproject.toml --all-extras --group dev --universal
COMPILED_run := pyproject.toml --universal
COMPILED_release := --group release --universal
COMPILED_pyz := --group pyz --universal
COMPILED_mutants := pyproject.toml --all-extras --group dev --group mutants --universal \
	--constraints requirements/dev.txt
COMPILED_site := pyproject.toml --all-extras --group site --universal --constraints requirements/dev.txt
COMPILED_lowest := pyproject.toml --all-extras --group lowest --resolution lowest-direct

requirements: ## Pin requirements/*.txt again; ARGS=--upgrade takes the newest releases
	@$(FIND_PYTHON); \
	tools=$$(mktemp -d); trap 'rm -rf "$$tools"' EXIT; \
	"$$python" -m venv "$$tools" && \
	"$$tools/bin/python" -m pip install $(PIP_FLAGS) uv==$(UV_VERSION)$(foreach name,$(COMPILED), && \
	"$$tools/bin/uv" pip compile --quiet $(COMPILED_$(name)) \
	  --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --custom-compile-command 'make requirements' \
	  --output-file requirements/$(name).txt $(ARGS))

# The tools of a release stay out of .venv: a test needs none of them.
$(RELEASE)/.installed: requirements/release.txt
	@$(FIND_PYTHON); "$$python" -m venv --clear $(RELEASE)
	@$(RELEASE)/bin/python -m pip install $(PIP_FLAGS) --require-hashes -r $<
	@touch $@

sbom: $(RELEASE)/.installed ## Write a CycloneDX bill of materials of what a user installs, into dist/
	@mkdir -p dist
	$(RELEASE)/bin/cyclonedx-py requirements --pyproject pyproject.toml --mc-type library \
	  --output-reproducible --output-file dist/fakeping.cdx.json requirements/run.txt

audit: $(RELEASE)/.installed ## Look for known vulnerabilities, and for mistakes in the workflows
	$(RELEASE)/bin/pip-audit --disable-pip --require-hashes -r requirements/run.txt
	$(RELEASE)/bin/zizmor --offline --pedantic .github action.yml

ACTIONLINT := github.com/rhysd/actionlint/cmd/actionlint@v1.7.12

workflows: ## Check the workflows and the inputs of our action with actionlint, where Go is
	@if command -v go >/dev/null; then go run $(ACTIONLINT) && echo "workflows: 1 passed, 0 failed"; \
	else echo "workflows: skipped: go is not installed"; fi

clean: ## Remove everything that make has made
	rm -rf $(VENV) $(RELEASE) dist .coverage .coverage.* htmlcov .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
