package project

import (
	"strconv"
	"strings"
)

// Version is an API version in tenths: 670 is 67.0. The zero Version is an unknown one.
type Version uint16

// ParseVersion reads a version as metadata writes it, "67.0". Whole numbers, "67", are accepted too.
func ParseVersion(s string) (Version, bool) {
	whole, tenth, _ := strings.Cut(strings.TrimSpace(s), ".")
	n, err := strconv.ParseUint(whole, 10, 16)
	if err != nil || n == 0 || n > 999 {
		return 0, false
	}
	if tenth != "" && tenth != "0" {
		return 0, false
	}
	return Version(n * 10), true
}

// Known reports whether v is a version at all.
func (v Version) Known() bool { return v != 0 }

func (v Version) String() string {
	if v == 0 {
		return "unknown"
	}
	return strconv.Itoa(int(v/10)) + "." + strconv.Itoa(int(v%10))
}

// VersionSource says where a file's API version was found.
type VersionSource uint8

// The places where a version may stand, in the order in which they are looked at.
const (
	VersionUnknown     VersionSource = iota
	VersionFromMeta                  // apiVersion of the file's own -meta.xml
	VersionFromProject               // sourceApiVersion of sfdx-project.json
	VersionFromPackage               // version of package.xml
)

func (s VersionSource) String() string {
	switch s {
	case VersionFromMeta:
		return "-meta.xml"
	case VersionFromProject:
		return "sfdx-project.json"
	case VersionFromPackage:
		return "package.xml"
	default:
		return "unknown"
	}
}
