// What this package uses of the tree-sitter runtime, which is compiled and linked by github.com/smacker/go-tree-sitter
// (runtime 0.22.5). Its headers are not reachable from here, so its functions are declared by hand. No linker flags: if the
// import went missing, the build must fail.
#ifndef APEXVET_RUNTIME_H_
#define APEXVET_RUNTIME_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "grammar/src/tree_sitter/parser.h"

// The public interface (api.h).

typedef struct TSParser TSParser;
typedef struct TSTree TSTree;

typedef struct {
  uint32_t row, column;
} TSPoint;

typedef enum { TSInputEncodingUTF8, TSInputEncodingUTF16 } TSInputEncoding;

typedef struct {
  void *payload;
  const char *(*read)(void *payload, uint32_t byte, TSPoint, uint32_t *bytes_read);
  TSInputEncoding encoding;
} TSInput;

typedef struct {
  uint32_t context[4];
  const void *id;  // a const Subtree *
  const TSTree *tree;
} TSNode;

typedef struct {
  const void *tree;
  const void *id;
  uint32_t context[3];
} TSTreeCursor;

void ts_set_allocator(void *(*)(size_t), void *(*)(size_t, size_t), void *(*)(void *, size_t), void (*)(void *));
TSParser *ts_parser_new(void);
bool ts_parser_set_language(TSParser *, const TSLanguage *);
TSTree *ts_parser_parse(TSParser *, const TSTree *, TSInput);
TSNode ts_tree_root_node(const TSTree *);
TSSymbol ts_node_symbol(TSNode);
uint32_t ts_node_start_byte(TSNode);
uint32_t ts_node_end_byte(TSNode);
bool ts_node_is_extra(TSNode);
bool ts_node_is_missing(TSNode);
bool ts_node_has_error(TSNode);
TSTreeCursor ts_tree_cursor_new(TSNode);
TSNode ts_tree_cursor_current_node(const TSTreeCursor *);
TSFieldId ts_tree_cursor_current_field_id(const TSTreeCursor *);
bool ts_tree_cursor_goto_parent(TSTreeCursor *);
bool ts_tree_cursor_goto_next_sibling(TSTreeCursor *);
bool ts_tree_cursor_goto_first_child(TSTreeCursor *);

// The private layout of its trees (subtree.h). Walking it is several times faster than a cursor, which computes rows and
// columns, aliases and visibility anew at each step. layout.c compares the two walks before the first parse.

#if !defined(__BYTE_ORDER__) || __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "the layout of subtrees is declared for little-endian machines"
#endif

// A leaf that is small enough to be its own pointer: is_inline is the lowest bit, which is 0 in every pointer.
typedef struct {
  bool is_inline : 1;
  bool visible : 1;
  bool named : 1;
  bool extra : 1;
  bool has_changes : 1;
  bool is_missing : 1;
  bool is_keyword : 1;
  uint8_t symbol;
  uint16_t parse_state;
  uint8_t padding_columns;
  uint8_t padding_rows : 4;
  uint8_t lookahead_bytes : 4;
  uint8_t padding_bytes;
  uint8_t size_bytes;
} inline_subtree;

typedef struct {
  uint32_t bytes, row, column;
} length;

typedef struct {
  volatile uint32_t ref_count;
  length padding;
  length size;
  uint32_t lookahead_bytes;
  uint32_t error_cost;
  uint32_t child_count;
  TSSymbol symbol;
  TSStateId parse_state;
  bool visible : 1;
  bool named : 1;
  bool extra : 1;
  bool fragile_left : 1;
  bool fragile_right : 1;
  bool has_changes : 1;
  bool has_external_tokens : 1;
  bool has_external_scanner_state_change : 1;
  bool depends_on_column : 1;
  bool is_missing : 1;
  bool is_keyword : 1;
  struct {  // of nodes with children only
    uint32_t visible_child_count;
    uint32_t named_child_count;
    uint32_t visible_descendant_count;
    int32_t dynamic_precedence;
    uint16_t repeat_depth;
    uint16_t production_id;
  } node;
} heap_subtree;

// The children of a heap subtree lie immediately before it.
typedef union {
  inline_subtree leaf;
  const heap_subtree *heap;
} subtree;

_Static_assert(sizeof(inline_subtree) == 8, "inline subtrees are as large as a pointer");
_Static_assert(sizeof(subtree) == 8, "a subtree is one word");

#endif
