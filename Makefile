# lisae: one-class anomaly detection around latent-insensitive autoencoders.
# `make help` lists the targets. Local settings go into config.mk (not in git).

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules
-include config.mk

VERSION := 0.1.0
prefix ?= /usr/local
CC := gcc
B := build
# DEVELOPER=1 turns warnings into errors; SANITIZE=1 builds with ASan and UBSan.
CFLAGS ?= -O2 -g
WARNINGS := -Wall -Wextra -Wshadow -Wpedantic -Wstrict-prototypes -Wold-style-definition \
            -Wmissing-prototypes -Wvla -Wpointer-arith $(if $(DEVELOPER),-Werror)
# -ffp-contract=off: the same bits with and without FMA. -fno-math-errno: sqrtf in a vector.
CPPFLAGS += -std=c11 -D_GNU_SOURCE -Isrc -I$B -MMD -MP
, := ,
NUMERICS := -ffp-contract=off -fno-math-errno -ftree-vectorize -fvect-cost-model=dynamic
SANITIZERS := $(if $(SANITIZE),-fsanitize=address$(,)undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)

# Convolutions: onednn (version 2), or blas (im2col and SGEMM), the oracle and fallback.
HASH := \#
DNNL := $(shell printf '$(HASH)include <dnnl_version.h>\nDNNL_VERSION_MAJOR\n' | $(CC) -E -P -x c - 2>/dev/null | tail -n 1)
CONV ?= $(if $(filter 2,$(DNNL)),onednn,blas)
LDLIBS := -llapacke -lopenblas -linih -lcsv -lmatio -lzip -lpng -ljpeg -lz -lnettle -lsvm -lm
ifeq ($(CONV),onednn)
LDLIBS := -ldnnl -lgomp $(LDLIBS)
CPPFLAGS += -DLISAE_ONEDNN
endif

SOURCES := $(sort $(shell find src -name '*.c'))
SOURCES := $(filter-out $(if $(filter blas,$(CONV)),src/nn/conv_onednn.c),$(SOURCES))
OBJECTS := $(SOURCES:src/%.c=$B/%.o)
MAIN := $B/cmd/main.o
LIBRARY := $B/liblisae.a
TESTS := $(patsubst %.c,$B/%,$(sort $(shell find tests/unit -name 'test_*.c')))
TEST_HELPERS := $B/tests/support/stub_set

# The Debian packages, in one place. `make deps` installs what is missing of them.
BUILD_PACKAGES := gcc make pkg-config libdnnl-dev libopenblas-dev liblapacke-dev libinih-dev libcsv-dev \
                  libmatio-dev libzip-dev libpng-dev libjpeg-dev zlib1g-dev nettle-dev libsvm-dev
RUN_PACKAGES := gnuplot-nox fonts-dejavu-core curl
DEMO_PACKAGES := dataset-fashion-mnist
PEER_PACKAGES := python3-torch python3-sklearn
TEST_PACKAGES := libcmocka-dev librsvg2-bin

# Where prepared data and results are; DATA_DIR is a local folder with the publishers' files.
DATA ?= datasets/prepared
RESULTS ?= results
SETS ?= mnist fashion-mnist svhn cifar10 omniglot
JOBS ?= $(shell nproc)
LISAE := $B/lisae

.PHONY: all
all: $B/lisae ## build the program

$B/lisae: $(MAIN) $(LIBRARY)
	$(CC) $(SANITIZERS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(LIBRARY): $(filter-out $(MAIN),$(OBJECTS))
	rm -f $@ && $(AR) rcs $@ $^

# A change of flags is a change of every object.
FLAGS := $(CC) $(CPPFLAGS) $(CFLAGS) $(NUMERICS) $(WARNINGS) $(SANITIZERS) $(CONV)
$B/flags: FORCE
	@mkdir -p $(@D); echo '$(FLAGS)' | cmp -s - $@ || echo '$(FLAGS)' > $@
.PHONY: FORCE
FORCE:

# What provenance says of this build; written anew only when it changes.
REVISION := $(shell git rev-parse --short=12 HEAD 2>/dev/null || echo unknown)$(shell git diff --quiet HEAD -- src Makefile 2>/dev/null || echo -dirty)
define REVISION_H
#define LISAE_VERSION "$(VERSION)"
#define LISAE_REVISION "$(REVISION)"
#define LISAE_FLAGS "$(CC) $(CFLAGS) $(NUMERICS)"
#define LISAE_SHARE "$(prefix)/share/lisae"
endef
$B/revision.h: FORCE
	@mkdir -p $(@D); printf '%s\n' '$(subst $(NEWLINE),' ',$(REVISION_H))' | cmp -s - $@ || printf '%s\n' '$(subst $(NEWLINE),' ',$(REVISION_H))' > $@
define NEWLINE


endef

$B/%.o: src/%.c $B/flags | $B/revision.h
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) $(NUMERICS) $(WARNINGS) $(SANITIZERS) -c -o $@ $<

