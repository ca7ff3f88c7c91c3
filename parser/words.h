// Words of a text, folded to lower case and numbered.
#ifndef APEXVET_WORDS_H_
#define APEXVET_WORDS_H_

#include <stddef.h>
#include <stdint.h>

// The words of one text; names.go reads the same table. Word n is text[ends[n-1]..ends[n]]; 0 is no word.
typedef struct {
  uint32_t *slots;  // open addressing, a power of two
  uint32_t slot_count;
  uint32_t *ends;
  uint32_t *hashes;
  uint32_t count;     // words and the 0
  uint32_t capacity;  // of ends and hashes
  char *text;
  size_t text_capacity;
} word_table;

// words_start empties the table; its memory stays. It returns 0 if there is no memory for it.
int words_start(word_table *);
void words_free(word_table *);

// words_intern returns the number of the word text[start..end] in any case, or 0 if there is no memory.
uint32_t words_intern(word_table *, const char *text, uint32_t size, uint32_t start, uint32_t end);

#endif
