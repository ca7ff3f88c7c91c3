#include "words.h"

#include <stdlib.h>
#include <string.h>

enum {
  FIRST_SLOTS = 512,
  PADDING = 8,  // after the text, so that its last word can be read eight bytes at a time
};

// fold8 turns the ASCII capitals among eight bytes into small letters.
static inline uint64_t fold8(uint64_t w) {
  const uint64_t ones = 0x0101010101010101;
  uint64_t low = w & (0x7f * ones);
  uint64_t from_a = low + (0x80 - 'A') * ones;
  uint64_t above_z = low + (0x7f - 'Z') * ones;
  uint64_t capital = (from_a ^ above_z) & ~w & (0x80 * ones);
  return w | (capital >> 2);
}

static inline uint64_t mix(uint64_t hash, uint64_t word) {
  return (((hash << 5) | (hash >> 59)) ^ word) * 0x9E3779B97F4A7C15;
}

static inline uint64_t load8(const char *p) {
  uint64_t w;
  memcpy(&w, p, 8);
  return w;
}

// load_tail reads the last n bytes, fewer than eight, of what may be followed by the text's end.
static inline uint64_t load_tail(const char *p, const char *end, uint32_t n) {
  uint64_t w = 0;
  if (end - p >= 8) return load8(p) & (((uint64_t)1 << (8 * n)) - 1);
  memcpy(&w, p, n);
  return w;
}

int words_start(word_table *t) {
  if (t->slot_count != FIRST_SLOTS) {
    free(t->slots);
    t->slots = malloc(FIRST_SLOTS * sizeof *t->slots);
    t->slot_count = t->slots ? FIRST_SLOTS : 0;
    if (!t->slots) return 0;
  }
  memset(t->slots, 0, FIRST_SLOTS * sizeof *t->slots);
  if (!t->capacity) {
    t->ends = malloc(FIRST_SLOTS * sizeof *t->ends);
    t->hashes = malloc(FIRST_SLOTS * sizeof *t->hashes);
    if (!t->ends || !t->hashes) return 0;
    t->capacity = FIRST_SLOTS;
  }
  t->ends[0] = 0;
  t->count = 1;
  return 1;
}

void words_free(word_table *t) {
  free(t->slots);
  free(t->ends);
  free(t->hashes);
  free(t->text);
  memset(t, 0, sizeof *t);
}

static int grow_slots(word_table *t) {
  uint32_t slot_count = t->slot_count * 2, mask = slot_count - 1;
  uint32_t *slots = calloc(slot_count, sizeof *slots);
  if (!slots) return 0;
  for (uint32_t n = 1; n < t->count; n++) {
    uint32_t slot = t->hashes[n] & mask;
    while (slots[slot]) slot = (slot + 1) & mask;
    slots[slot] = n;
  }
  free(t->slots);
  t->slots = slots;
  t->slot_count = slot_count;
  return 1;
}

static int grow_words(word_table *t) {
  uint32_t capacity = t->capacity * 2;
  uint32_t *ends = realloc(t->ends, capacity * sizeof *ends);
  if (ends) t->ends = ends;
  uint32_t *hashes = realloc(t->hashes, capacity * sizeof *hashes);
  if (hashes) t->hashes = hashes;
  if (!ends || !hashes) return 0;
  t->capacity = capacity;
  return 1;
}

static int reserve_text(word_table *t, size_t size) {
  if (size + PADDING <= t->text_capacity) return 1;
  size_t capacity = 2 * size + 4096;
  char *text = realloc(t->text, capacity);
  if (!text) return 0;
  t->text = text;
  t->text_capacity = capacity;
  return 1;
}

// same compares a word of the text with a folded one.
static int same(const char *word, const char *end, const char *folded, uint32_t size) {
  for (; size >= 8; size -= 8, word += 8, folded += 8) {
    if (fold8(load8(word)) != load8(folded)) return 0;
  }
  if (size == 0) return 1;
  return fold8(load_tail(word, end, size)) == (load8(folded) & (((uint64_t)1 << (8 * size)) - 1));
}

static uint32_t add(word_table *t, const char *word, const char *end, uint32_t size, uint32_t hash) {
  uint32_t n = t->count, at = t->ends[n - 1];
  if (n == t->capacity && !grow_words(t)) return 0;
  if (!reserve_text(t, (size_t)at + size)) return 0;
  char *text = t->text + at;
  uint32_t left = size;
  for (; left >= 8; left -= 8, word += 8, text += 8) {
    uint64_t w = fold8(load8(word));
    memcpy(text, &w, 8);
  }
  uint64_t w = left ? fold8(load_tail(word, end, left)) : 0;
  memcpy(text, &w, 8);
  t->ends[n] = at + size;
  t->hashes[n] = hash;
  t->count++;
  return n;
}

uint32_t words_intern(word_table *t, const char *text, uint32_t text_size, uint32_t start, uint32_t end) {
  const char *word = text + start, *limit = text + text_size;
  uint32_t size = end - start;
  uint64_t h = size;
  const char *p = word;
  uint32_t left = size;
  for (; left >= 8; left -= 8, p += 8) h = mix(h, fold8(load8(p)));
  if (left) h = mix(h, fold8(load_tail(p, limit, left)));
  uint32_t hash = (uint32_t)(h >> 32);

  uint32_t mask = t->slot_count - 1, slot = hash & mask;
  for (uint32_t n; (n = t->slots[slot]) != 0; slot = (slot + 1) & mask) {
    if (t->hashes[n] == hash && t->ends[n] - t->ends[n - 1] == size && same(word, limit, t->text + t->ends[n - 1], size)) return n;
  }
  uint32_t n = add(t, word, limit, size, hash);
  t->slots[slot] = n;
  if (n && 2 * t->count > t->slot_count && !grow_slots(t)) return 0;
  return n;
}
