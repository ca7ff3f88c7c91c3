package project

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"
)

// maxText is the size in bytes up to which other text files are read. Larger ones are data.
const maxText = 4 << 20

// textSuffixes are the suffixes of scripts, configuration, data, certificates and keys, sorted.
var textSuffixes = []string{
	"bash", "bat", "cer", "cfg", "cjs", "cmd", "conf", "config", "crt", "csv", "env", "gradle", "groovy", "har", "htm", "html", "http", "ini",
	"java", "jks", "js", "json", "jsonc", "key", "keystore", "kts", "md", "mjs", "p12", "pem", "pfx", "php", "pl", "properties", "ps1", "py", "rb",
	"resource", "sh", "sql", "tf", "tfvars", "toml", "ts", "txt", "yaml", "yml",
}

// storeSuffixes are the suffixes of binary key stores, sorted. They are listed, and have no text.
var storeSuffixes = []string{"jks", "keystore", "p12", "pfx"}

// kindIn is the function of that name, and where texts are wanted knows them too.
func (w *walker) kindIn(folder, name string) Kind {
	kind := kindIn(folder, name)
	if kind == KindOther && w.opts.Texts != nil && isText(name) {
		return KindText
	}
	return kind
}

func (w *walker) kindOf(relative string) Kind {
	return w.kindIn(path.Dir(relative), path.Base(relative))
}

// isText reports whether the name is that of a script, of configuration and the like. It does not look at the kinds that
// are analysed anyhow.
func isText(name string) bool {
	if name == projectFile {
		return false
	}
	if strings.HasPrefix(name, ".env") {
		return true
	}
	_, found := slices.BinarySearch(textSuffixes, suffixOf(name))
	return found
}

// suffixOf returns the lower-case suffix of a name, without the dot.
func suffixOf(name string) string {
	return strings.ToLower(strings.TrimPrefix(path.Ext(name), "."))
}

// readText reads a text file. One that nobody wants to keep is not in the snapshot.
func (r *reader) readText(o *outcome) {
	file := o.file
	o.file = nil
	head, rest, err := r.start(file.Abs)
	if err != nil {
		o.ledger = append(o.ledger, LedgerEntry{Path: file.Path, Status: Skipped, Count: 1, Reason: err.Error()})
		return
	}
	if rest != nil {
		defer func() { _ = rest.Close() }()
	}
	_, isStore := slices.BinarySearch(storeSuffixes, suffixOf(file.Path))
	if isStore {
		if r.texts(file.Path, head) {
			o.file, file.Text = file, []byte{}
		}
		return
	}
	if bytes.IndexByte(head, 0) >= 0 && decode(head).encoding == UTF8 {
		return // no text, whatever its name says
	}
	if rest != nil {
		if size, err := rest.Size(); err == nil && size > maxText {
			o.ledger = append(o.ledger, LedgerEntry{
				Path: file.Path, Status: Skipped, Count: 1,
				Reason: fmt.Sprintf("the file has %d bytes; of files other than Apex and metadata no more than %d are read", size, maxText),
			})
			return
		}
		if head, err = finish(head, *rest); err != nil {
			return
		}
	}
	if r.texts(file.Path, decode(head).text) {
		o.file = file
		o.takeText(bytes.Clone(head))
	}
}
