// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * SLUB's debugging, what it looks at: whether bytes are what they should be, pointers lead to objects, counters fit. What is found is reported, and
 * put right as far as the kernel does.
 */
#include "alloc/slub/report.h"
#include "alloc/slub/slub.h"

/* lib/string.c:722: the first of n bytes that is another, `start + n` if there is none. */
static uint32_t memchr_inv(struct machine *m, uint32_t start, uint8_t byte, uint32_t n)
{
    uint32_t at = start;

    ram_need(m, start, n);
    while (at < start + n && ram_byte(m, at) == byte)
        at++;
    return at;
}

/* Behind the last byte of [fault, end) that is another. */
static uint32_t last_fault(struct machine *m, uint32_t fault, uint32_t end, uint8_t byte)
{
    while (end > fault && ram_byte(m, end - 1) == byte)
        end--;
    return end;
}

/* What was found, for the walk. */
static void value_fault(struct machine *m, uint32_t fault, uint32_t end)
{
    if (walking(m)) {
        value(m, V_fault, FMT_ADDR, fault);
        value(m, V_end, FMT_ADDR, end);
        value(m, V_fault_byte, FMT_HEX, ram_byte(m, fault));
    }
}

/* mm/slub.c:669: n bytes must have one value; those that have not are put right. True when all is well. */
static bool check_bytes_and_report(struct machine *m, struct kmem_cache *s, struct page *page,
                                   uint32_t object, enum text_id what, uint32_t start, uint8_t byte,
                                   uint32_t n)
{
    uint32_t fault = memchr_inv(m, start, byte, n), end = last_fault(m, fault, start + n, byte);
    bool ok = fault == start + n;

    enter(m, F_check_bytes_and_report);
    if (walking(m)) {
        value_cache(m, s);
        value_page(m, page);
        value(m, V_object, FMT_ADDR, object);
        value(m, V_what, FMT_TEXT, what);
        value(m, V_start, FMT_ADDR, start);
        value(m, V_value_, FMT_DEC, byte);
        value(m, V_bytes, FMT_DEC, n);
    }
    if (!ok) {
        line(m, L_overwritten);
        value_fault(m, fault, end);
        slab_bug(m, s, "%s overwritten", text_table[what]);
        printk(m, "INFO: 0x%s-0x%s. First byte 0x%x instead of 0x%x\n", P(fault), P(end - 1),
               ram_byte(m, fault), byte);
        print_trailer(m, s, page, object);
        restore_bytes(m, s, what, byte, fault, end);
    }
    leave_with(m, F_check_bytes_and_report, FMT_DEC, ok);
    return ok;
}

/* mm/slub.c:731 */
static void check_pad_bytes(struct machine *m, struct kmem_cache *s, struct page *page, uint32_t p)
{
    uint32_t off =
        s->inuse + (s->offset ? 4 : 0) + (s->flags & SLAB_STORE_USER ? 2 * TRACK_SIZE : 0);
    bool ok = true;

    enter(m, F_check_pad_bytes);
    if (walking(m)) {
        value_cache(m, s);
        value_page(m, page);
        value(m, V_p, FMT_ADDR, p);
    }
    if (s->size != off)
        ok = check_bytes_and_report(m, s, page, p, TEXT_object_padding, p + off, POISON_INUSE,
                                    s->size - off);
    leave_with(m, F_check_pad_bytes, FMT_DEC, ok);
}

/* The rest of mm/slub.c:751: the slab's last bytes, too few for an object. */
static bool check_remainder(struct machine *m, struct kmem_cache *s, struct page *page,
                            uint32_t start, uint32_t rest)
{
    uint32_t fault = memchr_inv(m, start, POISON_INUSE, rest),
             end = last_fault(m, fault, start + rest, POISON_INUSE);

    if (fault == start + rest)
        return true;
    line(m, L_slab_padding);
    value_fault(m, fault, end);
    slab_err(m, s, page, "Padding overwritten. 0x%s-0x%s", P(fault), P(end - 1));
    print_section(m, "Padding ", start, rest);
    restore_bytes(m, s, TEXT_slab_padding, POISON_INUSE, start, start + rest);
    return false;
}

