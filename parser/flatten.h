// Parsing and flattening: text to the arrays of a Tree in one call.
#ifndef APEXVET_FLATTEN_H_
#define APEXVET_FLATTEN_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "runtime.h"
#include "words.h"

// A node of the flat tree; native.go checks that it is laid out as Go's.
typedef struct {
  uint32_t start, end;
  int32_t parent;
  int32_t subtree_end;
  uint32_t name;
  uint16_t kind;
  uint8_t field;
  uint8_t flags;
} apexvet_node;

// The kinds that do not come from the grammar, and the flags; native.go checks that they are Go's.
enum {
  APEXVET_KIND_NONE,
  APEXVET_KIND_ERROR,
  APEXVET_KIND_TOKEN,
  APEXVET_KIND_TOO_DEEP,
};

enum {
  APEXVET_FLAG_MISSING = 1,
  APEXVET_FLAG_HAS_ERROR = 2,
};

// A syntax error: a range that does not fit, or a symbol that is missing (then missing is the symbol and 1).
typedef struct {
  uint32_t start, end, missing;
} apexvet_error;

typedef struct {
  uint32_t start, end;
} apexvet_comment;

// What a child of a production is, beyond its symbol.
typedef struct {
  uint16_t kind;  // of its alias
  uint8_t field;
  uint8_t aliased;
} child_role;

// A language with the tables that flattening reads. It is made once and never changes.
typedef struct {
  const TSLanguage *language;
  uint32_t symbol_count;
  uint16_t *kinds;      // of each symbol; KIND_NONE for those that leave no node, KIND_TOKEN for anonymous tokens
  child_role *roles;    // width for each production
  uint8_t *fields;      // of each of the runtime's fields
  uint32_t width;
} apexvet_language;

// A subtree whose children are being visited.
typedef struct {
  const subtree *children;
  const child_role *roles;
  uint32_t next, count;  // of children
  uint32_t structural;   // index of the next child among those that are no extras
  uint32_t position;     // where the last child ended
  int32_t parent;        // the flat node that children are added to
  int32_t node;          // the flat node that ends with the subtree, or -1 for a hidden one
  uint32_t depth;        // of the children's flat nodes
  uint8_t field;         // what a hidden subtree passes to its children
  bool in_error;
} frame;

// A worker is what one parse needs: an arena for the runtime and buffers for the result. It is used by one call at a time.
typedef struct {
  apexvet_arena *arena;
  TSTree *tree;  // in the arena
  word_table words;
  apexvet_node *nodes;
  apexvet_error *errors;
  apexvet_comment *comments;
  frame *frames;
  size_t node_capacity, error_capacity, comment_capacity, frame_capacity;  // in elements
} apexvet_worker;

typedef enum {
  APEXVET_OK,
  APEXVET_TOO_COMPLEX,
  APEXVET_TOO_DEEP,
  APEXVET_REFUSED,  // the runtime does not take the language
} apexvet_status;

// The result of a parse lies in the worker's buffers and is valid until its next call.
typedef struct {
  apexvet_status status;
  uint32_t node_count, error_count, comment_count, word_count, slot_count, words_size;
  const apexvet_node *nodes;
  const apexvet_error *errors;
  const apexvet_comment *comments;
  const uint32_t *word_ends;
  const uint32_t *word_slots;
  const char *words;
  size_t used;  // bytes of the arena
} apexvet_result;

// apexvet_language_new makes a language; kinds are Go's for each symbol, fields Go's for each field. NULL if there is no memory.
apexvet_language *apexvet_language_new(const TSLanguage *, const uint16_t *kinds, const uint8_t *fields);

apexvet_worker *apexvet_worker_new(void);
void apexvet_worker_delete(apexvet_worker *);

// apexvet_parse parses and flattens a text. The runtime may use limit bytes of memory, and read as many of the text; nodes
// below max_depth are cut.
void apexvet_parse(apexvet_worker *, const apexvet_language *, const char *text, uint32_t size, size_t limit, uint32_t max_depth,
                   apexvet_result *);

// apexvet_verify compares the result of the worker's last parse with what the runtime's own cursor shows of the same tree.
bool apexvet_verify(apexvet_worker *, const apexvet_language *, const apexvet_result *);

#endif
