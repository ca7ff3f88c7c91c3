package parser

import (
	"encoding/binary"
	"math/bits"
	"unsafe"
)

// Name is a case-folded word, interned in one Tree: within that tree, equal Names are equal words in Apex, which ignores case.
// Names of different trees must not be compared.
type Name uint32

// NoName is the Name of nodes that are no words, and of words that are not in the tree.
const NoName Name = 0

// nameTable holds the words of a tree. The C side fills it while it flattens: words are folded and joined in text, the word of
// Name n being text[ends[n-1]:ends[n]], and slots is an open-addressing hash table of Names. Its length is a power of two.
type nameTable struct {
	text  string
	ends  []uint32
	slots []Name
}

// Names returns one more than the largest Name in the tree: the length of a table by Name.
func (t *Tree) Names() int { return max(len(t.names.ends), 1) }

// NameText returns the word of a Name, in lower case.
func (t *Tree) NameText(name Name) string {
	if t == nil || name == NoName || int(name) >= len(t.names.ends) {
		return ""
	}
	return t.names.word(name)
}

func (t *nameTable) word(name Name) string { return t.text[t.ends[name-1]:t.ends[name]] }

// Lookup returns the Name of a word in any case, or NoName if the word is not in the tree.
func (t *Tree) Lookup(word string) Name {
	if t == nil || len(t.names.slots) == 0 || word == "" {
		return NoName
	}
	word = fold(word)
	mask := uint32(len(t.names.slots) - 1)
	for slot := hashWord(word) & mask; ; slot = (slot + 1) & mask {
		name := t.names.slots[slot]
		if name == NoName || t.names.word(name) == word {
			return name
		}
	}
}

// hashWord hashes a folded word as flatten.c does: eight bytes at a time, the last ones padded with zeros.
func hashWord(word string) uint32 {
	hash := uint64(len(word))
	for len(word) >= 8 {
		hash = mixWord(hash, binary.LittleEndian.Uint64(unsafe.Slice(unsafe.StringData(word), 8)))
		word = word[8:]
	}
	if len(word) > 0 {
		var last [8]byte
		copy(last[:], word)
		hash = mixWord(hash, binary.LittleEndian.Uint64(last[:]))
	}
	return uint32(hash >> 32)
}

func mixWord(hash, word uint64) uint64 {
	return (bits.RotateLeft64(hash, 5) ^ word) * 0x9E3779B97F4A7C15
}

// fold returns a string with its ASCII letters in lower case, itself if there is nothing to change. Apex identifiers are ASCII.
func fold(s string) string {
	for i := range len(s) {
		if c := s[i]; 'A' <= c && c <= 'Z' {
			folded := []byte(s)
			for ; i < len(folded); i++ {
				if c := folded[i]; 'A' <= c && c <= 'Z' {
					folded[i] = c + ('a' - 'A')
				}
			}
			return unsafe.String(&folded[0], len(folded))
		}
	}
	return s
}
