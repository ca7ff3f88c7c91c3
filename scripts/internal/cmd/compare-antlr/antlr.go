package main

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/apexvet/apexvet/scripts/internal/corpus"
)

// antlr is one process of count.mjs, started when the first text comes that the store does not know.
type antlr struct {
	script string // the folder of count.mjs
	store  store

	process *exec.Cmd
	stdin   io.WriteCloser
	answers *bufio.Reader
}

// count asks the other parser about a file.
func (a *antlr) count(ctx context.Context, file corpus.File, text []byte) (constructs, error) {
	key := a.store.key(file, text)
	if result, ok := a.store.get(key); ok {
		return result, nil
	}
	if a.process == nil {
		if err := a.start(ctx); err != nil {
			return constructs{}, err
		}
	}
	request, err := json.Marshal(map[string]string{"name": file.Name, "text": string(text)})
	if err != nil {
		return constructs{}, err
	}
	if _, err := a.stdin.Write(append(request, '\n')); err != nil {
		return constructs{}, fmt.Errorf("asking apex-parser: %w", err)
	}
	answer, err := a.answers.ReadBytes('\n')
	if err != nil {
		return constructs{}, fmt.Errorf("waiting for apex-parser: %w", err)
	}
	var result constructs
	if err := json.Unmarshal(answer, &result); err != nil {
		return constructs{}, fmt.Errorf("understanding apex-parser: %w", err)
	}
	return result, a.store.put(key, answer)
}

func (a *antlr) start(ctx context.Context) error {
	if _, err := os.Stat(filepath.Join(a.script, "node_modules")); errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("no packages in %s: run npm ci there", a.script)
	}
	a.process = exec.CommandContext(ctx, "node", "--max-old-space-size=4096", filepath.Join(a.script, "count.mjs"))
	a.process.Stderr = os.Stderr
	var err error
	if a.stdin, err = a.process.StdinPipe(); err != nil {
		return err
	}
	stdout, err := a.process.StdoutPipe()
	if err != nil {
		return err
	}
	a.answers = bufio.NewReaderSize(stdout, 1<<20)
	return a.process.Start()
}

func (a *antlr) stop() {
	if a.process != nil && a.process.Process != nil {
		_ = a.stdin.Close()
		_ = a.process.Wait() // whatever it says now, its answers have been read
	}
}

// store keeps the answers on disk: parsing thousands of files takes the other parser minutes.
type store struct {
	dir     string
	version [sha256.Size]byte // of the parser and of the program around it
}

func openStore(dir, script string) (store, error) {
	version := sha256.New()
	for _, name := range []string{"count.mjs", "package-lock.json"} {
		content, err := os.ReadFile(filepath.Join(script, name))
		if err != nil {
			return store{}, fmt.Errorf("not the checkout of apexvet, use -root: %w", err)
		}
		version.Write(content)
	}
	s := store{dir: dir}
	version.Sum(s.version[:0])
	return s, os.MkdirAll(dir, 0o755)
}

// key names the answer for a text; the extension says what the parser tries first.
func (s store) key(file corpus.File, text []byte) string {
	hash := sha256.New()
	hash.Write(s.version[:])
	hash.Write([]byte(filepath.Ext(file.Name)))
	hash.Write(text)
	return hex.EncodeToString(hash.Sum(nil))
}

func (s store) get(key string) (constructs, bool) {
	content, err := os.ReadFile(filepath.Join(s.dir, key+".json"))
	if err != nil {
		return constructs{}, false
	}
	var result constructs
	if err := json.Unmarshal(content, &result); err != nil {
		return constructs{}, false // cut off while it was written
	}
	return result, true
}

func (s store) put(key string, answer []byte) error {
	return os.WriteFile(filepath.Join(s.dir, key+".json"), answer, 0o600)
}
