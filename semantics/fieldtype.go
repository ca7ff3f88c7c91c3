package semantics

// FieldType returns the type that the project's metadata declares for a custom field of an object. For TypeUnknown as the
// object it is the type on which all objects with a field of that name agree. TypeUnknown is also the answer where nothing
// is declared, and for standard fields.
func (p *Program) FieldType(object TypeID, field string) TypeID {
	field = lower(field)
	if object != TypeUnknown {
		return p.declaredField(p.Type(object).Name, field).typ
	}
	agreed := TypeUnknown
	for _, fields := range p.metadata.fields {
		switch f := fields[field]; {
		case !f.set:
		case agreed != TypeUnknown && agreed != f.typ:
			return TypeUnknown
		default:
			agreed = f.typ
		}
	}
	return agreed
}