bool slab_pad_check(struct machine *m, struct kmem_cache *s, struct page *page)
{
    uint32_t length = PAGE_SIZE << compound_order(page), rest = remainder_of(length, s->size);
    bool ok = true;

    enter(m, F_slab_pad_check);
    if (walking(m)) {
        value_cache(m, s);
        value_page(m, page);
    }
    if (s->flags & SLAB_POISON && rest)
        ok = check_remainder(m, s, page, page_address(m, page) + length - rest, rest);
    leave_with(m, F_slab_pad_check, FMT_DEC, ok);
    return ok;
}

/* mm/slub.c:241 */
bool check_valid_pointer(struct machine *m, struct kmem_cache *s, struct page *page,
                         uint32_t object)
{
    uint32_t base = page_address(m, page),
             end = base + counters_objects(slab_counters(page)) * s->size;
    bool ok = !object || (object >= base && object < end && !remainder_of(object - base, s->size));

    LEAF(m, F_check_valid_pointer, FMT_DEC, ok, value_cache(m, s); value_page(m, page);
         value(m, V_object, FMT_ADDR, object));
    return ok;
}

/* The parts of mm/slub.c:782 before the free pointer. Paddings are put right and are no reason to fail. */
static bool check_parts(struct machine *m, struct kmem_cache *s, struct page *page, uint32_t object,
                        uint8_t val)
{
    uint32_t end = object + s->object_size;

    if (s->flags & SLAB_RED_ZONE) {
        if (!check_bytes_and_report(m, s, page, object, TEXT_redzone, end, val,
                                    s->inuse - s->object_size))
            return false;
    } else if (s->flags & SLAB_POISON && s->object_size < s->inuse) {
        check_bytes_and_report(m, s, page, object, TEXT_alignment_padding, end, POISON_INUSE,
                               s->inuse - s->object_size);
    }
    if (s->flags & SLAB_POISON) {
        if (val != SLUB_RED_ACTIVE && s->flags & OBJECT_POISON_ &&
            (!check_bytes_and_report(m, s, page, object, TEXT_poison, object, POISON_FREE,
                                     s->object_size - 1) ||
             !check_bytes_and_report(m, s, page, object, TEXT_poison, end - 1, POISON_END, 1)))
            return false;
        check_pad_bytes(m, s, page, object);
    }
    return true;
}

/* A free pointer that leads nowhere is cut off, and with it what was free behind it. */
bool check_object(struct machine *m, struct kmem_cache *s, struct page *page, uint32_t object,
                  uint8_t val)
{
    bool ok;

    enter(m, F_check_object);
    if (walking(m)) {
        value_cache(m, s);
        value_page(m, page);
        value(m, V_object, FMT_ADDR, object);
        value(m, V_val, FMT_DEC, val);
    }
    need_cache(m, s);
    ok = check_parts(m, s, page, object, val);
    if (ok && !(!s->offset && val == SLUB_RED_ACTIVE)) {
        ok = check_valid_pointer(m, s, page, get_freepointer(m, s, object));
        if (!ok) {
            line(m, L_freepointer_corrupt);
            object_err(m, s, page, object, TEXT_freepointer_corrupt);
            set_freepointer(m, s, object, 0);
        }
    }
    leave_with(m, F_check_object, FMT_DEC, ok);
    return ok;
}

/* The rest of mm/slub.c:834. Two formats get one argument too many before theirs, so that they print the address of the name first. */
static bool check_counters(struct machine *m, struct kmem_cache *s, struct page *page)
{
    uint32_t counters = slab_counters(page), objects = counters_objects(counters),
             maxobj = order_objects(m, compound_order(page), s->size, s->reserved);

    if (objects > maxobj) {
        line(m, L_objects_max);
        slab_err(m, s, page, "objects %u > max %u", s->name, objects);
        return false;
    }
    if (counters_inuse(counters) > objects) {
        line(m, L_inuse_max);
        slab_err(m, s, page, "inuse %u > max %u", s->name, counters_inuse(counters));
        return false;
    }
    slab_pad_check(m, s, page);
    return true;
}

bool check_slab(struct machine *m, struct kmem_cache *s, struct page *page)
{
    bool ok = page->flags & PG_SLAB;

    enter(m, F_check_slab);
    if (walking(m)) {
        value_cache(m, s);
        value_page(m, page);
    }
    if (!ok) {
        line(m, L_not_a_slab);
        slab_err(m, s, page, "Not a valid slab page");
    }
    ok = ok && check_counters(m, s, page);
    leave_with(m, F_check_slab, FMT_DEC, ok);
    return ok;
}

