#include "flatten.h"

#include <stdlib.h>
#include <string.h>

// A flattening under way.
typedef struct {
  apexvet_worker *worker;
  const apexvet_language *language;
  const char *text;
  uint32_t size;
  uint32_t node_count, error_count, comment_count;
  uint32_t max_depth;
  bool too_deep;
} flattening;

apexvet_worker *apexvet_worker_new(void) {
  apexvet_worker *w = calloc(1, sizeof *w);
  if (w && !(w->arena = apexvet_arena_new())) {
    free(w);
    return NULL;
  }
  return w;
}

void apexvet_worker_delete(apexvet_worker *w) {
  apexvet_arena_delete(w->arena);
  words_free(&w->words);
  free(w->nodes);
  free(w->errors);
  free(w->comments);
  free(w->frames);
  free(w);
}

enum { KEPT_ELEMENTS = 1 << 18 };

// trim frees the buffers that a very large text has left.
static void trim(apexvet_worker *w) {
  if (w->node_capacity > KEPT_ELEMENTS) free(w->nodes), w->nodes = NULL, w->node_capacity = 0;
  if (w->error_capacity > KEPT_ELEMENTS) free(w->errors), w->errors = NULL, w->error_capacity = 0;
  if (w->comment_capacity > KEPT_ELEMENTS) free(w->comments), w->comments = NULL, w->comment_capacity = 0;
  if (w->frame_capacity > KEPT_ELEMENTS) free(w->frames), w->frames = NULL, w->frame_capacity = 0;
  if (w->words.capacity > KEPT_ELEMENTS) words_free(&w->words);
}

// grow doubles a buffer of the worker. Without memory it leaves as the arena does.
static void *grow(apexvet_worker *w, void *buffer, size_t *capacity, size_t element) {
  size_t wanted = *capacity ? *capacity * 2 : 256;
  void *grown = realloc(buffer, wanted * element);
  if (!grown) arena_longjmp(w->arena);
  *capacity = wanted;
  return grown;
}

#define RESERVE(worker, buffer, count, capacity)                                                  \
  do {                                                                                            \
    if ((count) == (capacity)) (buffer) = grow((worker), (buffer), &(capacity), sizeof *(buffer)); \
  } while (0)

static void add_error(flattening *f, uint32_t start, uint32_t end, uint32_t missing) {
  apexvet_worker *w = f->worker;
  RESERVE(w, w->errors, f->error_count, w->error_capacity);
  w->errors[f->error_count++] = (apexvet_error){start, end, missing};
}

static void add_comment(flattening *f, uint32_t start, uint32_t end) {
  apexvet_worker *w = f->worker;
  RESERVE(w, w->comments, f->comment_count, w->comment_capacity);
  w->comments[f->comment_count++] = (apexvet_comment){start, end};
}

static int32_t add_node(flattening *f, const frame *in, uint32_t start, uint32_t end, uint16_t kind, uint8_t field, uint8_t flags) {
  apexvet_worker *w = f->worker;
  RESERVE(w, w->nodes, f->node_count, w->node_capacity);
  int32_t index = (int32_t)f->node_count++;
  w->nodes[index] = (apexvet_node){
      .start = start, .end = end, .parent = in->parent, .subtree_end = index + 1, .kind = kind, .field = field, .flags = flags};
  return index;
}

// starts_word holds the bytes that words start with: only these leaves get a name.
static const bool starts_word[256] = {
    ['A' ... 'Z'] = true, ['a' ... 'z'] = true, ['_'] = true, [0x80 ... 0xff] = true};

static void add_name(flattening *f, int32_t index, uint32_t start, uint32_t end) {
  uint32_t name = words_intern(&f->worker->words, f->text, f->size, start, end);
  if (!name) arena_longjmp(f->worker->arena);
  f->worker->nodes[index].name = name;
}

