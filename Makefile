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
NUMERICS := -ffp-contract=off -fno-math-errno -ftree-vectorize -fvect-cost-model=dynamic
SANITIZERS := $(if $(SANITIZE),-fsanitize=address$(,)undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
, := ,

# Convolutions: onednn (version 2), or blas (im2col and SGEMM), the oracle and fallback.
HASH := \#
DNNL := $(shell printf '$(HASH)include <dnnl_version.h>\nDNNL_VERSION_MAJOR\n' | $(CC) -E -P -x c - 2>/dev/null | tail -n 1)
CONV ?= $(if $(filter 2,$(DNNL)),onednn,blas)
LDLIBS := -llapacke -lopenblas -linih -lcsv -lmatio -lzip -lpng -lz -lnettle -lm
ifeq ($(CONV),onednn)
LDLIBS := -ldnnl -lgomp $(LDLIBS)
CPPFLAGS += -DLISAE_ONEDNN
endif

SOURCES := $(sort $(wildcard src/*/*.c))
SOURCES := $(filter-out $(if $(filter blas,$(CONV)),src/nn/conv_onednn.c),$(SOURCES))
OBJECTS := $(SOURCES:src/%.c=$B/%.o)
MAIN := $B/cmd/main.o
LIBRARY := $B/liblisae.a
TESTS := $(patsubst tests/%.c,$B/tests/%,$(sort $(wildcard tests/test_*.c)))

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
REVISION := $(shell git describe --always --dirty --abbrev=12 2>/dev/null || echo unknown)
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
	$(CC) $(CPPFLAGS) $(CFLAGS) $(NUMERICS) $(WARNINGS) $(SANITIZERS) -o $@ $< $(LIBRARY) -lcmocka $(LDLIBS)

-include $(OBJECTS:.o=.d) $(TESTS:=.d)
