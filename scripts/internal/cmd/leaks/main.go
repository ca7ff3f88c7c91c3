// Leaks looks for the secrets of projects in what apexvet prints about them.
//
//	scripts/leaks [flags] DIR...
//
// It collects, without the rules' help, the values that are secret by where they stand: elements called password, consumerSecret
// and the like, values of custom metadata under such names, the bodies of private keys, quoted text that a script or Apex assigns to
// such a name. Then it runs apexvet with all rules in each format, and fails if an output holds one of the values. It prints places
// and never values.
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"unicode"

	"github.com/apexvet/apexvet/scripts/internal/corpus"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "leaks:", err)
		os.Exit(1)
	}
}

func run(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("leaks", flag.ExitOnError)
	program := flags.String("apexvet", "apexvet", "the program to run")
	_ = flags.Parse(args) // exits on an error
	dirs, err := corpus.Dirs(flags.Args())
	if err != nil {
		return err
	}
	leaked := 0
	for _, dir := range dirs {
		values, err := secretsOf(dir)
		if err != nil {
			return err
		}
		for _, format := range []string{"text", "json", "sarif"} {
			text, err := output(*program, dir, format)
			if err != nil {
				return fmt.Errorf("%s, %s: %w", dir, format, err)
			}
			for value, place := range values {
				if bytes.Contains(text, []byte(value)) {
					leaked++
					fmt.Fprintf(out, "%s: the %s output holds a value of %s\n", dir, format, place)
				}
			}
			fmt.Fprintf(out, "%s: %s: %d bytes searched for %d values\n", dir, format, len(text), len(values))
		}
	}
	if leaked > 0 {
		return fmt.Errorf("%d values leaked", leaked)
	}
	return nil
}

// output runs apexvet. Its exit status says what it found, which is none of our business.
func output(program, dir, format string) ([]byte, error) {
	text, err := exec.Command(program, "scan", "--profile", "all", "--min-confidence", "low", "--format", format, dir).Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) && len(text) > 0 {
		err = nil
	}
	return text, err
}

var (
	named   = `[\w.-]*(?:password|passwd|secret|api_?key|private_?key|access_?token|auth_?token|refresh_?token|client_?secret)`
	element = regexp.MustCompile(`(?i)<(?:` + named + `)(?:__c)?>([^<]+)<`)
	record  = regexp.MustCompile(`(?is)<field>` + named + `(?:__c)?</field>\s*<value[^>]*>([^<]+)<`)
	literal = regexp.MustCompile(`(?i)` + named + `["']?\s*[:=]\s*["']([^"'\n]+)["']`)
	key     = regexp.MustCompile(`-----BEGIN [A-Z ]*PRIVATE KEY-----\s+(\S{40,})`)
	token   = regexp.MustCompile(`\b((?:ghp|gho|ghs)_\w{36}|AKIA[A-Z0-9]{16}|xox[bp]-[\w-]{10,}|AIza[\w-]{35})`)
)

// secretsOf returns the values in a folder, with a place of each.
func secretsOf(dir string) (map[string]string, error) {
	values := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			if entry != nil && (entry.Name() == ".git" || entry.Name() == "node_modules") {
				return filepath.SkipDir
			}
			return err
		}
		info, err := entry.Info()
		if err != nil || info.Size() > 8<<20 || !info.Mode().IsRegular() {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil || bytes.IndexByte(text, 0) >= 0 {
			return err
		}
		for _, pattern := range []*regexp.Regexp{element, record, literal, key, token} {
			for _, m := range pattern.FindAllSubmatch(text, -1) {
				if value := strings.TrimSpace(string(m[1])); isTelling(value) {
					values[value] = path
				}
			}
		}
		return nil
	})
	return values, err
}

// isTelling leaves out values that are ordinary words, names or expressions, which outputs hold for other reasons.
func isTelling(value string) bool {
	if len(value) < 8 || strings.ContainsAny(value, " {}$<>()/\\:") {
		return false
	}
	var letter, digit, other bool
	for _, c := range value {
		letter = letter || unicode.IsLetter(c)
		digit = digit || unicode.IsDigit(c)
		other = other || !unicode.IsLetter(c) && !unicode.IsDigit(c) && c != '_' && c != '.'
	}
	return letter && (digit || other) && !strings.HasSuffix(value, "__c")
}
