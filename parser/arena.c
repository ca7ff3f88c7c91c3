#include "arena.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "runtime.h"

struct chunk {
  chunk *next;
  size_t size;  // bytes of memory
  bool large;   // made for one block, outside the sequence of sizes
  char memory[] __attribute__((aligned(16)));
};

// Every block is preceded by its size, which realloc needs.
typedef struct {
  size_t size;
} header;

enum {
  ALIGNMENT = 8,
  FIRST_CHUNK = 1 << 20,
  LARGEST_CHUNK = 32 << 20,
  KEPT = 8 << 20,  // bytes of chunks that stay with an idle arena
};

static _Thread_local apexvet_arena *entered;

apexvet_arena *apexvet_arena_new(void) { return calloc(1, sizeof(apexvet_arena)); }

static void free_chunks(chunk *c) {
  while (c) {
    chunk *next = c->next;
    free(c);
    c = next;
  }
}

void apexvet_arena_delete(apexvet_arena *a) {
  free_chunks(a->chunks);
  free(a);
}

static size_t chunk_used(const apexvet_arena *a) { return a->current ? (size_t)(a->top - a->current->memory) : 0; }

size_t arena_used(const apexvet_arena *a) { return a->before + chunk_used(a); }

// use_chunk continues with a chunk, cut at the limit so that alloc has one comparison to make.
static void use_chunk(apexvet_arena *a, chunk *c) {
  size_t left = a->limit - a->before;
  a->current = c;
  a->top = c->memory;
  a->end = c->memory + (left < c->size ? left : c->size);
  a->last = NULL;
}

void arena_start(apexvet_arena *a, size_t limit) {
  size_t kept = 0;
  chunk **link = &a->chunks;
  while (*link && !(*link)->large && kept + (*link)->size <= KEPT) {
    kept += (*link)->size;
    link = &(*link)->next;
  }
  free_chunks(*link);
  *link = NULL;
  a->limit = limit;
  a->before = 0;
  a->current = NULL;
  a->top = a->end = a->last = NULL;
}

void arena_enter(apexvet_arena *a) { entered = a; }

void arena_leave(void) { entered = NULL; }

// next_chunk makes room for a block that the current chunk has no room for. The sizes of chunks follow from the requests alone,
// never from what an earlier parse left behind: whether a text reaches the limit depends on nothing but the text.
static void next_chunk(apexvet_arena *a, size_t need) {
  size_t before = arena_used(a);
  if (need > a->limit - before) arena_longjmp(a);
  chunk **link = a->current ? &a->current->next : &a->chunks;
  size_t size = FIRST_CHUNK;
  if (a->current) {
    size = a->current->size < LARGEST_CHUNK / 2 ? a->current->size * 2 : LARGEST_CHUNK;
  }
  bool large = need > size;
  if (large) size = need;
  chunk *c = *link;
  if (!c || c->size != size) {
    free_chunks(c);
    *link = NULL;
    c = malloc(sizeof(chunk) + size);
    if (!c) arena_longjmp(a);
    c->next = NULL;
    c->size = size;
    c->large = large;
    *link = c;
  }
  a->before = before;
  use_chunk(a, c);
}

static inline size_t rounded(size_t size) { return (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1); }

static inline size_t *size_of(void *block) { return &((header *)block - 1)->size; }

static void *alloc(apexvet_arena *a, size_t size) {
  size = rounded(size);
  size_t need = size + sizeof(header);
  if (need > (size_t)(a->end - a->top)) next_chunk(a, need);
  char *block = a->top + sizeof(header);
  *size_of(block) = size;
  a->top += need;
  a->last = block;
  return block;
}

static void *arena_malloc(size_t size) {
  apexvet_arena *a = entered;
  return a ? alloc(a, size) : malloc(size);
}

static void *arena_calloc(size_t count, size_t size) {
  apexvet_arena *a = entered;
  if (!a) return calloc(count, size);
  if (size && count > (size_t)-1 / 2 / size) arena_longjmp(a);
  return memset(alloc(a, count * size), 0, count * size);
}

static void *arena_realloc(void *block, size_t size) {
  apexvet_arena *a = entered;
  if (!a) return realloc(block, size);
  if (!block) return alloc(a, size);
  size_t old = *size_of(block);
  size_t new = rounded(size);
  if (new <= old) return block;
  if (block == a->last && new - old <= (size_t)(a->end - a->top)) {
    a->top += new - old;
    *size_of(block) = new;
    return block;
  }
  return memcpy(alloc(a, size), block, old);
}

static void arena_free(void *block) {
  apexvet_arena *a = entered;
  if (!a) {
    free(block);
  } else if (block && block == a->last) {
    a->top = a->last - sizeof(header);
    a->last = NULL;
  }
}

void arena_install(void) { ts_set_allocator(arena_malloc, arena_calloc, arena_realloc, arena_free); }
