// The memory of one parse: a bump allocator with a bound, given to the tree-sitter runtime as its allocator.
#ifndef APEXVET_ARENA_H_
#define APEXVET_ARENA_H_

#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>

typedef struct chunk chunk;

// An arena hands out memory from a list of chunks until its limit is reached, then jumps to escape. Freed memory is reused only
// if it was handed out last. Everything is given back at once, by arena_start.
typedef struct apexvet_arena {
  char *top, *end;  // the free part of the current chunk, cut where the limit is reached
  char *last;       // the block that was handed out last, or NULL
  chunk *current;
  chunk *chunks;    // first of the list; sizes follow a fixed sequence, but for blocks that are larger
  size_t limit;     // bytes that may be handed out
  size_t before;    // bytes handed out from the chunks before the current one
  jmp_buf escape;
} apexvet_arena;

apexvet_arena *apexvet_arena_new(void);
void apexvet_arena_delete(apexvet_arena *);

// arena_start empties the arena and gives it a limit. Memory up to a modest size is kept for reuse.
void arena_start(apexvet_arena *, size_t limit);

// arena_enter makes an arena the one that this thread's runtime allocates from, until arena_leave.
void arena_enter(apexvet_arena *);
void arena_leave(void);

// arena_used returns how many bytes have been handed out.
size_t arena_used(const apexvet_arena *);

// arena_install gives the arena's functions to the runtime. On a thread that has entered no arena they are malloc's own.
void arena_install(void);

// setjmp saves the signal mask on some systems, with a system call; nothing here needs it.
#if defined(_WIN32)
#define arena_setjmp(arena) setjmp((arena)->escape)
#define arena_longjmp(arena) longjmp((arena)->escape, 1)
#else
#define arena_setjmp(arena) _setjmp((arena)->escape)
#define arena_longjmp(arena) _longjmp((arena)->escape, 1)
#endif

#endif
