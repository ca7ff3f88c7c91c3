package semantics

import "github.com/apexvet/apexvet/project"

// DefaultMode returns the mode of operations that name none in a file: system
// mode up to 66.0, user mode from 67.0, unknown without a version.
func DefaultMode(f *project.File) Mode {
	switch {
	case !f.APIVersion.Known():
		return ModeUnknown
	case f.APIVersion >= versionOfUserMode:
		return ModeUser
	}
	return ModeSystem
}
