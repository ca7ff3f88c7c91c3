// Command gen turns apex.txt, the platform's types as people maintain them,
// into tables.go: sorted arrays that the compiler lays out, so that nothing is
// built when the program starts. The test of the parent package runs it in
// memory to see that the two agree.
package main

import (
	"log"
	"os"

	"github.com/apexvet/apexvet/semantics/platform/gen/table"
)

func main() {
	log.SetFlags(0)
	text, err := os.ReadFile("apex.txt")
	if err != nil {
		log.Fatal(err)
	}
	out, err := table.Generate(string(text))
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile("tables.go", out, 0o644); err != nil {
		log.Fatal(err)
	}
}
