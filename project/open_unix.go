//go:build unix

package project

import (
	"errors"
	"io"
	"syscall"
)

// An openFile is a file being read. An os.File is prepared for waiting too, which takes more system calls than reading a
// source file does and is of no use with regular files; a tree has thousands of them.
type openFile struct{ descriptor int }

func openToRead(name string) (openFile, error) {
	descriptor, err := again(func() (int, error) { return syscall.Open(name, syscall.O_RDONLY|syscall.O_CLOEXEC, 0) })
	return openFile{descriptor}, err
}

// again repeats a system call while signals interrupt it.
func again(call func() (int, error)) (int, error) {
	for {
		n, err := call()
		if !errors.Is(err, syscall.EINTR) {
			return n, err
		}
	}
}

// Read implements [io.Reader].
func (f openFile) Read(p []byte) (int, error) {
	n, err := again(func() (int, error) { return syscall.Read(f.descriptor, p) })
	return ended(n, len(p), err)
}

// ReadAt reads from an offset on, once; unlike an [io.ReaderAt] it may stop early.
func (f openFile) ReadAt(p []byte, offset int64) (int, error) {
	n, err := again(func() (int, error) { return syscall.Pread(f.descriptor, p, offset) })
	return ended(n, len(p), err)
}

// ended turns what a system call says of the end of a file into what a reader does.
func ended(n, wanted int, err error) (int, error) {
	switch {
	case err != nil:
		return 0, err
	case n == 0 && wanted > 0:
		return 0, io.EOF
	}
	return n, nil
}

// Size returns the length of the file, as far as it has one.
func (f openFile) Size() (int64, error) {
	var stat syscall.Stat_t
	_, err := again(func() (int, error) { return 0, syscall.Fstat(f.descriptor, &stat) })
	return stat.Size, err
}

// Close implements [io.Closer].
func (f openFile) Close() error { return syscall.Close(f.descriptor) }