static void add_leaf(flattening *f, const frame *in, uint32_t start, uint32_t end, uint16_t kind, uint8_t field, uint8_t flags) {
  int32_t index = add_node(f, in, start, end, kind, field, flags);
  if (start < end && starts_word[(uint8_t)f->text[start]]) add_name(f, index, start, end);
}

// name_childless names a node all of whose children were dropped, if it is one word: an identifier that is spelled like a keyword
// is a rule over the keyword's token, and a leaf here all the same.
static void name_childless(flattening *f, int32_t index) {
  uint32_t start = f->worker->nodes[index].start, end = f->worker->nodes[index].end;
  for (uint32_t i = start; i < end; i++) {
    if (!starts_word[(uint8_t)f->text[i]]) return;
  }
  if (start < end) add_name(f, index, start, end);
}

// What flattening wants to know of a subtree, inline or not.
typedef struct {
  uint32_t padding, size;
  TSSymbol symbol;
  bool extra, missing, has_error;
} facts;

static inline facts facts_of(subtree t) {
  if (t.leaf.is_inline) {
    return (facts){t.leaf.padding_bytes, t.leaf.size_bytes, t.leaf.symbol, t.leaf.extra, t.leaf.is_missing, t.leaf.is_missing};
  }
  const heap_subtree *h = t.heap;
  return (facts){h->padding.bytes, h->size.bytes, h->symbol, h->extra, h->is_missing, h->is_missing || h->error_cost > 0};
}

static inline uint32_t child_count(subtree t) { return t.leaf.is_inline ? 0 : t.heap->child_count; }

// push visits the children of a subtree next.
static void push(flattening *f, size_t depth, frame child, subtree t) {
  apexvet_worker *w = f->worker;
  RESERVE(w, w->frames, depth, w->frame_capacity);
  child.children = (const subtree *)t.heap - t.heap->child_count;
  child.count = t.heap->child_count;
  child.next = child.structural = 0;
  child.roles = f->language->roles + (size_t)t.heap->node.production_id * f->language->width;
  w->frames[depth] = child;
}

// visit adds what a child of a subtree leaves in the flat tree. It returns whether the child's own children are next.
static bool visit(flattening *f, frame *in, subtree t, facts is, uint32_t start, frame *child) {
  const apexvet_language *l = f->language;
  uint32_t end = start + is.size;
  bool error = is.symbol == ts_builtin_sym_error;
  uint16_t kind = error ? APEXVET_KIND_ERROR : is.symbol < l->symbol_count ? l->kinds[is.symbol] : APEXVET_KIND_NONE;
  uint8_t field = in->field;
  if (!is.extra) {
    if (in->structural < l->width) {
      const child_role *role = &in->roles[in->structural];
      if (role->aliased) kind = role->kind;
      if (role->field) field = role->field;
    }
    in->structural++;
  } else if (!error) {
    if (is.symbol != ts_builtin_sym_end) add_comment(f, start, end);
    return false;
  } else {
    field = 0;
  }
  if (!in->in_error && (error || is.missing)) add_error(f, start, end, is.missing ? is.symbol + 1u : 0);
  bool leaf = child_count(t) == 0;
  if (kind == APEXVET_KIND_NONE) {
    *child = (frame){.position = start, .parent = in->parent, .node = -1, .depth = in->depth, .field = field, .in_error = in->in_error};
    return !leaf;
  }
  if (kind == APEXVET_KIND_TOKEN && !field) return false;
  uint8_t flags = (is.missing ? APEXVET_FLAG_MISSING : 0) | (is.has_error || error ? APEXVET_FLAG_HAS_ERROR : 0);
  if (leaf) {
    add_leaf(f, in, start, end, kind, field, flags);
    return false;
  }
  if (in->depth >= f->max_depth) {
    f->too_deep = true;
    add_node(f, in, start, end, APEXVET_KIND_TOO_DEEP, field, flags);
    return false;
  }
  int32_t node = add_node(f, in, start, end, kind, field, flags);
  *child = (frame){.position = start, .parent = node, .node = node, .depth = in->depth + 1, .in_error = in->in_error || error};
  return true;
}

