#include <stdlib.h>
#include <string.h>

#include "flatten.h"

// copy_of returns a copy of an array of n bytes, of one zero if there are none.
static void *copy_of(const void *array, size_t n) {
  void *copy = calloc(n ? n : 1, 1);
  if (copy && n) memcpy(copy, array, n);
  return copy;
}

// role_width returns how many children of a production may have a field or an alias.
static uint32_t role_width(const TSLanguage *t) {
  uint32_t width = t->max_alias_sequence_length;
  for (uint32_t p = 0; t->field_count && p < t->production_id_count; p++) {
    TSMapSlice slice = t->field_map_slices[p];
    for (uint32_t i = slice.index; i < (uint32_t)slice.index + slice.length; i++) {
      uint32_t needed = t->field_map_entries[i].child_index + 1u;
      if (needed > width) width = needed;
    }
  }
  return width;
}

// fill_roles unpacks the runtime's aliases and fields. Inherited fields are those of a hidden child's own children: they are
// found when these are visited. Where a child has two fields the first counts, as in the runtime.
static void fill_roles(apexvet_language *l) {
  const TSLanguage *t = l->language;
  for (uint32_t p = 0; p < t->production_id_count; p++) {
    child_role *roles = l->roles + (size_t)p * l->width;
    for (uint32_t i = 0; p > 0 && i < t->max_alias_sequence_length; i++) {
      TSSymbol alias = t->alias_sequences[p * t->max_alias_sequence_length + i];
      if (alias) roles[i] = (child_role){.kind = l->kinds[alias], .aliased = 1};
    }
    if (!t->field_count) continue;
    TSMapSlice slice = t->field_map_slices[p];
    for (uint32_t i = slice.index; i < (uint32_t)slice.index + slice.length; i++) {
      TSFieldMapEntry entry = t->field_map_entries[i];
      child_role *role = &roles[entry.child_index];
      if (!entry.inherited && !role->field) role->field = l->fields[entry.field_id];
    }
  }
}

apexvet_language *apexvet_language_new(const TSLanguage *t, const uint16_t *kinds, const uint8_t *fields) {
  arena_install();
  apexvet_language *l = calloc(1, sizeof *l);
  if (!l) return NULL;
  l->language = t;
  l->symbol_count = t->symbol_count + t->alias_count;
  l->width = role_width(t);
  l->kinds = copy_of(kinds, l->symbol_count * sizeof *kinds);
  l->fields = copy_of(fields, t->field_count + 1);
  l->roles = calloc((size_t)t->production_id_count * l->width + 1, sizeof *l->roles);
  if (!l->kinds || !l->fields || !l->roles) return NULL;
  fill_roles(l);
  return l;
}
