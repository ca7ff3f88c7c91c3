package semantics

import (
	"encoding/binary"
	"errors"
	"sync"
)

// KeyKind says what a Key names.
type KeyKind uint8

// The kinds of keys.
const (
	KeyClass KeyKind = iota + 1
	KeyMethod
	KeyField
	KeyOperation
	keyKinds
)

// Key names a part of a program in a way that outlives the snapshot: it depends
// on neither offsets nor the order of files. Caches and baselines hold keys, never
// ids.
type Key struct {
	Kind KeyKind
	// Package is the package directory, or the project's folder outside of all: a
	// name may stand in several.
	Package string
	// Name is the folded key: "outer.inner.method(string)"; of an operation that of
	// the method around it.
	Name string
	// Ordinal counts what has all of this in common: operations of a method, and in
	// broken code what is declared twice.
	Ordinal uint32
}

var errKey = errors.New("semantics: this is no key")

// AppendBinary appends the encoded key. It never fails.
func (k Key) AppendBinary(b []byte) ([]byte, error) {
	b = append(b, byte(k.Kind))
	for _, s := range [...]string{k.Package, k.Name} {
		b = binary.AppendUvarint(b, uint64(len(s)))
		b = append(b, s...)
	}
	return binary.AppendUvarint(b, uint64(k.Ordinal)), nil
}

// MarshalBinary encodes the key. It never fails.
func (k Key) MarshalBinary() ([]byte, error) { return k.AppendBinary(nil) }

// UnmarshalBinary decodes what MarshalBinary has encoded, and nothing else.
func (k *Key) UnmarshalBinary(b []byte) error {
	rest, err := k.decode(b)
	if err == nil && len(rest) > 0 {
		err = errKey
	}
	return err
}

func (k *Key) decode(b []byte) (rest []byte, err error) {
	if len(b) == 0 || b[0] == 0 || KeyKind(b[0]) >= keyKinds {
		return nil, errKey
	}
	out := Key{Kind: KeyKind(b[0])}
	b = b[1:]
	for _, s := range [...]*string{&out.Package, &out.Name} {
		length, n := uvarint(b)
		if n <= 0 || length > uint64(len(b)-n) {
			return nil, errKey
		}
		*s = string(b[n : n+int(length)])
		b = b[n+int(length):]
	}
	ordinal, n := uvarint(b)
	if n <= 0 || ordinal > 1<<32-1 {
		return nil, errKey
	}
	out.Ordinal = uint32(ordinal)
	*k = out
	return b[n:], nil
}

// uvarint decodes a number that is written in as few bytes as it can be: a key
// has one encoding only.
func uvarint(b []byte) (value uint64, n int) {
	value, n = binary.Uvarint(b)
	if n > 1 && b[n-1] == 0 {
		return 0, 0
	}
	return value, n
}

// keyIndex finds keys and what they name. It is made on first use.
type keyIndex struct {
	once    sync.Once
	ids     map[Key]uint32
	ordinal [keyKinds][]uint32 // by id
}

func (p *Program) keyTable() *keyIndex {
	x := &p.graph.keys
	x.once.Do(func() {
		x.ids = make(map[Key]uint32, len(p.Classes)+len(p.Methods)+len(p.Fields)+len(p.Operations))
		for kind, n := range [keyKinds]int{KeyClass: len(p.Classes), KeyMethod: len(p.Methods), KeyField: len(p.Fields), KeyOperation: len(p.Operations)} {
			x.ordinal[kind] = make([]uint32, n)
			count := make(map[Key]uint32, n)
			for i := 1; i < n; i++ {
				key := p.plainKey(KeyKind(kind), uint32(i))
				plain := key
				key.Ordinal = count[plain]
				count[plain]++
				x.ordinal[kind][i] = key.Ordinal
				x.ids[key] = uint32(i)
			}
		}
	})
	return x
}

// plainKey returns a key without its ordinal.
func (p *Program) plainKey(kind KeyKind, id uint32) Key {
	key := Key{Kind: kind}
	var class ClassID
	switch kind {
	case KeyClass:
		class = ClassID(id)
		key.Name = p.Classes[id].Key
	case KeyMethod:
		class = p.Methods[id].Class
		key.Name = p.Methods[id].Key
	case KeyField:
		class = p.Fields[id].Class
		key.Name = p.Fields[id].Key
	case KeyOperation:
		class = p.Operations[id].Class
		key.Name = p.Method(p.Operations[id].Method).Key
	}
	f := p.Classes[class].File.File
	if f.Project == nil {
		return key
	}
	key.Package = f.Project.Dir
	if f.PackageDir >= 0 && f.PackageDir < len(f.Project.PackageDirs) {
		key.Package = f.Project.PackageDirs[f.PackageDir].Path
	}
	return key
}

func (p *Program) key(kind KeyKind, id uint32) Key {
	x := p.keyTable()
	if id == 0 || int(id) >= len(x.ordinal[kind]) {
		return Key{}
	}
	key := p.plainKey(kind, id)
	key.Ordinal = x.ordinal[kind][id]
	return key
}

func (p *Program) find(kind KeyKind, key Key) uint32 {
	if key.Kind != kind {
		return 0
	}
	return p.keyTable().ids[key]
}

// ClassKey returns the key of a class, a zero one for no class.
func (p *Program) ClassKey(id ClassID) Key { return p.key(KeyClass, uint32(id)) }

// MethodKey returns the key of a method, a zero one for no method.
func (p *Program) MethodKey(id MethodID) Key { return p.key(KeyMethod, uint32(id)) }

// FieldKey returns the key of a field, a zero one for no field.
func (p *Program) FieldKey(id FieldID) Key { return p.key(KeyField, uint32(id)) }

// OperationKey returns the key of an operation, a zero one for no operation.
func (p *Program) OperationKey(id OperationID) Key { return p.key(KeyOperation, uint32(id)) }

// FindClass returns the class with a key, zero if there is none.
func (p *Program) FindClass(key Key) ClassID { return ClassID(p.find(KeyClass, key)) }

// FindMethod returns the method with a key, zero if there is none.
func (p *Program) FindMethod(key Key) MethodID { return MethodID(p.find(KeyMethod, key)) }

// FindField returns the field with a key, zero if there is none.
func (p *Program) FindField(key Key) FieldID { return FieldID(p.find(KeyField, key)) }

// FindOperation returns the operation with a key, zero if there is none.
func (p *Program) FindOperation(key Key) OperationID { return OperationID(p.find(KeyOperation, key)) }
