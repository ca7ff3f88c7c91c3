// The walk in flatten.c reads the runtime's private structures. Should a new version of the runtime lay them out otherwise, the
// comparison here fails before the first text is parsed.
#include "flatten.h"

// A walk over the same tree with the runtime's public cursor.
typedef struct {
  const apexvet_language *language;
  const apexvet_result *result;
  uint32_t node, comment;  // the next ones to compare
} comparison;

// same_node compares the node at the cursor with the next one of the flat tree, if it has left one there.
static bool same_node(comparison *c, const TSTreeCursor *cursor) {
  const apexvet_result *r = c->result;
  TSNode n = ts_tree_cursor_current_node(cursor);
  TSSymbol symbol = ts_node_symbol(n);
  bool error = symbol == ts_builtin_sym_error;
  uint32_t start = ts_node_start_byte(n), end = ts_node_end_byte(n);
  if (ts_node_is_extra(n) && !error) {
    if (c->comment == r->comment_count) return false;
    apexvet_comment comment = r->comments[c->comment++];
    return comment.start == start && comment.end == end;
  }
  uint16_t kind = error ? APEXVET_KIND_ERROR : c->language->kinds[symbol];
  uint8_t field = c->language->fields[ts_tree_cursor_current_field_id(cursor)];
  if (kind == APEXVET_KIND_TOKEN && !field) return true;
  if (c->node == r->node_count) return false;
  apexvet_node node = r->nodes[c->node++];
  return node.kind == kind && node.field == field && node.start == start && node.end == end &&
         !!(node.flags & APEXVET_FLAG_MISSING) == ts_node_is_missing(n) &&
         !!(node.flags & APEXVET_FLAG_HAS_ERROR) == (error || ts_node_has_error(n));
}

static bool compare(comparison *c, TSTree *tree) {
  TSTreeCursor cursor = ts_tree_cursor_new(ts_tree_root_node(tree));
  for (;;) {
    if (!same_node(c, &cursor)) return false;
    if (ts_tree_cursor_goto_first_child(&cursor)) continue;
    while (!ts_tree_cursor_goto_next_sibling(&cursor)) {
      if (!ts_tree_cursor_goto_parent(&cursor)) return c->node == c->result->node_count && c->comment == c->result->comment_count;
    }
  }
}

bool apexvet_verify(apexvet_worker *w, const apexvet_language *l, const apexvet_result *result) {
  comparison c = {.language = l, .result = result};
  if (result->status != APEXVET_OK || arena_setjmp(w->arena)) {
    arena_leave();
    return false;
  }
  arena_enter(w->arena);
  bool same = compare(&c, w->tree);
  arena_leave();
  return same;
}
