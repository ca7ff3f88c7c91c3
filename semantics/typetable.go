package semantics

import (
	"slices"

	"github.com/apexvet/apexvet/semantics/platform"
)

// typeTable interns types. The program has one; while bodies are resolved each
// file adds to a layer of its own above it, and the layers are merged in the
// order of files, so that ids depend on no schedule.
type typeTable struct {
	base  *typeTable // nil for the program's own
	first TypeID     // id of types[0]
	types []Type
	// lists and sets are indexed by element type minus first; nested layers use
	// the maps for elements of the base.
	lists, sets map[TypeID]TypeID
	maps        map[[2]TypeID]TypeID
	iterators   map[[2]TypeID]TypeID
	names       map[string]TypeID // types that are known by name alone
	classes     []TypeID          // by ClassID
	platform    []TypeID          // by platform.TypeID
}

// Platform types with methods for the kinds that have no class of their own.
var (
	platformObject    = platform.Type("object")
	platformSObject   = platform.Type("sobject")
	platformList      = platform.Type("list")
	platformSet       = platform.Type("set")
	platformMap       = platform.Type("map")
	platformEnum      = platform.Type("enum")
	platformIterable  = platform.Type("iterable")
	platformException = platform.Type("exception")
)

var builtinTypes = [firstOpenType]Type{
	TypeUnknown:  {Kind: KindUnknown, Name: "", Display: "?"},
	TypeVoid:     {Kind: KindVoid, Name: "void", Display: "void"},
	TypeNull:     {Kind: KindNull, Name: "null", Display: "null"},
	TypeObject:   {Kind: KindObject, Name: "object", Display: "Object"},
	TypeBoolean:  {Kind: KindPrimitive, Name: "boolean", Display: "Boolean"},
	TypeInteger:  {Kind: KindPrimitive, Name: "integer", Display: "Integer"},
	TypeLong:     {Kind: KindPrimitive, Name: "long", Display: "Long"},
	TypeDouble:   {Kind: KindPrimitive, Name: "double", Display: "Double"},
	TypeDecimal:  {Kind: KindPrimitive, Name: "decimal", Display: "Decimal"},
	TypeString:   {Kind: KindPrimitive, Name: "string", Display: "String"},
	TypeRecordID: {Kind: KindPrimitive, Name: "id", Display: "Id"},
	TypeDate:     {Kind: KindPrimitive, Name: "date", Display: "Date"},
	TypeDatetime: {Kind: KindPrimitive, Name: "datetime", Display: "Datetime"},
	TypeTime:     {Kind: KindPrimitive, Name: "time", Display: "Time"},
	TypeBlob:     {Kind: KindPrimitive, Name: "blob", Display: "Blob"},
	TypeSObject:  {Kind: KindSObject, Name: "sobject", Display: "SObject"},
}

func newTypeTable() *typeTable {
	t := &typeTable{
		types:     slices.Clone(builtinTypes[:]),
		names:     map[string]TypeID{},
		platform:  make([]TypeID, platform.Types()),
		lists:     map[TypeID]TypeID{},
		sets:      map[TypeID]TypeID{},
		maps:      map[[2]TypeID]TypeID{},
		iterators: map[[2]TypeID]TypeID{},
	}
	for id := TypeObject; id < firstOpenType; id++ {
		t.names[t.types[id].Name] = id
		at := platform.Type(t.types[id].Name)
		t.types[id].Platform = at
		t.platform[at] = id
	}
	for i := 1; i < platform.Types(); i++ {
		id := platform.TypeID(i)
		switch id {
		case platformList, platformSet, platformMap:
			continue
		}
		if t.platform[i] == 0 {
			t.platform[i] = t.add(Type{Kind: KindPlatform, Name: id.Key(), Display: id.Name(), Platform: id})
		}
	}
	t.platform[platformList] = t.list(TypeUnknown)
	t.platform[platformSet] = t.set(TypeUnknown)
	t.platform[platformMap] = t.mapOf(TypeUnknown, TypeUnknown)
	return t
}

// layer returns an empty table above t.
func (t *typeTable) layer() *typeTable {
	return &typeTable{base: t, first: TypeID(len(t.types)), classes: t.classes, platform: t.platform}
}

func (t *typeTable) at(id TypeID) *Type {
	if id < t.first {
		return &t.base.types[id]
	}
	return &t.types[id-t.first]
}

func (t *typeTable) add(typ Type) TypeID {
	t.types = append(t.types, typ)
	return t.first + TypeID(len(t.types)) - 1
}

func (t *typeTable) list(elem TypeID) TypeID {
	if t.base != nil && elem < t.first {
		if id, ok := t.base.lists[elem]; ok {
			return id
		}
	}
	if id, ok := t.lists[elem]; ok {
		return id
	}
	if t.lists == nil {
		t.lists = map[TypeID]TypeID{}
	}
	e := t.at(elem)
	id := t.add(Type{Kind: KindList, Name: "list<" + e.Name + ">", Display: "List<" + e.Display + ">", Elem: elem, Platform: platformList})
	t.lists[elem] = id
	return id
}

