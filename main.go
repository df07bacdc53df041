// The program terraform-provider-fullstory serves the provider to Terraform or
// OpenTofu over protocol 6.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log"
	"os"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/provider"
)

// version is set by the linker.
var version = "dev"

func main() {
	var debug bool
	flag.BoolVar(&debug, "debug", false, "run for a debugger: print how to attach Terraform, and keep running")
	flag.Parse()

	// Go's HTTP client logs unsolicited responses verbatim to the standard
	// logger; they may hold secrets.
	log.SetOutput(io.Discard)
	if err := serve(debug); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func serve(debug bool) error {
	if err := limitLogs(); err != nil {
		return err
	}
	// With this, plugin-go would write every message to files in clear,
	// including the key and links.
	if err := os.Unsetenv("TF_LOG_SDK_PROTO_DATA_DIR"); err != nil {
		return err
	}
	server := provider.NewServer(version)
	var options []tf6server.ServeOpt
	if debug {
		options = append(options, tf6server.WithManagedDebug())
	} else {
		stopWithTerraform(func() {
			_, _ = server.StopProvider(context.Background(), &tfprotov6.StopProviderRequest{}) // it returns no error
		})
	}
	return tf6server.Serve("registry.terraform.io/fullstory-community/fullstory",
		func() tfprotov6.ProviderServer { return server }, options...)
}
