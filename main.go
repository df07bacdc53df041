// The provider's program: serves it to Terraform or OpenTofu over protocol 6.
package main

import (
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"runtime/debug"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/provider"
)

// version is set by the linker.
var version = "dev"

func main() {
	var debugged bool
	flag.BoolVar(&debugged, "debug", false, "serve for a debugger: print how a CLI attaches, and stay")
	flag.Parse()

	// Go's HTTP client tells the standard logger what a server sent unasked, word for word, be it a secret.
	log.SetOutput(io.Discard)
	if err := serve(debugged); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func serve(debugged bool) error {
	if err := limitLogs(); err != nil {
		return err
	}
	// What is alive at any moment is little, what a plan leaves behind is much: half the collections take a fifth off the
	// time of a plan, for 7 MB.
	if _, set := os.LookupEnv("GOGC"); !set {
		debug.SetGCPercent(200)
	}
	var options []tf6server.ServeOpt
	if debugged {
		options = append(options, tf6server.WithManagedDebug())
	}
	return tf6server.Serve("registry.terraform.io/fullstory-community/fullstory", provider.NewServer(version), options...)
}