$B/tests/%: tests/%.c $(LIBRARY) $B/flags
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) -Itests $(CFLAGS) $(NUMERICS) $(WARNINGS) $(SANITIZERS) -o $@ $< $(LIBRARY) -lcmocka $(LDLIBS)

-include $(OBJECTS:.o=.d) $(TESTS:=.d) $(TEST_HELPERS:=.d) $B/bench.d

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-zA-Z0-9_-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

.PHONY: deps
deps: ## install the Debian packages that building, running and the demo need
	@tools/deps $(BUILD_PACKAGES) $(RUN_PACKAGES) $(DEMO_PACKAGES)

.PHONY: test-deps
test-deps: deps
	@tools/deps $(TEST_PACKAGES)

# The build looks at what is installed (oneDNN's version), so it is a make of its own behind deps.
.PHONY: demo
demo: deps ## Fashion-MNIST, ten tasks, five detectors: tables and pictures in some minutes
	@$(MAKE) --no-print-directory all
	@$(LISAE) data fetch fashion-mnist --data $(DATA)
	@$(LISAE) run -j $(JOBS) --data $(DATA) --results $(RESULTS) experiments/demo.ini
	@echo; echo 'Pictures:'; $(LISAE) plot --results $(RESULTS) experiments/demo.ini
	@echo 'Tables: $(RESULTS)/demo/summary.csv, compare.csv, auc.csv'

.PHONY: data
data: all ## prepare the data sets SETS, from DATA_DIR, packages or the net
	@$(LISAE) data fetch $(SETS) --data $(DATA)

.PHONY: test
test: test-deps ## install what the tests need, build and pass them
	@$(MAKE) --no-print-directory run-tests

.PHONY: check
check: test

.PHONY: run-tests
run-tests: all $(TESTS) $(TEST_HELPERS)
	@tests/run $(LISAE) $(TESTS)

.PHONY: check-asan
check-asan: test-deps ## the tests under AddressSanitizer and UndefinedBehaviorSanitizer
	@$(MAKE) --no-print-directory B=build/asan SANITIZE=1 run-tests

.PHONY: check-blas
check-blas: test-deps ## the tests with im2col and SGEMM in the place of oneDNN
	@$(MAKE) --no-print-directory B=build/blas CONV=blas run-tests

$B/bench: bench/bench.c $(LIBRARY) $B/flags
	$(CC) $(CPPFLAGS) $(CFLAGS) $(NUMERICS) $(WARNINGS) $(SANITIZERS) $(LDFLAGS) -o $@ $< $(LIBRARY) $(LDLIBS)

.PHONY: bench
bench: $B/bench ## measure training and scoring against SGEMM (CSV)
	@$B/bench

.PHONY: bench-peers
bench-peers: all $B/bench ## the same work in PyTorch and scikit-learn (CSV)
	@tools/deps $(PEER_PACKAGES)
	@LISAE_DATA=$(DATA) /usr/bin/python3 bench/peers.py $B/bench $(LISAE)

.PHONY: check-exact
check-exact: ## KDE and PCA of the reference results beside scikit-learn, per task (needs the prepared data)
	@tools/deps python3-sklearn
	@OPENBLAS_NUM_THREADS=1 /usr/bin/python3 bench/exact.py --data $(DATA) $(wildcard results/reference/table*)

.PHONY: install
install: all ## install program, man page, catalogue, plots and printed numbers (DESTDIR, prefix)
	install -d $(DESTDIR)$(prefix)/bin $(DESTDIR)$(prefix)/share/man/man1 $(addprefix $(DESTDIR)$(prefix)/share/lisae/,datasets plots/awk published experiments)
	install -m 755 $B/lisae $(DESTDIR)$(prefix)/bin/lisae
	install -m 644 docs/lisae.1 $(DESTDIR)$(prefix)/share/man/man1/lisae.1
	install -m 644 datasets/*.ini $(DESTDIR)$(prefix)/share/lisae/datasets
	install -m 644 plots/*.gp plots/*.pal $(DESTDIR)$(prefix)/share/lisae/plots
	install -m 644 plots/awk/*.awk $(DESTDIR)$(prefix)/share/lisae/plots/awk
	install -m 644 results/published/paper.csv $(DESTDIR)$(prefix)/share/lisae/published
	install -m 644 experiments/*.ini $(DESTDIR)$(prefix)/share/lisae/experiments

.PHONY: uninstall
uninstall: ## remove what install put there
	rm -f $(DESTDIR)$(prefix)/bin/lisae $(DESTDIR)$(prefix)/share/man/man1/lisae.1
	rm -rf $(DESTDIR)$(prefix)/share/lisae

.PHONY: dist
dist: ## a tarball of the committed tree
	git archive --prefix=lisae-$(VERSION)/ -o lisae-$(VERSION).tar.gz HEAD

.PHONY: clean
clean: ## remove what was built; data and results stay
	rm -rf build
