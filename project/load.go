package project

// Options says what to load and how.
type Options struct {
	// Paths are the files and folders to analyse, absolute or relative to Dir; none means Dir itself. The projects around
	// them are read whole, as context.
	Paths []string
	// Dir is the folder that relative paths start from; empty means the working directory.
	Dir string
	// Excludes are doublestar patterns, relative to the root, of what to leave out.
	Excludes []string
	// NoIgnoreFiles reads what .gitignore and .forceignore leave out.
	NoIgnoreFiles bool
	// Overlay holds texts that stand for the content of files, as an editor has them: by path, absolute or relative to Dir.
	// A path that is not on disk is a new file.
	Overlay map[string][]byte
	// Documents names the root elements whose documents are wanted. Metadata with another root is listed with neither
	// Text nor Document. Nil means all of them.
	Documents []string
	// Workers is how many files are read and parsed at a time; 0 means one per processor.
	Workers int
}
