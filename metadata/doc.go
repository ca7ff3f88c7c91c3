// Package metadata reads Salesforce metadata XML into documents with byte positions.
//
// A Document keeps the source text and one record per element; character data is not copied. Its value, entities
// decoded, is produced on demand together with the way back to the source (Content), so that a finding can point at
// one URL inside a list of several.
//
// The reader is strict where leniency would hide something. It checks well-formedness and namespaces, refuses document
// type declarations and with them every entity but the five predefined and the numeric ones, and bounds size, depth,
// attributes and namespace declarations, so that no input can exhaust the stack or run in quadratic time.
//
// It knows nothing of Apex, of rules, or of which elements a metadata type may have. A type is recognised by the root
// element and its namespace (Namespace), never by a file's suffix.
package metadata

// Namespace is the XML namespace of Salesforce's Metadata API, in which every metadata component is written.
const Namespace = "http://soap.sforce.com/2006/04/metadata"

// SchemaInstance is the XML Schema instance namespace, in which xsi:nil and xsi:type are written.
const SchemaInstance = "http://www.w3.org/2001/XMLSchema-instance"

// Limits of what Parse accepts. The largest metadata file seen in public projects has 3.5 MB and no file nests deeper
// than 20 elements.
const (
	// MaxSize is the size in bytes from which a text is refused. A position in a file must fit in 24 bits.
	MaxSize = 1<<24 - 1
	// MaxDepth is how many elements may be open at once.
	MaxDepth = 1000
	// MaxAttributes is how many attributes one start tag may have.
	MaxAttributes = 100
	// MaxNamespaces is how many namespace declarations may be in scope at once.
	MaxNamespaces = 64
	// MaxElements is how many elements a document may have, which bounds the memory that a text of empty tags takes.
	MaxElements = 1 << 20
)
