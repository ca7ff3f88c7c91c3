package must

import (
	"github.com/apexvet/apexvet/dataflow/ir"
	"github.com/apexvet/apexvet/semantics"
	"github.com/apexvet/apexvet/semantics/platform"
)

// World is what the analysis asks about names and types.
type World interface {
	// Object returns the object that values of a type hold: of a record, a list or
	// set of records, the values of a map. TypeUnknown for anything else, and for
	// the generic SObject.
	Object(t semantics.TypeID) semantics.TypeID
	// Describes says what describe results a type holds by name.
	Describes(t semantics.TypeID) Describes
	// ObjectNamed returns the object with a name, TypeUnknown if there is none.
	ObjectNamed(name string) semantics.TypeID
	// Operation returns a database operation.
	Operation(id semantics.OperationID) *semantics.Operation
	// MethodName returns the folded name of a method with its class,
	// "outer.inner.method".
	MethodName(id semantics.MethodID) string
	// QueryText returns what is known of the text of a dynamic query.
	QueryText(f *ir.Func, op *ir.Operation) QueryText
	// ConstantText returns the text of a value if it is one constant.
	ConstantText(f *ir.Func, v ir.Value) (string, bool)
	// FieldMembers returns the constants in the list or set that a field holds, nil
	// if any is not known.
	FieldMembers(id semantics.FieldID) []string
}

// Describes is what a map leads to by name.
type Describes uint8

// The maps.
const (
	MapOfNothing Describes = iota
	MapOfObjects           // Map<String, SObjectType>
	MapOfFields            // Map<String, SObjectField>
)

// QueryText is what the text of a dynamic query tells.
type QueryText struct {
	// Objects are those that it names, custom metadata left out.
	Objects []semantics.TypeID
	// Fields are those that it certainly selects.
	Fields []FieldName
	// Named are the values, of the same body, that name further ones.
	Named []ir.Value
	// Mode is what it asks for, ModeUnknown for nothing.
	Mode semantics.Mode
	// Known says that there are no other objects.
	Known bool
}

// FieldName is a field by its folded name.
type FieldName struct {
	Object semantics.TypeID
	Name   string
}

// effect is what a platform member means to this analysis.
type effect uint8

const (
	noEffect effect = iota
	checkObject
	checkField
	describe        // of an SObjectType or SObjectField
	sobjectType     // of a record or list
	globalDescribe  // Schema.getGlobalDescribe()
	describeObjects // Schema.describeSObjects(names)
	fieldMap        // describe.fields.getMap()
	lookUp          // Map.get: an element, or an object or field by name
	sameObject      // the result is of the same object as the receiver
	stripCall       // Security.stripInaccessible
	stripped        // SObjectAccessDecision.getRecords()
	addElement
	addElements
	putElement
	putField
	inspects // does not change the collection or let it out
	ownObject
	nameText // the name of the SObjectType that is the argument
	testOnly // is true in tests only, which are not what runs
)

var effectNames = map[string]effect{
	"sobjecttype.getdescribe":              describe,
	"sobjectfield.getdescribe":             describe,
	"sobjecttype.newsobject":               sameObject,
	"describesobjectresult.getsobjecttype": sameObject,
	"describefieldresult.getsobjectfield":  sameObject,
	"describefieldresult.getsobjecttype":   ownObject,
	"sobject.getsobjecttype":               sobjectType,
	"list.getsobjecttype":                  sobjectType,
	"map.getsobjecttype":                   sobjectType,
	"id.getsobjecttype":                    sobjectType,
	"schema.getglobaldescribe":             globalDescribe,
	"schema.describesobjects":              describeObjects,
	"sobjecttypefields.getmap":             fieldMap,
	"map.get":                              lookUp,
	"list.get":                             sameObject,
	"list.clone":                           sameObject,
	"list.deepclone":                       sameObject,
	"sobject.clone":                        sameObject,
	"map.values":                           sameObject,
	"string.valueof":                       nameText,
	"describesobjectresult.getname":        sameObject,
	"describesobjectresult.getlocalname":   sameObject,
	"test.isrunningtest":                   testOnly,
	"security.stripinaccessible":           stripCall,
	"sobjectaccessdecision.getrecords":     stripped,
	"list.add":                             addElement,
	"set.add":                              addElement,
	"list.addall":                          addElements,
	"set.addall":                           addElements,
	"map.put":                              putElement,
	"sobject.put":                          putField,
	"map.putall":                           addElements,
	"list.size":                            inspects,
	"list.isempty":                         inspects,
	"set.size":                             inspects,
	"set.isempty":                          inspects,
	"map.size":                             inspects,
	"map.isempty":                          inspects,
	"map.keyset":                           inspects,
	"map.containskey":                      inspects,
	"list.clear":                           inspects,
	"map.clear":                            inspects,
	"list.sort":                            inspects,
	"list.contains":                        inspects,
	"set.contains":                         inspects,
	"list.indexof":                         inspects,
}

// effects is indexed by platform.MemberID.
type effects struct {
	of   []effect
	perm []Perm
}

var permOf = [...]Perm{
	platform.PermNone: PermNone, platform.PermRead: Read, platform.PermQuery: Read, platform.PermCreate: Create,
	platform.PermUpdate: Update, platform.PermDelete: Delete, platform.PermUndelete: Undelete, platform.PermMerge: Merge,
}

func platformEffects() effects {
	n := platform.Members()
	e := effects{of: make([]effect, n), perm: make([]Perm, n)}
	for m := platform.MemberID(1); int(m) < n; m++ {
		if perm, field := m.Check(); perm != platform.PermNone {
			e.perm[m] = permOf[perm]
			e.of[m] = checkObject
			if field {
				e.of[m] = checkField
			}
			continue
		}
		e.of[m] = effectNames[m.Owner().Key()+"."+m.Key()]
	}
	return e
}
