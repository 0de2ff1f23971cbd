# lisae: one-class anomaly detection around latent-insensitive autoencoders.
# `make help` lists the targets; V=1 shows the commands. Local settings go into config.mk (not in git).

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.SUFFIXES:
-include config.mk
# Begins a recipe: says what it does and for what, leaves it to make with V=1, is silent with -s.
ifdef V
say =
else ifneq (,$(findstring s,$(filter-out --%,$(firstword -$(MAKEFLAGS)))))
say = @
else
say = @echo '$1 $@';
endif
MAKEFLAGS += --no-builtin-rules

VERSION := 0.1.0
prefix ?= /usr/local
CC := gcc
B := build
# DEVELOPER=1 turns warnings into errors; SANITIZE=1 builds with ASan and UBSan; COVERAGE=1 counts the lines that run;
# FUZZ=1, with clang, is for fuzzers.
CFLAGS ?= -O2 -g
WARNINGS := -Wall -Wextra -Wshadow -Wpedantic -Wstrict-prototypes -Wold-style-definition \
            -Wmissing-prototypes -Wvla -Wpointer-arith -Wno-unused-parameter $(if $(DEVELOPER),-Werror)
# The language and the folders of headers; editors and clang's tools read the file, too.
DIALECT := $(strip $(file <compile_flags.txt)) -I$B
# -ffp-contract=off: the same bits with and without FMA. -fno-math-errno: sqrtf in a vector.
NUMERICS := -ffp-contract=off -fno-math-errno -ftree-vectorize -fvect-cost-model=dynamic
SANITIZERS := $(if $(SANITIZE),-fsanitize=address -fsanitize=undefined -fno-sanitize-recover=all -fno-omit-frame-pointer) \
              $(if $(COVERAGE),--coverage -O0) $(if $(FUZZ),-fsanitize=fuzzer-no-link)

comma := ,
# Convolutions: onednn (version 2), or blas (im2col and SGEMM), the oracle and fallback.
DNNL := $(shell echo DNNL_VERSION_MAJOR | $(CC) -E -P -include dnnl_version.h -x c - 2>/dev/null | tail -n 1)
CONV ?= $(if $(filter 2,$(DNNL)),onednn,blas)
# As an archive where there is one: as a shared library it brings the four of the reference LAPACK, none of whose functions
# is called, as OpenBLAS has them, too (nn/blas.c leads there).
LAPACKE := $(or $(filter /%,$(shell $(CC) -print-file-name=liblapacke.a 2>/dev/null)),-llapacke)
LDLIBS := $(LAPACKE) -lcsv -lpng -ljpeg -lz -lnettle -lm
# base/late.h loads these when something needs them: linked, they take four fifths of the time that a process takes to
# start. Tests write files with the last two.
LATE := openblas svm matio zip
ifeq ($(CONV),onednn)
LATE += dnnl
DIALECT += -DLISAE_ONEDNN
endif

# A leak is looked for at the end, in the memory of libraries' threads, too; of those that are loaded late that ends in a
# crash of the sanitizer's. So these are there from the beginning then.
LDLIBS += $(if $(SANITIZE),-Wl$(comma)--no-as-needed $(patsubst %,-l%,$(filter-out matio zip,$(LATE))) -lgomp)

SOURCES := $(sort $(shell find src -name '*.c'))
SOURCES := $(filter-out $(if $(filter blas,$(CONV)),src/nn/conv_onednn.c src/nn/onednn.c),$(SOURCES))
OBJECTS := $(SOURCES:src/%.c=$B/%.o)
MAIN := $B/cmd/main.o
LIBRARY := $B/liblisae.a
TESTS := $(patsubst %.c,$B/%,$(sort $(shell find tests/unit -name 'test_*.c')))
# What strikes at any moment of a program takes long where that is slow, and tells there no more; nor do those that ask the
# building, LaTeX, a browser, texts of help and pages, pictures, crowds, or whether names and bytes are those that were kept.
NO_SANITIZER := kill kills injected nightly lint build dist paper artifact report-browser golden identity guide readme manual \
                completion report many locks published scarce pictures plots figures places ablations choose
