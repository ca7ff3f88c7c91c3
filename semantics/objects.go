package semantics

import (
	"path"
	"strings"

	"github.com/apexvet/apexvet/metadata"
	"github.com/apexvet/apexvet/project"
)

// declaredField is what the project's metadata says of a field: a type, or the
// object that a relationship leads to.
type declaredField struct {
	set    bool
	typ    TypeID
	object string // folded
	// required says that profiles cannot deny it: a required field, or one that is master-detail.
	required bool
}

// objectTable holds the custom fields that the project's metadata declares, as
// far as the snapshot has read it.
type objectTable struct {
	fields   map[string]map[string]declaredField // by object, then by field or relationship
	children map[string]map[string]string        // by object, then by child relationship: the child object
	settings map[string]bool                     // custom settings
}

var fieldTypes = map[string]TypeID{
	"AutoNumber": TypeString, "Checkbox": TypeBoolean, "Currency": TypeDecimal, "Date": TypeDate, "DateTime": TypeDatetime,
	"Email": TypeString, "EncryptedText": TypeString, "ExternalLookup": TypeString, "Hierarchy": TypeRecordID, "Html": TypeString,
	"IndirectLookup": TypeString, "LongTextArea": TypeString, "Lookup": TypeRecordID, "MasterDetail": TypeRecordID,
	"MetadataRelationship": TypeRecordID, "MultiselectPicklist": TypeString, "Number": TypeDecimal, "Percent": TypeDecimal,
	"Phone": TypeString, "Picklist": TypeString, "Summary": TypeDecimal, "Text": TypeString, "TextArea": TypeString,
	"Time": TypeTime, "Url": TypeString,
}

// readObjects reads the custom fields of the snapshot's metadata.
func readObjects(s *project.Snapshot) objectTable {
	t := objectTable{map[string]map[string]declaredField{}, map[string]map[string]string{}, map[string]bool{}}
	for _, f := range s.Files {
		if f.Document == nil || f.Document.Root == nil {
			continue
		}
		switch f.RootElement {
		case "CustomField":
			object := path.Base(path.Dir(path.Dir(f.Path)))
			t.add(lower(object), f.Document.Root)
		case "CustomObject":
			object, _, _ := strings.Cut(path.Base(f.Path), ".")
			if f.Document.Root.Child("customSettingsType").Value() != "" {
				t.settings[lower(object)] = true
			}
			for field := range f.Document.Root.ChildrenNamed("fields") {
				t.add(lower(object), field)
			}
		}
	}
	return t
}

func (t *objectTable) add(object string, field *metadata.Element) {
	name := lower(field.Child("fullName").Value())
	typ, known := fieldTypes[field.Child("type").Value()]
	if name == "" || !known {
		return
	}
	fields := t.fields[object]
	if fields == nil {
		fields = map[string]declaredField{}
		t.fields[object] = fields
	}
	required := field.Child("required").Value() == "true" || field.Child("type").Value() == "MasterDetail"
	fields[name] = declaredField{set: true, typ: typ, required: required}
	parent := lower(field.Child("referenceTo").Value())
	if parent == "" {
		return
	}
	if base, ok := strings.CutSuffix(name, "__c"); ok {
		fields[base+"__r"] = declaredField{set: true, object: parent}
	}
	if relationship := lower(field.Child("relationshipName").Value()); relationship != "" {
		if t.children[parent] == nil {
			t.children[parent] = map[string]string{}
		}
		t.children[parent][relationship+"__r"] = object
	}
}

func (p *Program) declaredField(object, field string) declaredField {
	if len(p.metadata.fields) == 0 {
		return declaredField{}
	}
	return p.metadata.fields[object][field]
}

// IsCustomSetting reports whether the project's metadata declares an object to be a
// custom setting.
func (p *Program) IsCustomSetting(object TypeID) bool {
	return p.metadata.settings[p.Type(object).Name]
}

// Required reports whether the project's metadata declares a field, by its folded
// name, to be one that field-level security cannot take away: required, or
// master-detail.
func (p *Program) Required(object TypeID, field string) bool {
	return p.declaredField(p.Type(object).Name, field).required
}

func (p *Program) childObject(parent, relationship string) string {
	return p.metadata.children[parent][relationship]
}
