# buddyscope: build, run, check.
#
#   make run      install what is missing, build, serve     ARGS="--listen 0.0.0.0:8080" is passed on
#   make check    everything that must hold                 make bench   the figures, dated
#   make          build only                                make help    every target
#
# Everything that is built lies under build/, one folder per compiler and sanitizer:
#   make CC=clang SAN=thread   ->   build/clang-tsan/buddyscope
# Sources, tests and benches are found by wildcard: add a file, nothing here changes.

MAKEFLAGS += --no-builtin-rules
.DELETE_ON_ERROR:
.SUFFIXES:
.DEFAULT_GOAL := all

ifeq ($(origin CC),default)
CC := gcc
endif
JOBS ?= 2
PARALLEL_MAKE = $(MAKE) --no-print-directory $(if $(filter -j%,$(MAKEFLAGS)),,-j$(JOBS))
FUZZ_SECONDS ?= 8
# The same inputs in every check; 0 draws others: make fuzz FUZZ_SEED=0 FUZZ_SECONDS=600 searches on.
FUZZ_SEED ?= 3130011
# V=1 shows the commands.
Q := $(if $(V),,@)
say = $(if $(V),,@echo "  $(1)")
ARGS ?=

# ---- one folder per variant ----------------------------------------------------------------------

comma := ,
SAN ?=
san_name_address,undefined := asan
san_name_thread := tsan
san_name_fuzzer-no-link,address,undefined := fuzz
VARIANT := $(notdir $(CC))$(if $(SAN),-$(or $(san_name_$(SAN)),$(subst $(comma),-,$(SAN))))
OUT := build/$(VARIANT)

OPT ?= -O2
CPPFLAGS += -I.
WARNINGS := -Wall -Wextra -Wshadow -Wconversion -Werror
CFLAGS += -std=gnu11 $(WARNINGS) $(OPT) -g -pthread
LDFLAGS += -pthread
ifneq ($(SAN),)
CFLAGS += -fsanitize=$(SAN) -fno-sanitize-recover=all -fno-omit-frame-pointer
LDFLAGS += -fsanitize=$(SAN)
endif

PACKAGES := libmicrohttpd libwebsockets libcjson sqlite3 zlib libbrotlienc
HOST_CPPFLAGS := -D_GNU_SOURCE $(shell pkg-config --cflags $(PACKAGES) 2>/dev/null)
LIB_LDLIBS := $(shell pkg-config --libs $(PACKAGES) 2>/dev/null) -lm

# ---- what there is -------------------------------------------------------------------------------

