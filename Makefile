# The door of the house: `make` lists what it can do. Each target installs what it is missing (scripts/deps) and builds
# what is not up to date, so any of them can be the first command after a clone.

DATA     ?= data/heart-disease.csv
PORT     ?= 8080
MODEL     = out/heart-disease.model.json
# The users of `make demo` and `make load-test`, separated by commas.
export EXAMPLES ?= examples/randomized.cpp,examples/health.cpp

# A clone at another path finds the objects that this one compiled.
export CCACHE_BASEDIR := $(CURDIR)
export CCACHE_NOHASHDIR := 1

MAKEFLAGS += --no-print-directory
CTEST = ctest --parallel $(shell nproc)

.DEFAULT_GOAL := help
.PHONY: help deps deps-build develop build demo test start load-test format lint fuzz bench soak asan tsan install clean

help: ## list what make can do
	@echo 'make TARGET; the first one to try is: make demo'
	@awk -F ':.*## ' '/^[a-z -]+:.*## / {printf "  %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

deps: ## install the Debian packages that are missing, of all targets
	@scripts/deps all
develop: deps ## the same as deps

build: build/build.ninja | deps-build ## build the programs: build/bin/acrida and build/bin/acrida-model
	@cmake --build build --target programs

demo: build ## train a model, serve it, load-test it for 15 s; DATA=rows.csv takes other data
	@DATA='$(DATA)' scripts/demo

test: ## check layout and layers, build, and run every test
	@scripts/deps test
	@scripts/format --check
	@tests/layers_test
	@$(MAKE) build/build.ninja
	@grep -q '^ACRIDA_TESTS:BOOL=ON' build/CMakeCache.txt || cmake --preset release -D ACRIDA_TESTS=ON
	@cmake --build build --target headers_alone
	@cmake --build build
	@$(CTEST) --preset release

start: build $(MODEL) ## serve the model on port 8080 (PORT=…), trained first if needed
	@build/bin/acrida-model serve --model $(MODEL) --port $(PORT)

load-test: build ## run the examples for 30 s against the server of `make start`
	@build/bin/acrida -f $(EXAMPLES) --headless -u 20 -r 10 -t 30s -H http://127.0.0.1:$(PORT)

format: ## lay out all C++ by .clang-format
	@scripts/deps test
	@scripts/format

lint: ## check the layers, the sources with clang-tidy and the scripts with shellcheck
	@scripts/deps test
	@tests/layers_test
	@scripts/lint

asan tsan: ## run the tests under AddressSanitizer and UBSan, or under ThreadSanitizer
	@scripts/deps test
	@test -f build/$@/build.ninja || cmake --preset $@
	@cmake --build --preset $@
	@$(CTEST) --preset $@

fuzz: ## run each fuzzer for 20 s (SECONDS=…)
	@scripts/deps test
	@scripts/fuzz $(or $(SECONDS),20)

bench: build ## compare with wrk, h2load and hey on this machine; TOPIC=tls, http2, users … or before-after BEFORE=…/bin
	@scripts/deps bench
	@grep -q '^ACRIDA_BENCH:BOOL=ON' build/CMakeCache.txt || cmake --preset release -D ACRIDA_BENCH=ON
	@cmake --build build --target threads_bench
	@scripts/evidence bench-$(or $(TOPIC),clients) -- scripts/bench $(or $(TOPIC),clients) $(if $(BEFORE),--before $(BEFORE))

soak: build ## run for 20 minutes (MINUTES=…; PYTHON=yes: a locustfile) and see that it stays what it was
	@scripts/deps bench
	@scripts/evidence soak$(if $(PYTHON),-python) -- scripts/soak $(or $(MINUTES),20) $(if $(PYTHON),--python)

install: build ## install under PREFIX (/usr/local)
	@cmake --install build --prefix $(or $(PREFIX),/usr/local)

clean: ## remove what was built and written; the fuzzers' corpus too
	rm -rf build out

deps-build:
	@scripts/deps build

# Without GoogleTest unless `make test` asks for it; the cache remembers that it did.
build/build.ninja: CMakePresets.json | deps-build
	@cmake --preset release $(if $(wildcard build/CMakeCache.txt),,-D ACRIDA_TESTS=OFF)
	@touch $@

$(MODEL): $(DATA) | build
	@mkdir -p $(@D)
	@build/bin/acrida-model train --path $(DATA) --model $@ --metrics out/metrics.json