/* A pointer of the slab's chain that leads to no object: behind `object` the chain is cut; if it is the first, the slab has no free objects any more. */
static void cut_chain(struct machine *m, struct kmem_cache *s, struct page *page, uint32_t object)
{
    uint32_t counters = slab_counters(page);

    line(m, L_freechain_corrupt);
    if (object) {
        object_err(m, s, page, object, TEXT_freechain_corrupt);
        set_freepointer(m, s, object, 0);
    } else {
        slab_err(m, s, page, "Freepointer corrupt");
        set_freelist(m, page, 0);
        set_counters(m, page, counters_with_inuse(counters, counters_objects(counters)));
        slab_fix(m, s, "Freelist cleared");
    }
}

/* The end of mm/slub.c:865: `nr` objects were counted on the chain. */
static void adjust_counters(struct machine *m, struct kmem_cache *s, struct page *page, uint32_t nr)
{
    uint32_t max = order_objects(m, compound_order(page), s->size, s->reserved), counters;
    int32_t counted;

    if (max > MAX_OBJS_PER_PAGE)
        max = MAX_OBJS_PER_PAGE;
    counters = slab_counters(page);
    if (counters_objects(counters) != max) {
        line(m, L_objects_adjusted);
        slab_err(m, s, page, "Wrong number of objects. Found %u but should be %u",
                 counters_objects(counters), max);
        counters = (counters & ~(0x7fffu << 16)) | max << 16;
        set_counters(m, page, counters);
        slab_fix(m, s, "Number of objects adjusted.");
    }
    counted = (int32_t)(max - nr);
    if ((int32_t)counters_inuse(counters) != counted) {
        line(m, L_count_adjusted);
        slab_err(m, s, page, "Wrong object count. Counter is %u but counted were %d",
                 counters_inuse(counters), counted);
        set_counters(m, page, counters_with_inuse(counters, (uint32_t)counted));
        slab_fix(m, s, "Object count adjusted.");
    }
}

/*
 * mm/slub.c:865: is the object on the slab's chain? Where the chain is a circle the walk ends after one object more than the slab has: the count is
 * then wrong by that, and is put right to 65535 objects in use.
 */
static bool on_freelist(struct machine *m, struct kmem_cache *s, struct page *page, uint32_t search)
{
    uint32_t objects = counters_objects(slab_counters(page)), nr = 0, object = 0, fp = page->index;
    bool broken = false;

    enter(m, F_on_freelist);
    if (walking(m)) {
        value_cache(m, s);
        value_page(m, page);
        value(m, V_search, FMT_ADDR, search);
    }
    while (fp && nr <= objects && fp != search) {
        broken = !check_valid_pointer(m, s, page, fp);
        if (broken) {
            cut_chain(m, s, page, object);
            break;
        }
        object = fp;
        fp = get_freepointer(m, s, object);
        nr++;
    }
    if ((!fp || fp != search || nr > objects) && !(broken && !object))
        adjust_counters(m, s, page, nr);
    leave_with(m, F_on_freelist, FMT_DEC, fp && fp == search && nr <= objects);
    return fp && fp == search && nr <= objects;
}

bool may_be_freed(struct machine *m, struct kmem_cache *s, struct page *page, uint32_t object)
{
    if (!check_slab(m, s, page))
        return false;
    if (!check_valid_pointer(m, s, page, object)) {
        line(m, L_invalid_pointer);
        slab_err(m, s, page, "Invalid object pointer 0x%s", P(object));
        return false;
    }
    if (on_freelist(m, s, page, object)) {
        line(m, L_already_free);
        object_err(m, s, page, object, TEXT_object_already_free);
        return false;
    }
    return true;
}

bool belongs_to(struct machine *m, struct kmem_cache *s, struct page *page, uint32_t object)
{
    if (page->private_ == ram_virt(m, s))
        return true;
    line(m, L_slab_pointer_corrupt);
    if (!(page->flags & PG_SLAB))
        slab_err(m, s, page, "Attempt to free object(0x%s) outside of slab", P(object));
    else if (!page->private_)
        printk(m, "SLUB <none>: no slab for object 0x%s.\n", P(object));
    else
        object_err(m, s, page, object, TEXT_page_slab_pointer_corrupt);
    return false;
}