SCRIPTS := $(filter-out $(if $(SANITIZE),$(NO_SANITIZER:%=tests/end/%.sh)),$(sort $(wildcard tests/end/*.sh)))
# What takes longest: kills and faults at every moment, nights, LaTeX, a browser, all commands of the pages and the texts
# of all commands, whole reports, building elsewhere.
LONG := artifact build compare completion dist faults golden guide injected kill kills lint locks manual nightly paper readme \
        report report-browser scarce stress
QUICK := $(filter-out $(LONG:%=tests/end/%.sh),$(SCRIPTS))
TEST_HELPERS := $(addprefix $B/tests/support/,stub_set plan_texts many_runs synthetic) $B/tests/fuzz/replay

# The Debian packages, in one place. `make deps` installs what is missing of them.
LIBRARIES := cblas.h:libopenblas-dev lapacke.h:liblapacke-dev csv.h:libcsv-dev matio.h:libmatio-dev \
             zip.h:libzip-dev png.h:libpng-dev jpeglib.h:libjpeg-dev zlib.h:zlib1g-dev nettle/sha2.h:nettle-dev \
             libsvm/svm.h:libsvm-dev
TEST_LIBRARIES := cmocka.h:libcmocka-dev
packages_of = $(foreach library,$1,$(lastword $(subst :, ,$(library))))
BUILD_PACKAGES := gcc make pkg-config libdnnl-dev $(call packages_of,$(LIBRARIES))
RUN_PACKAGES := gnuplot-nox fonts-dejavu-core curl
DEMO_PACKAGES := dataset-fashion-mnist
PEER_PACKAGES := python3-torch python3-sklearn
TEST_PACKAGES := $(call packages_of,$(TEST_LIBRARIES)) librsvg2-bin mandoc groff-base
LINT_PACKAGES := clang-format shellcheck
ANALYSE_PACKAGES := clang-tidy
BROWSER_PACKAGES := chromium
PAPER_PACKAGES := latexmk lmodern texlive-latex-base texlive-latex-recommended librsvg2-bin poppler-utils
DEB_PACKAGES := debhelper dpkg-dev lintian
FUZZ_PACKAGES := clang libclang-rt-14-dev $(call packages_of,$(TEST_LIBRARIES))

# Where prepared data and results are; DATA_DIR is a local folder with the publishers' files.
DATA ?= $(or $(LISAE_DATA),datasets/prepared)
RESULTS ?= results
SETS ?= mnist fashion-mnist svhn cifar10 omniglot
JOBS ?= $(shell nproc)
LISAE := $B/lisae

# Recipes hand them to tools in single quotes, so that names with blanks are one word.
quoted = $(if $(findstring ',$($1)),$(error $1: expected a name without a single quote, found $($1)))
$(foreach name,DATA RESULTS LISAE,$(call quoted,$(name)))

.PHONY: all
all: $B/lisae ## build the program

$B/lisae: $(MAIN) $(LIBRARY)
	$(call say,LD)$(CC) $(SANITIZERS) -Wl,-z,now $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(LIBRARY): $(filter-out $(MAIN),$(OBJECTS)) $B/linked
	$(call say,AR)rm -f $@ && $(AR) rcs $@ $(filter %.o,$^)

# A change of flags is a change of every object.
COMPILE := $(CC) $(DIALECT) -MMD -MP $(CPPFLAGS) $(CFLAGS) $(NUMERICS) $(WARNINGS) $(SANITIZERS)
FLAGS := $(strip $(COMPILE) $(CONV) $(LATE))
ifneq ($(FLAGS),$(file <$B/flags))
$B/flags: FORCE
endif
$B/flags:
	@mkdir -p $(@D); echo '$(FLAGS)' > $@

# A source that is gone, or another word for the linker, is a change of the archive, and so of all that is linked.
LINKED := $(strip $(LDFLAGS) $(LDLIBS) $(OBJECTS))
ifneq ($(LINKED),$(file <$B/linked))
$B/linked: FORCE
endif
$B/linked:
	@mkdir -p $(@D); echo '$(LINKED)' > $@
.PHONY: FORCE
FORCE:

# What provenance says of this build; written anew only when it changes.
$B/revision.h: FORCE | $B/flags
	@tools/revision-header $@ '$(VERSION)' '$(CC) $(CFLAGS) $(NUMERICS)' '$(prefix)/share/lisae'

# Looked for once in a build folder: what is missing is told by name, in the place of a compiler's error.
$B/libraries: | $B/flags
	@CC='$(CC)' CPPFLAGS='$(CPPFLAGS)' tools/find-libraries $(LIBRARIES)
	@touch $@

$B/late_files.h: $B/flags | $B/libraries
	@CC='$(CC)' tools/late-files $@ $(LATE)

$B/tests/libraries: | $B/libraries
	@CC='$(CC)' CPPFLAGS='$(CPPFLAGS)' tools/find-libraries $(TEST_LIBRARIES)
	@mkdir -p $(@D); touch $@

$B/%.o: src/%.c $B/flags | $B/revision.h $B/late_files.h
	@mkdir -p $(@D)
	$(call say,CC)$(COMPILE) -c -o $@ $<

# Unit tests run for a moment: without optimization they are built sooner. `make test T=NAME` has a program of each, the
# whole `make test` one of each folder, which is told what test to be: hundreds of programs would be linked else.
$B/tests/%.o: tests/%.c $B/flags | $B/tests/libraries $B/revision.h $B/late_files.h
	@mkdir -p $(@D)
	$(call say,CC)$(filter-out --coverage,$(COMPILE)) -O0 -c -o $@ $<

# gold, where it is, links in a third of the time of the usual linker.
GOLD := $(shell $(CC) -fuse-ld=gold -Wl,--version 2>/dev/null | grep -q gold && echo -fuse-ld=gold)
LINK_TEST = $(call say,LD)$(CC) $(SANITIZERS) $(GOLD) $(LDFLAGS) -o $@ $(filter %.o %.a,$^) -lcmocka -lmatio -lzip $(LDLIBS)
TEST_MAIN := $B/tests/support/main.o
FOLDERS := $(sort $(dir $(TESTS)))

$B/tests/unit/%: $B/tests/unit/%.o $(TEST_MAIN) $(LIBRARY)
	$(LINK_TEST)

define program_of_folder
$1all: $(foreach test,$(TESTS),$(if $(filter $1,$(dir $(test))),$(test).o)) $(TEST_MAIN) $(LIBRARY)
	$$(LINK_TEST)
endef
$(foreach folder,$(FOLDERS),$(eval $(call program_of_folder,$(folder))))

$B/tests/%: tests/%.c $(LIBRARY) $B/flags | $B/tests/libraries
	@mkdir -p $(@D)
	$(call say,CC)$(COMPILE) $(LDFLAGS) -o $@ $< $(LIBRARY) -lcmocka -lmatio -lzip $(LDLIBS)

-include $(OBJECTS:.o=.d) $(TESTS:=.d) $(TEST_MAIN:.o=.d) $(TEST_HELPERS:=.d) $B/bench.d

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-zA-Z0-9_-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

.PHONY: deps
deps: ## install the Debian packages that building, running and the demo need
	@tools/deps $(BUILD_PACKAGES) $(RUN_PACKAGES) $(DEMO_PACKAGES)

.PHONY: test-deps
test-deps: deps
	@tools/deps $(TEST_PACKAGES) $(LINT_PACKAGES)

.PHONY: browser-deps
browser-deps: ## install the browser that the tests of the report use where it is there (120 MB)
	@tools/deps $(BROWSER_PACKAGES)

.PHONY: paper-deps
paper-deps: ## install what sets the paper (190 MB)
	@tools/deps $(PAPER_PACKAGES)

.PHONY: lint-deps
lint-deps:
	@tools/deps gcc $(call packages_of,$(LIBRARIES) $(TEST_LIBRARIES)) $(LINT_PACKAGES)

# The build looks at what is installed (oneDNN's version), so it is a make of its own behind deps.
.PHONY: demo
demo: deps ## Fashion-MNIST, ten tasks, five detectors: tables and pictures in some minutes
	@$(MAKE) --no-print-directory all
	@'$(LISAE)' data fetch fashion-mnist --data '$(DATA)'
	@'$(LISAE)' run -j '$(JOBS)' --data '$(DATA)' --results '$(RESULTS)' experiments/demo.ini
	@echo; echo 'Pictures:'; '$(LISAE)' plot --results '$(RESULTS)' experiments/demo.ini
	@echo 'Tables: $(RESULTS)/demo/summary.csv, compare.csv, auc.csv'

# From the results that come with the program; FRESH=1 runs their specs here first (tools/tables, tools/figures).
TABLES := 1 2 3 4 5 A1 A2 A3 A4
FIGURES := 1 2 3 4 A1 A2 A3 A4
FRESH ?=
make_of = tools/deps $(RUN_PACKAGES) && exec env LISAE='$(LISAE)' RESULTS='$(RESULTS)' DATA='$(DATA)' JOBS='$(JOBS)' FRESH='$(FRESH)' tools/$1

.PHONY: tables
tables: all ## the paper's tables beside our numbers: results/tables; FRESH=1: train all anew first
	@$(call make_of,tables)

.PHONY: $(TABLES:%=table%)
table1: ## one of them, table1 to table5, tableA1 to tableA4, likewise; one of which nothing is kept is trained first
$(TABLES:%=table%): table%: all
	@$(call make_of,tables) $*

.PHONY: figures
figures: all ## the paper's figures with our numbers: results/figures; FRESH=1: train all anew first
	@$(call make_of,figures)

.PHONY: $(FIGURES:%=fig%)
fig1: ## one of them, likewise: fig1 to fig4, figA1 to figA4
$(FIGURES:%=fig%): fig%: all
	@$(call make_of,figures) $*

.PHONY: unreliable
unreliable: all ## what detectors accept in the plane: table and pictures (docs/beyond.md); FRESH=1: train all anew first
	@$(call make_of,unreliable)

.PHONY: stress
stress: all ## what detectors accept of made-up images: the stress tests of four data sets (docs/stress.md); FRESH=1: train anew
	@$(call make_of,stress)

.PHONY: ablations
ablations: all ## where LIS-AE stops helping: runs, pictures and tables of docs/ablations.md; FRESH=1: train all anew first
	@$(call make_of,ablations)

.PHONY: sweeps
sweeps: all ## AUC along settings, as the size of the code: runs, pictures and tables of docs/sweeps.md; FRESH=1: train anew
	@$(call make_of,sweeps)

.PHONY: incremental
incremental: all ## classes that come one after the other: pictures and tables of docs/incremental.md; FRESH=1: train anew
	@$(call make_of,incremental)

.PHONY: report
report: all ## one page of all results, those that come with the program and your own: results/report.html
	@tools/deps $(RUN_PACKAGES) && '$(LISAE)' report --results '$(RESULTS)'

# Of a program whose sources are as committed: what is kept names its revision.
PARTS ?=

.PHONY: reference
reference: all ## train anew the specs of choices, tables, figures, sweeps, codes and ablations (about 30 hours of two cores; some: PARTS="halves digits")
	@$(call make_of,reference) $(PARTS)

# What it reads from the environment: tools/nightly. make ends with 0 or 2; nights/status and the script itself tell more.
.PHONY: nightly
nightly: all $B/bench ## train anew what a night has time for, and say what is worse than it was: docs/nightly.md
	@tools/deps $(RUN_PACKAGES) && LISAE='$(LISAE)' DATA='$(DATA)' JOBS='$(JOBS)' tools/nightly

.PHONY: gate-bugs
gate-bugs: all ## put faults into copies of the program and ask the gate whether it finds them (an hour)
	@DATA='$(DATA)' JOBS='$(JOBS)' tools/gate-bugs

.PHONY: paper
paper: all ## set paper/lisae.pdf from the results that come with the program (needs LaTeX: make paper-deps)
	@tools/deps $(RUN_PACKAGES) && LISAE='$(LISAE)' tools/paper

.PHONY: data
data: all ## prepare the data sets SETS, from DATA_DIR, packages or the net
	@'$(LISAE)' data fetch $(SETS) --data '$(DATA)'

# T='NAME ...' chooses the tests that have one of the names in their path, T=NAME:FUNCTION functions of these programs.
T :=
names = $(if $(findstring :,$T),$(firstword $(subst :, ,$T)),$T)
wanted = $(foreach t,$1,$(if $(strip $(foreach name,$(names),$(findstring $(name),$(patsubst $B/%,%,$t)))),$t))
UNIT_PROGRAMS := $(if $T,$(call wanted,$(TESTS)),$(FOLDERS:%=%all))
UNIT := $(if $T,$(UNIT_PROGRAMS),$(foreach test,$(TESTS),$(dir $(test))all:$(notdir $(test))))
END := $(if $T,$(if $(findstring :,$T),,$(call wanted,$(SCRIPTS))),$(SCRIPTS))
RUN := tests/run $(if $(findstring :,$T),-f $(lastword $(subst :, ,$T))) '$(LISAE)'

.PHONY: test
test: test-deps ## install what the tests need, build and pass those of two minutes; T=kde: those of this name, T=kde:folds: functions
	@$(MAKE) --no-print-directory run-tests END='$(if $T,$(END),$(QUICK))'

.PHONY: test-all
test-all: test-deps ## all tests: those of make test and some minutes more of kills, faults, nights, LaTeX and a browser
	@$(MAKE) --no-print-directory run-tests

.PHONY: test-unit
test-unit: test-deps ## the test programs alone, likewise
	@$(MAKE) --no-print-directory run-tests END=

.PHONY: test-end
test-end: test-deps ## the scripts that test the program from end to end, likewise
	@$(MAKE) --no-print-directory run-tests UNIT=

# Two nodes of Debian's Slurm on this machine's loopback, of the packages unpacked into build/slurm: nothing is installed.
SLURM_RUNS ?= 200
SLURM_TESTS ?= many ends kills

.PHONY: test-slurm
test-slurm: test-deps ## runs on a Slurm cluster, made of two processes here: killed, doubled, many (SLURM_RUNS=2000)
	@$(MAKE) --no-print-directory all $B/tests/support/synthetic
	@LISAE='$(LISAE)' SLURM_RUNS='$(SLURM_RUNS)' tests/slurm/run $B/slurm $(SLURM_TESTS)

.PHONY: check
check: test

.PHONY: run-tests
# The benchmark is built, too: nothing else would tell that it no longer does.
run-tests: all $(UNIT_PROGRAMS) $(if $(END),$(TEST_HELPERS)) $(if $T,,$B/bench)
	@$(RUN) $(UNIT) $(END)

.PHONY: lint
lint: lint-deps ## check the sources without building them: formatting, lengths, headers, scripts
	@tools/lint

.PHONY: fmt
fmt: lint-deps ## format the sources
	@find src tests bench -name '*.[ch]' | xargs clang-format -i

.PHONY: layers
layers: ## draw the picture of the folders of src and their includes, docs/layers.svg
	@mkdir -p $B && tools/layers > $B/layers.svg && tools/put $B/layers.svg docs/layers.svg

.PHONY: analyse
analyse: deps $B/revision.h $B/late_files.h ## look for faults with clang-tidy (some minutes)
	@tools/deps $(ANALYSE_PACKAGES)
	@JOBS='$(JOBS)' FLAGS='$(DIALECT) $(CPPFLAGS)' tools/analyse

.PHONY: check-asan
check-asan: test-deps ## the tests under AddressSanitizer and UndefinedBehaviorSanitizer, without the scripts that say nothing there
	@OPENBLAS_NUM_THREADS=1 $(MAKE) --no-print-directory B=build/asan SANITIZE=1 run-tests

.PHONY: check-blas
check-blas: test-deps ## the tests with im2col and SGEMM in the place of oneDNN
	@$(MAKE) --no-print-directory B=build/blas CONV=blas run-tests

# Scripts that run lines which no unit test runs: those that the folders of `strict` in tools/coverage need, and but for
# FEW=1 others. All that are left ask what holds where these lines are killed, fail or run at once: no line more, for
# as much time again.
REACHING := $(patsubst %,tests/end/%.sh,cluster faults labels own ranks reconstruct replay shared spec \
                $(if $(FEW),,compare figures incremental latent paper-tables pictures report stress tables unreliable))

.PHONY: coverage
coverage: test-deps ## the lines of src that unit tests and some scripts run, by folder and file, and those that they do not
	@$(MAKE) --no-print-directory B=build/coverage COVERAGE=1 run-coverage

.PHONY: run-coverage
run-coverage: all $(FOLDERS:%=%all) $(TEST_HELPERS)
	@find $B -name '*.gcda' -delete
	@$(RUN) $(UNIT) $(REACHING)
	@tools/coverage $B

# A minute for each target of FUZZ, one after the other; what they find stays in build/fuzz/found.
FUZZ_SECONDS ?= 60
FUZZ_TARGETS ?= $(sort $(notdir $(wildcard tests/fuzz/corpus/*)))

.PHONY: fuzz
fuzz: deps ## feed each reader what nobody wrote, a minute each: FUZZ_SECONDS=60, FUZZ_TARGETS="spec model"
	@tools/deps $(FUZZ_PACKAGES)
	@$(MAKE) --no-print-directory B=build/fuzz CC=clang SANITIZE=1 FUZZ=1 \
	    NUMERICS='-ffp-contract=off -fno-math-errno' run-fuzz

.PHONY: run-fuzz
run-fuzz: $B/tests/fuzz/fuzzer
	@FUZZ_SECONDS=$(FUZZ_SECONDS) tests/fuzz/run $< $(FUZZ_TARGETS)

$B/tests/fuzz/fuzzer: tests/fuzz/fuzzer.c $(LIBRARY) $B/flags | $B/tests/libraries
	@mkdir -p $(@D)
	$(call say,CC)$(COMPILE) -fsanitize=fuzzer $(LDFLAGS) -o $@ $< $(LIBRARY) -lcmocka -lmatio -lzip $(LDLIBS)

# Some of each are in the tests.
KILLS ?= 1000
FAULTS ?= 0

.PHONY: torture
torture: test-deps all ## kill a thousand times, fail each call of each command once (an hour): KILLS=1000 FAULTS=0 (all)
	@KILLS='$(KILLS)' LISAE='$(LISAE)' bash tests/end/kills.sh
	@FAULTS='$(FAULTS)' LANES='$(JOBS)' LISAE='$(LISAE)' bash tests/end/injected.sh

$B/bench: bench/bench.c $(LIBRARY) $B/flags
	$(call say,CC)$(COMPILE) $(LDFLAGS) -o $@ $< $(LIBRARY) $(LDLIBS)

.PHONY: bench
bench: all $B/bench $(addprefix $B/tests/support/,stub_set many_runs) ## measure training, scoring and ten thousand runs (CSV)
	@$B/bench
	@bench/many '$(LISAE)'

.PHONY: bench-peers
bench-peers: all $B/bench ## the same work in PyTorch and scikit-learn (CSV)
	@tools/deps $(PEER_PACKAGES)
	@LISAE_DATA='$(DATA)' /usr/bin/python3 bench/peers.py $B/bench '$(LISAE)'

.PHONY: artifact
artifact: all ## check what artifact evaluations ask, as far as a program can, and write ARTIFACT.md and paper/metadata.yaml
	@LISAE='$(LISAE)' tools/artifact

# The pages whose numbers are of results. The report and the paper's numbers are made for it.
AUDITED = README.md docs/tables.md docs/reproduction.md docs/sweeps.md

.PHONY: audit
audit: all ## trace each number of the kept results' tables, and of the pages on them, to runs and their kept scores
	@'$(LISAE)' report -o $B/report.html results/reference > /dev/null && '$(LISAE)' report -o $B/values.tex results/reference > /dev/null
	@code=0; '$(LISAE)' audit results/reference $(AUDITED) $B/report.html $B/values.tex || code=$$?; \
	    LISAE='$(LISAE)' tools/page-tables --check && exit $$code

.PHONY: check-images
check-images: ## intervals over images of tables 1 and 2, beside those with what each image does to all tasks
	@tools/deps python3-numpy
	@/usr/bin/python3 bench/joint_images.py $(wildcard results/reference/table1-* results/reference/table2-*)

.PHONY: check-exact
check-exact: ## KDE and PCA of the reference results beside scikit-learn, per task (needs the prepared data)
	@tools/deps python3-sklearn
	@OPENBLAS_NUM_THREADS=1 /usr/bin/python3 bench/exact.py --data '$(DATA)' $(wildcard results/reference/table*)

.PHONY: man
man: all ## the manual pages, as build/man/man1/lisae.1: read them with man -l
	@tools/manual '$(LISAE)' $B/man

COMPLETIONS := share/bash-completion/completions

# What stands in recipes without quotes.
unbroken = $(if $(filter-out 0 1,$(words $($1))),$(error $1: expected a folder without blanks in its name, found '$($1)'))

.PHONY: install
install: all ## install program, manual, completion, catalogue, specs, plots, printed and kept numbers (DESTDIR, prefix)
	$(call unbroken,DESTDIR)$(call unbroken,prefix)install -d $(DESTDIR)$(prefix)/bin $(addprefix $(DESTDIR)$(prefix)/share/lisae/,datasets plots/awk page results/published experiments)
	install -m 755 $B/lisae $(DESTDIR)$(prefix)/bin/lisae
	tools/manual '$(LISAE)' $(DESTDIR)$(prefix)/share/man
	install -d $(DESTDIR)$(prefix)/$(COMPLETIONS)
	tools/completion '$(LISAE)' > $(DESTDIR)$(prefix)/$(COMPLETIONS)/lisae
	install -m 644 datasets/*.ini $(DESTDIR)$(prefix)/share/lisae/datasets
	install -m 644 plots/*.gp plots/*.pal $(DESTDIR)$(prefix)/share/lisae/plots
	install -m 644 plots/awk/*.awk $(DESTDIR)$(prefix)/share/lisae/plots/awk
	install -m 644 page/page.css page/page.js $(DESTDIR)$(prefix)/share/lisae/page
	install -m 644 $(addprefix results/published/,paper.csv data.csv tables.csv) $(DESTDIR)$(prefix)/share/lisae/results/published
	install -m 644 experiments/*.ini $(DESTDIR)$(prefix)/share/lisae/experiments
	install -D -m 644 results/reference/noise.csv $(DESTDIR)$(prefix)/share/lisae/results/reference/noise.csv
	for kept in results/reference/table*/; do \
	    install -d $(DESTDIR)$(prefix)/share/lisae/$$kept; \
	    install -m 644 $$kept/{compare,summary,auc}.csv $(DESTDIR)$(prefix)/share/lisae/$$kept; \
	done
	for file in $(wildcard experiments/*/*.ini); do install -D -m 644 $$file $(DESTDIR)$(prefix)/share/lisae/$$file; done

.PHONY: uninstall
uninstall: ## remove what install put there
	$(call unbroken,DESTDIR)$(call unbroken,prefix)rm -f $(addprefix $(DESTDIR)$(prefix)/,bin/lisae $(COMPLETIONS)/lisae $(addprefix share/man/,man1/lisae.1 man1/lisae-*.1 man5/lisae-spec.5))
	rm -rf $(DESTDIR)$(prefix)/share/lisae

.PHONY: dist
dist: ## a tarball of the committed tree, lisae-VERSION.tar.gz: builds, passes its tests and makes tables without git or net
	@tools/dist $(VERSION) lisae-$(VERSION).tar.gz
	@sha256sum lisae-$(VERSION).tar.gz

# As who has the tarball alone: the program knows its revision, and some tests of each kind pass.
.PHONY: distcheck
distcheck: test-deps dist ## build what dist wrote in an empty folder, and pass some of its tests
	@rm -rf build/distcheck && mkdir -p build/distcheck && tar -xzf lisae-$(VERSION).tar.gz -C build/distcheck
	@$(MAKE) --no-print-directory -C build/distcheck/lisae-$(VERSION) all
	@grep -qF "\"$$(git rev-parse --short=12 HEAD)\"" build/distcheck/lisae-$(VERSION)/build/revision.h
	@for t in unit/cmd completion places published; do \
	    $(MAKE) --no-print-directory -C build/distcheck/lisae-$(VERSION) run-tests T=$$t || exit; done

.PHONY: deb
deb: dist ## Debian packages of what dist wrote, source and binary, in build/deb; fails where lintian finds errors
	@tools/deps $(BUILD_PACKAGES) $(TEST_PACKAGES) $(DEB_PACKAGES)
	@tools/deb $(VERSION) lisae-$(VERSION).tar.gz build/deb

.PHONY: clean
clean: ## remove what was built; data and results stay
	rm -rf build
