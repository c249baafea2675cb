# `make run` and `make test` do all the set-up: a virtual environment, the dependencies, the data.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
TOOLS := $(VENV)/.tools
SUPPLY := .supply
EDITION := $(or $(TERRITOIRES_HOME),.territoires)/courante

# Tests in a browser wait for what they look at, not for a time: two run side by side, each with its own server.
BROWSERS := 2

# Some machines forbid Python to keep what it compiled: each of the forty processes of the tests then compiles for 5 s.
unexport PYTHONDONTWRITEBYTECODE

SIDE_BY_SIDE := --numprocesses auto --maxprocesses 4 --dist worksteal

# Modules whose examples say most of what they do: they are run as they are read.
EXAMPLES := components/text/formats.py data/words/text.py data/query/selection.py geo/classes.py

# As many processes as cores. PORT is where the site is.
PROCESSES ?= 2

.PHONY: run serve cluster build check quick fix test test-edition lint bench load chaos lock sbom fonts clean

run: $(EDITION)
	@echo "Fichiers officiels (Fonds vert, France Relance, densité…) : « ./territoires refresh --all » les apporte."
	$(BIN)/streamlit run serve.py

# Several processes behind the HAProxy of the system; docs/exploitation.md says how a server does it.
serve: $(EDITION)
	$(BIN)/python deploy/serve.py $(PROCESSES)

# What `./territoires sums` asks when TERRITOIRES_SCHEDULER says the address that this prints.
cluster: $(EDITION)
	$(BIN)/pip install --quiet --group dask -c constraints.txt
	$(BIN)/python deploy/cluster.py $(PROCESSES)

build: $(INSTALLED)
	./territoires build

# Built again when the facts or the code that reads them changed.
$(EDITION): $(INSTALLED) $(wildcard data/facts/*.csv data/*.toml data/*.py data/*/*.py geo/*.py)
	./territoires build

# Before each commit: what the linters and the quick tests can tell in less than a minute.
check: $(TOOLS)
	$(MAKE) --jobs 2 lint quick

quick: $(TOOLS)
	$(BIN)/pytest --quiet --numprocesses 2 --dist worksteal -m "not slow" --hypothesis-profile=quick --doctest-modules $(EXAMPLES) tests/unit

fix: $(TOOLS)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

test: $(TOOLS)
	$(MAKE) --jobs 2 lint test-edition
	$(BIN)/pytest $(SIDE_BY_SIDE) --cov --doctest-modules $(EXAMPLES) tests/unit
	$(BIN)/pytest $(SIDE_BY_SIDE) tests/store tests/app
	$(BIN)/pytest --numprocesses $(BROWSERS) --dist worksteal tests/browser tests/deploy

# The edition that all tests share: built while the code is checked, rather than with one process waiting for another.
test-edition: $(TOOLS)
	$(BIN)/pytest --quiet tests/store/test_outputs.py

lint: $(TOOLS)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Bad days on purpose, on this machine alone, in some minutes; a sample of them is in `make test`.
chaos: $(TOOLS)
	$(BIN)/python -m tests.chaos

# 30 to 400 visitors of a site of PROCESSES processes, then 200 of a single one: what they wait, and what it costs.
load: $(EDITION) $(TOOLS)
	$(BIN)/python -m tests.load $(PROCESSES)

bench: $(EDITION)
	$(BIN)/pip install --quiet --group bench -c constraints.txt
	$(BIN)/python -m tests.bench

# The exact set, each file by its digest. Nothing else: the lock leaves out what `tool.uv` in pyproject.toml says.
# Python compiles the few modules that it imports: compiling all of them takes longer than installing them.
$(INSTALLED): installer.lock requirements.lock
	$(PYTHON) -m venv $(VENV)
	$(BIN)/$(INSTALLER)
	$(BIN)/pip install --quiet --no-compile --no-deps --require-hashes -r requirements.lock
	touch $@

# What checks and tests the application, beside what runs it.
$(TOOLS): $(INSTALLED) tools.lock
	$(BIN)/pip install --quiet --no-compile --no-deps --require-hashes -r tools.lock
	touch $@

# The pip of the virtual environment, by its digest too.
INSTALLER := pip install --quiet --no-deps --require-hashes -r installer.lock

# After a change of pyproject.toml or of constraints.txt. soupsieve asks for 3.11.5.
LOCK := $(SUPPLY)/bin/uv pip compile --quiet --universal --python-version 3.11.5 --generate-hashes \
	--no-emit-index-url --no-annotate --no-header -c constraints.txt

lock: $(SUPPLY)/.installed
	$(LOCK) --group pyproject.toml:installer -o installer.lock
	$(LOCK) --group pyproject.toml:app -o requirements.lock
	$(LOCK) --group pyproject.toml:dev -o tools.lock

# The letters and icons that pages show, after a change of Streamlit or of an icon.
fonts: $(TOOLS)
	$(BIN)/python -m deploy.fonts

# What is installed, for who answers for it: CycloneDX, in sbom.cdx.json.
sbom: $(INSTALLED) $(SUPPLY)/.installed
	$(SUPPLY)/bin/cyclonedx-py environment --output-reproducible --output-file sbom.cdx.json $(BIN)/python

$(SUPPLY)/.installed: pyproject.toml installer.lock
	$(PYTHON) -m venv $(SUPPLY)
	$(SUPPLY)/bin/$(INSTALLER)
	$(SUPPLY)/bin/pip install --quiet --group supply
	touch $@

clean:
	rm -rf $(VENV) $(SUPPLY) .territoires static/geo sbom.cdx.json
