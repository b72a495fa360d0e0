# buddyscope: build, run, check.
#
#   make run      install what is missing, build, serve          make check   everything that must hold
#   make          build only                                     make bench   the figures, dated
#   make help     every target
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

# ---- one folder per variant ---------------------------------------------------------------------

comma := ,
SAN ?=
san_name_address,undefined := -asan
san_name_thread := -tsan
VARIANT := $(notdir $(CC))$(if $(SAN),$(or $(san_name_$(SAN)),-$(subst $(comma),-,$(SAN))))
OUT := build/$(VARIANT)

OPT ?= -O2
CPPFLAGS += -I. -D_GNU_SOURCE
CFLAGS += -std=gnu11 -Wall -Wextra -Wshadow -Wconversion -Werror $(OPT) -g -pthread
LDFLAGS += -pthread
ifneq ($(SAN),)
SANFLAGS := -fsanitize=$(SAN) -fno-sanitize-recover=all -fno-omit-frame-pointer
CFLAGS += $(SANFLAGS)
LDFLAGS += $(SANFLAGS)
endif

PACKAGES := libmicrohttpd libwebsockets libcjson sqlite3 zlib libbrotlienc
LIB_CPPFLAGS := $(shell pkg-config --cflags $(PACKAGES) 2>/dev/null)
LIB_LDLIBS := $(shell pkg-config --libs $(PACKAGES) 2>/dev/null)

# ---- sources ------------------------------------------------------------------------------------

ALLOC_C := $(sort $(wildcard alloc/*.c alloc/*/*.c))
DAEMON_C := $(sort $(wildcard web/*.c daemon/*.c))
LIB_C := $(filter-out daemon/main.c,$(DAEMON_C))

objects = $(patsubst %.c,$(OUT)/%.o,$(1))

.PHONY: all
all: $(OUT)/liballoc.a

ifneq ($(wildcard daemon/main.c),)
all: $(OUT)/buddyscope
endif

# The default variant is also what build/buddyscope names: a hard link, so that the program finds its
# page beside itself.
ifeq ($(VARIANT),gcc)
all: build/liballoc.a
build/liballoc.a: $(OUT)/liballoc.a
	ln -f $< $@
ifneq ($(wildcard daemon/main.c),)
all: build/buddyscope
build/buddyscope: $(OUT)/buddyscope
	ln -f $< $@
endif
endif

# alloc/ stands alone: it is compiled without the include paths of any library.
$(OUT)/alloc/%.o: alloc/%.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(OUT)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(LIB_CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(OUT)/liballoc.a: $(call objects,$(ALLOC_C))
$(OUT)/libdaemon.a: $(call objects,$(LIB_C))
$(OUT)/%.a:
	@mkdir -p $(@D)
	@rm -f $@
	$(AR) rcs $@ $^

$(OUT)/buddyscope: $(OUT)/daemon/main.o $(OUT)/libdaemon.a $(OUT)/liballoc.a
	$(CC) $(LDFLAGS) -o $@ $^ $(LIB_LDLIBS)

-include $(wildcard $(OUT)/*/*.d $(OUT)/*/*/*.d $(OUT)/*/*/*/*.d)

.PHONY: clean
clean:
	rm -rf build