func (t *typeTable) set(elem TypeID) TypeID {
	if t.base != nil && elem < t.first {
		if id, ok := t.base.sets[elem]; ok {
			return id
		}
	}
	if id, ok := t.sets[elem]; ok {
		return id
	}
	if t.sets == nil {
		t.sets = map[TypeID]TypeID{}
	}
	e := t.at(elem)
	id := t.add(Type{Kind: KindSet, Name: "set<" + e.Name + ">", Display: "Set<" + e.Display + ">", Elem: elem, Platform: platformSet})
	t.sets[elem] = id
	return id
}

func (t *typeTable) mapOf(key, value TypeID) TypeID {
	pair := [2]TypeID{key, value}
	if t.base != nil && key < t.first && value < t.first {
		if id, ok := t.base.maps[pair]; ok {
			return id
		}
	}
	if id, ok := t.maps[pair]; ok {
		return id
	}
	if t.maps == nil {
		t.maps = map[[2]TypeID]TypeID{}
	}
	k, v := t.at(key), t.at(value)
	id := t.add(Type{
		Kind: KindMap, Name: "map<" + k.Name + "," + v.Name + ">", Display: "Map<" + k.Display + "," + v.Display + ">",
		Key: key, Elem: value, Platform: platformMap,
	})
	t.maps[pair] = id
	return id
}

// generic returns a platform class with one type argument: Iterator<T>,
// Iterable<T>, Database.Batchable<T>.
func (t *typeTable) generic(base platform.TypeID, arg TypeID) TypeID {
	pair := [2]TypeID{TypeID(base), arg}
	if t.base != nil && arg < t.first {
		if id, ok := t.base.iterators[pair]; ok {
			return id
		}
	}
	if id, ok := t.iterators[pair]; ok {
		return id
	}
	if t.iterators == nil {
		t.iterators = map[[2]TypeID]TypeID{}
	}
	a := t.at(arg)
	id := t.add(Type{
		Kind: KindPlatform, Name: base.Key() + "<" + a.Name + ">", Display: base.Name() + "<" + a.Display + ">",
		Elem: arg, Platform: base,
	})
	t.iterators[pair] = id
	return id
}

// named returns the object or unresolved type with a folded name.
func (t *typeTable) named(kind TypeKind, folded, display string) TypeID {
	if t.base != nil {
		if id, ok := t.base.names[folded]; ok {
			return id
		}
	}
	if id, ok := t.names[folded]; ok {
		return id
	}
	if t.names == nil {
		t.names = map[string]TypeID{}
	}
	typ := Type{Kind: kind, Name: folded, Display: display}
	if kind == KindSObject {
		typ.Platform = platformSObject
	}
	id := t.add(typ)
	t.names[folded] = id
	return id
}

// mergeLayer adds the types of a layer to its base and returns the new ids of
// the layer's types, nil if nothing changes.
func (t *typeTable) mergeLayer(layer *typeTable) []TypeID {
	if len(layer.types) == 0 {
		return nil
	}
	remap := make([]TypeID, len(layer.types))
	moved := func(id TypeID) TypeID {
		if id < layer.first {
			return id
		}
		return remap[id-layer.first]
	}
	for i := range layer.types {
		typ := &layer.types[i]
		switch typ.Kind {
		case KindList:
			remap[i] = t.list(moved(typ.Elem))
		case KindSet:
			remap[i] = t.set(moved(typ.Elem))
		case KindMap:
			remap[i] = t.mapOf(moved(typ.Key), moved(typ.Elem))
		case KindPlatform:
			remap[i] = t.generic(typ.Platform, moved(typ.Elem))
		default:
			remap[i] = t.named(typ.Kind, typ.Name, typ.Display)
		}
	}
	return remap
}

// expr returns the type of a platform signature's type expression, with the type
// arguments of the receiver put in.
func (t *typeTable) expr(id platform.ExprID, receiver TypeID) TypeID {
	e := id.Expr()
	switch e.Form {
	case platform.FormVoid:
		return TypeVoid
	case platform.FormParam:
		r := t.at(receiver)
		if r.Kind == KindMap && e.Index == 0 {
			return r.Key
		}
		return r.Elem
	case platform.FormType:
		switch e.Type {
		case platformList:
			return t.list(t.expr(e.Args[0], receiver))
		case platformSet:
			return t.set(t.expr(e.Args[0], receiver))
		case platformMap:
			return t.mapOf(t.expr(e.Args[0], receiver), t.expr(e.Args[1], receiver))
		}
		if e.Args[0] != 0 {
			return t.generic(e.Type, t.expr(e.Args[0], receiver))
		}
		return t.platform[e.Type]
	}
	return TypeUnknown
}
