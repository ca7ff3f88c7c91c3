//go:build !unix

package project

import "os"

// An openFile is a file being read.
type openFile struct{ *os.File }

func openToRead(name string) (openFile, error) {
	f, err := os.Open(name)
	return openFile{f}, err
}

// Size returns the length of the file.
func (f openFile) Size() (int64, error) {
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}