// flatten walks a tree in preorder with a stack of its own: the depth of a tree is the text's to choose.
static void flatten(flattening *f, subtree root) {
  apexvet_worker *w = f->worker;
  frame outside = {.parent = -1, .node = -1}, child;
  facts is = facts_of(root);
  static const child_role no_role;
  outside.roles = &no_role;
  outside.structural = f->language->width;
  if (!visit(f, &outside, root, is, is.padding, &child)) return;
  push(f, 0, child, root);
  size_t depth = 1;
  while (depth > 0) {
    frame *top = &w->frames[depth - 1];
    if (top->next == top->count) {
      if (top->node >= 0) {
        w->nodes[top->node].subtree_end = (int32_t)f->node_count;
        if ((int32_t)f->node_count == top->node + 1) name_childless(f, top->node);
      }
      depth--;
      continue;
    }
    subtree t = top->children[top->next];
    is = facts_of(t);
    uint32_t start = top->position + (top->next > 0 ? is.padding : 0);
    top->position = start + is.size;
    top->next++;
    if (visit(f, top, t, is, start, &child)) push(f, depth++, child, t);
  }
}

// A text as the runtime's lexer reads it, a piece at a time, so that what it reads can be bounded.
typedef struct {
  const char *text;
  uint32_t size;
  size_t left;  // bytes that may still be read
  apexvet_arena *arena;
} source;

enum { PIECE = 4096 };

// read_piece gives the lexer the text from an offset on. Reading it again and again takes no memory that the arena could count: a
// thousand openings of a comment that is never closed are a thousand scans of the rest of the text.
static const char *read_piece(void *payload, uint32_t byte, TSPoint point, uint32_t *bytes_read) {
  source *s = payload;
  (void)point;
  if (byte >= s->size) {
    *bytes_read = 0;
    return "";
  }
  *bytes_read = s->size - byte < PIECE ? s->size - byte : PIECE;
  if (*bytes_read > s->left) arena_longjmp(s->arena);
  s->left -= *bytes_read;
  return s->text + byte;
}

static TSTree *parse(const apexvet_language *l, source *s) {
  TSParser *parser = ts_parser_new();
  if (!ts_parser_set_language(parser, l->language)) return NULL;
  return ts_parser_parse(parser, NULL, (TSInput){s, read_piece, TSInputEncodingUTF8});
}

void apexvet_parse(apexvet_worker *w, const apexvet_language *l, const char *text, uint32_t size, size_t limit, uint32_t max_depth,
                   apexvet_result *result) {
  flattening f = {.worker = w, .language = l, .text = size ? text : "", .size = size, .max_depth = max_depth};
  source input = {.text = f.text, .size = size, .left = limit, .arena = w->arena};
  memset(result, 0, sizeof *result);
  trim(w);
  arena_start(w->arena, limit);
  if (!words_start(&w->words) || arena_setjmp(w->arena)) {
    arena_leave();
    result->status = APEXVET_TOO_COMPLEX;
    result->used = arena_used(w->arena);
    return;
  }
  arena_enter(w->arena);
  w->tree = parse(l, &input);
  if (!w->tree) {
    arena_leave();
    result->status = APEXVET_REFUSED;
    return;
  }
  flatten(&f, *(const subtree *)ts_tree_root_node(w->tree).id);
  arena_leave();
  *result = (apexvet_result){
      .status = f.too_deep ? APEXVET_TOO_DEEP : APEXVET_OK,
      .nodes = w->nodes,
      .node_count = f.node_count,
      .errors = w->errors,
      .error_count = f.error_count,
      .comments = w->comments,
      .comment_count = f.comment_count,
      .word_ends = w->words.ends,
      .word_count = w->words.count,
      .word_slots = w->words.slots,
      .slot_count = w->words.slot_count,
      .words = w->words.text,
      .words_size = w->words.ends[w->words.count - 1],
      .used = arena_used(w->arena),
  };
}