ALLOC_C := $(sort $(wildcard alloc/*.c alloc/*/*.c))
MAIN_C := $(wildcard daemon/main.c)
DAEMON_C := $(filter-out $(MAIN_C),$(sort $(wildcard web/*.c daemon/*.c)))
TESTLIB_C := $(sort $(wildcard tests/lib/*.c))
UNIT_C := $(sort $(wildcard tests/unit/test_*.c))
PROPERTY_C := $(sort $(wildcard tests/property/prop_*.c))
FUZZ_C := $(sort $(wildcard tests/fuzz/fuzz_*.c))
BENCH_C := $(sort $(wildcard tests/bench/bench_*.c))
PROGRAM_C := $(UNIT_C) $(PROPERTY_C) $(FUZZ_C) $(BENCH_C)

PROTOCOL_MJS := $(sort $(wildcard tests/protocol/*.test.mjs))
BROWSER_MJS := $(sort $(wildcard tests/browser/*.test.mjs))
BENCH_MJS := $(sort $(wildcard tests/bench/*.bench.mjs))

C_FILES := $(sort $(wildcard alloc/*.[ch] alloc/*/*.[ch] web/*.[ch] daemon/*.[ch] tests/*/*.[ch]))
PAGE_FILES := $(sort $(wildcard static/* static/*/* static/*/*/* static/*/*/*/*))

# A program that includes nothing of daemon/ or web/ is linked with alloc/ alone: that proves that
# alloc/ needs nothing else, and lets it be tested while the rest is being changed.
THREADED_C := $(if $(PROGRAM_C),$(shell grep -lE '^\#include "(daemon|web)/' $(PROGRAM_C)))

programs = $(patsubst %.c,$(1)/%,$(2))
objects = $(patsubst %.c,$(OUT)/%.o,$(1))

# ---- build ---------------------------------------------------------------------------------------

.PHONY: all programs fuzzers
all: $(OUT)/liballoc.a $(if $(MAIN_C),$(OUT)/buddyscope) ## build the daemon and its page (CC=, SAN=)
programs: all $(call programs,$(OUT),$(UNIT_C) $(PROPERTY_C) $(BENCH_C)) ## all, and every C test
fuzzers: $(call programs,$(OUT),$(FUZZ_C))

# build/buddyscope is the default variant: a hard link, so that it finds its page beside itself.
ifeq ($(VARIANT),gcc)
all: build/liballoc.a $(if $(MAIN_C),build/buddyscope)
build/liballoc.a: $(OUT)/liballoc.a
	@ln -f $< $@
build/buddyscope: $(OUT)/buddyscope
	@ln -f $< $@
endif

# alloc/ is compiled without any library's headers and without what only this host offers.
cppflags_of = $(CPPFLAGS) $(if $(filter alloc/%,$(1)),,$(HOST_CPPFLAGS))
# Counts in the machine's memory can be written over, and then wrap: the kernel is built with -fno-strict-overflow (its Makefile:643).
wrapping_of = $(if $(filter alloc/%,$(1)),-fwrapv)

$(OUT)/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(if $(LIB_LDLIBS)$(filter alloc/% tests/%,$<),,$(error libraries are missing: run 'make deps'))
	$(call say,cc    $@)
	$(Q)$(CC) $(call cppflags_of,$<) $(CFLAGS) $(call wrapping_of,$<) -MMD -MP -c -o $@ $<

# An archive is made anew when its list of members changes, so that a removed source leaves it too.
$(OUT)/liballoc.a: $(call objects,$(ALLOC_C))
$(OUT)/libdaemon.a: $(call objects,$(DAEMON_C))
$(OUT)/libtest.a: $(call objects,$(TESTLIB_C))
$(OUT)/%.a: $(OUT)/%.members
	$(call say,ar    $@)
	@rm -f $@
	$(Q)$(AR) rcs $@ $(filter %.o,$^)
$(OUT)/liballoc.members: MEMBERS := $(ALLOC_C)
$(OUT)/libdaemon.members: MEMBERS := $(DAEMON_C)
$(OUT)/libtest.members: MEMBERS := $(TESTLIB_C)
.PRECIOUS: $(OUT)/%.members
$(OUT)/%.members: always
	@mkdir -p $(@D)
	@echo '$(MEMBERS)' | cmp -s - $@ || echo '$(MEMBERS)' >$@
.PHONY: always

$(OUT)/buddyscope: $(OUT)/daemon/main.o $(OUT)/libdaemon.a $(OUT)/liballoc.a
	$(call say,link  $@)
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(LIB_LDLIBS)

# C tests and benches: tests/unit/test_x.c -> $(OUT)/tests/unit/test_x.
$(call programs,$(OUT),$(THREADED_C)): $(OUT)/libdaemon.a
$(call programs,$(OUT),$(THREADED_C)): PROGRAM_LDLIBS += $(LIB_LDLIBS)
$(call programs,$(OUT),$(UNIT_C) $(PROPERTY_C)): PROGRAM_LDLIBS += -lcmocka
$(call programs,$(OUT),$(FUZZ_C)): PROGRAM_LDLIBS += -fsanitize=fuzzer
# A bench that includes mimalloc.h is linked with it, and its malloc() then is mimalloc's.
MIMALLOC_C := $(if $(BENCH_C),$(shell grep -l '^\#include <mimalloc.h>' $(BENCH_C)))
$(call programs,$(OUT),$(MIMALLOC_C)): PROGRAM_LDLIBS += -lmimalloc

$(call programs,$(OUT),$(PROGRAM_C)): $(OUT)/%: $(OUT)/%.o $(OUT)/libtest.a $(OUT)/liballoc.a
	$(call say,link  $@)
	$(Q)$(CC) $(LDFLAGS) -o $@ $(filter %.o,$^) $(OUT)/libtest.a $(filter %/libdaemon.a,$^) \
		$(OUT)/liballoc.a $(PROGRAM_LDLIBS) -lm

-include $(wildcard $(OUT)/*/*.d $(OUT)/*/*/*.d)

# ---- the page ------------------------------------------------------------------------------------

.PHONY: page
page: $(if $(wildcard static/src/main.js),build/static/.built) ## bundle and compress static/
all: page
build/static/.built: static/build.mjs package-lock.json web/openapi.json $(PAGE_FILES)
	@test -d node_modules || { echo "npm packages are missing: run 'make deps' first"; exit 1; }
	$(call say,page  build/static)
	$(Q)node static/build.mjs build/static
	@touch $@

# ---- run -----------------------------------------------------------------------------------------

.PHONY: deps deps-run run
deps: ## install what is missing for everything (apt-get, npm ci)
	@tests/tools/deps.sh all
deps-run:
	@tests/tools/deps.sh run

run: deps-run ## install what is missing, build, serve (ARGS=)
	+@$(PARALLEL_MAKE) all
	@exec $(if $(filter gcc,$(VARIANT)),build,$(OUT))/buddyscope serve $(ARGS)

# ---- check ---------------------------------------------------------------------------------------
# Each step can be run alone. Those that need other variants call make once per variant.

STEPS := lint compilers unit property threads conformance fuzz protocol browser
MAKE_GCC = $(PARALLEL_MAKE) CC=gcc SAN=
MAKE_CLANG = $(PARALLEL_MAKE) CC=clang SAN=
MAKE_ASAN = $(PARALLEL_MAKE) CC=clang SAN=address,undefined
MAKE_TSAN = $(PARALLEL_MAKE) CC=clang SAN=thread
MAKE_FUZZ = $(PARALLEL_MAKE) CC=clang SAN=fuzzer-no-link,address,undefined

.PHONY: check $(STEPS) vectors
check: deps ## install what is missing, then everything that must hold
	+@tests/tools/check.sh $(STEPS)

compilers: ## gcc and clang, every program, no warning
	+@$(MAKE_GCC) programs
	+@$(MAKE_CLANG) programs
	@. tests/tools/tally.sh && tally $@ 2 0

unit: ## cmocka, under ASan and UBSan
	+@$(MAKE_ASAN) $(call programs,build/clang-asan,$(UNIT_C))
	@tests/tools/cmocka.sh $@ $(call programs,build/clang-asan,$(UNIT_C))

property: ## random operations with every invariant, under ASan and UBSan
	+@$(MAKE_ASAN) $(call programs,build/clang-asan,$(PROPERTY_C))
	@tests/tools/cmocka.sh $@ $(call programs,build/clang-asan,$(PROPERTY_C))

# TSan's shadow does not fit every randomised layout, and libFuzzer learns from addresses it sees compared;
# where the layout cannot be fixed it must do as is.
STEADY = $(shell setarch -R true 2>/dev/null && echo setarch -R)
TSAN_C := $(filter $(THREADED_C),$(UNIT_C) $(PROPERTY_C))
# Under TSan: the protocol tests that have something to do with threads, and not those of what is answered, nor the kills.
ANSWERS := clock disk kill messages openapi processes refusals sizes slub source static studynote
SHARED_MJS = $(filter-out $(ANSWERS:%=tests/protocol/%.test.mjs),$(PROTOCOL_MJS))

threads: ## what has threads, under TSan: C tests of daemon/ and web/, and the protocol tests
	+@$(MAKE_TSAN) all $(call programs,build/clang-tsan,$(TSAN_C))
	@$(STEADY) tests/tools/cmocka.sh $@ $(call programs,build/clang-tsan,$(TSAN_C))
	@AT_ONCE=$(JOBS) BUDDYSCOPE=build/clang-tsan/buddyscope \
		$(STEADY) tests/tools/node.sh $@-protocol $(SHARED_MJS)

vectors: build/vectors/.unpacked
build/vectors/.unpacked: $(wildcard tests/conformance/vectors/*.tar.xz)
	@rm -rf build/vectors
	@for archive in $^; do \
		kind=build/vectors/$$(basename $$archive .tar.xz); \
		mkdir -p $$kind && tar -xJf $$archive -C $$kind || exit 1; \
	done
	@touch $@

conformance: vectors ## the model beside recordings of the real code, optimised build
	+@$(MAKE_GCC) all
	@tests/conformance/run.sh build/gcc/buddyscope

fuzz: ## libFuzzer, FUZZ_SECONDS each from FUZZ_SEED, under ASan and UBSan
	+@$(MAKE_FUZZ) fuzzers
	@$(STEADY) tests/tools/fuzz.sh $(FUZZ_SEED) $(FUZZ_SECONDS) $(call programs,build/clang-fuzz,$(FUZZ_C))

protocol: ## HTTP and WebSocket from outside, daemon under ASan and UBSan
	+@$(MAKE_ASAN) all
	+@$(MAKE_GCC) all
	@AT_ONCE=$(JOBS) BUDDYSCOPE=build/clang-asan/buddyscope OPTIMISED=build/gcc/buddyscope \
		tests/tools/node.sh $@ $(PROTOCOL_MJS)

browser: ## headless Chromium; screenshots to build/screenshots/
	+@$(MAKE_GCC) all
	@AT_ONCE=$(JOBS) BUDDYSCOPE=build/buddyscope tests/tools/node.sh $@ $(BROWSER_MJS)

.PHONY: frozen
frozen: ## a handful of steps beside how they looked; REDRAW=1 draws the references anew
	+@$(MAKE_GCC) all
	@BUDDYSCOPE=build/buddyscope node --test tests/browser/frozen.mjs

.PHONY: bench
bench: deps ## the figures, with the date and the machine
	+@$(MAKE_GCC) all $(call programs,build/gcc,$(BENCH_C))
	@BUDDYSCOPE=build/buddyscope tests/tools/bench.sh \
		$(call programs,build/gcc,$(BENCH_C)) $(BENCH_MJS)

# ---- lint ----------------------------------------------------------------------------------------

LINTERS := lint-format lint-tidy lint-cppcheck lint-eslint lint-prettier lint-types
PRETTY := 'web/*.json' 'static/**/*.{js,mjs,css,html,json}' 'tests/**/*.{mjs,json}' '*.{js,json}'

.PHONY: $(LINTERS) format
lint: ## clang-format, clang-tidy, cppcheck, eslint, prettier, tsc
	+@$(PARALLEL_MAKE) -k $(LINTERS)
	@. tests/tools/tally.sh && tally $@ $(words $(LINTERS)) 0

lint-format:
	@$(if $(C_FILES),clang-format --dry-run -Werror --ferror-limit=2 $(C_FILES))

# clang-tidy is slow: one stamp per file, redone when the file or a header it includes has changed.
TIDY := $(patsubst %.c,build/tidy/%.tidy,$(filter %.c,$(C_FILES)))
TIDY_FLAGS = $(call cppflags_of,$<) -std=gnu11 $(WARNINGS)
lint-tidy: $(TIDY)
build/tidy/%.tidy: %.c .clang-tidy
	@mkdir -p $(@D)
	$(call say,tidy  $<)
	@clang-tidy --quiet $< -- $(TIDY_FLAGS) 2>$@.log || { cat $@.log; exit 1; }
	@clang $(TIDY_FLAGS) -MM -MP -MT $@ -MF $@.d $<
	@touch $@
-include $(wildcard build/tidy/*/*.d build/tidy/*/*/*.d)

# ctuuninitvar takes what a function fills in for something it reads.
CPPCHECK := cppcheck -j$(JOBS) --quiet --std=c11 --enable=warning,performance,portability --inline-suppr \
	--suppress=ctuuninitvar --error-exitcode=1 --cppcheck-build-dir=build/cppcheck -I.
lint-cppcheck:
	@mkdir -p build/cppcheck
	@$(if $(filter %.c,$(C_FILES)),$(CPPCHECK) $(filter %.c,$(C_FILES)))

lint-eslint:
	@node_modules/.bin/eslint --max-warnings=0 .
lint-prettier:
	@node_modules/.bin/prettier --log-level=warn --no-error-on-unmatched-pattern --check $(PRETTY)
lint-types:
	@$(if $(wildcard static/src/*.js),node_modules/.bin/tsc -p tsconfig.json)
	@node_modules/.bin/tsc -p tests/tsconfig.json

format: ## rewrite the sources as lint wants them
	$(if $(C_FILES),clang-format -i $(C_FILES))
	node_modules/.bin/prettier --log-level=warn --no-error-on-unmatched-pattern --write $(PRETTY)

# ---- the rest ------------------------------------------------------------------------------------

.PHONY: clean help
clean: ## remove build/
	rm -rf build

help: ## this list
	@sed -nE 's/^([a-z-]+):[^#]*## (.*)/\1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 14
