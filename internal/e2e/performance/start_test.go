// Package performance_test measures the built provider with the real CLI, in
// comparison with resources that do nothing.
package performance_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/emptypb"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

func TestMain(m *testing.M) { providertest.Main(m) }

// The programs that are measured.
const (
	thisProvider  = "terraform-provider-fullstory"
	emptyProvider = "terraform-provider-empty"
)

var packages = map[string]string{
	thisProvider:  "github.com/fullstory-community/terraform-provider-fullstory",
	emptyProvider: "./testdata/empty",
}

// released builds a program as it is released.
func released(b *testing.B, program string) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), program)
	command := exec.CommandContext(b.Context(), "go", "build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", path, packages[program])
	command.Env = append(os.Environ(), "CGO_ENABLED=0")
	if output, err := command.CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, output)
	}
	return path
}

// BenchmarkStart starts the provider and requests its schemas, as a CLI does,
// in comparison with a provider that has next to none.
func BenchmarkStart(b *testing.B) {
	for _, program := range []string{emptyProvider, thisProvider} {
		b.Run(program, func(b *testing.B) {
			path := released(b, program)
			info, err := os.Stat(path)
			if err != nil {
				b.Fatal(err)
			}
			start(b, path) // the file is in memory afterwards
			for b.Loop() {
				start(b, path)
			}
			b.ReportMetric(float64(info.Size())/1e6, "binary-MB")
		})
	}
}

// start starts a provider, requests its schemas and ends it.
func start(b *testing.B, path string) {
	b.Helper()
	client := plugin.NewClient(&plugin.ClientConfig{
		HandshakeConfig: plugin.HandshakeConfig{
			MagicCookieKey:   "TF_PLUGIN_MAGIC_COOKIE",
			MagicCookieValue: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
		},
		VersionedPlugins: map[int]plugin.PluginSet{6: {"provider": connected{}}},
		AllowedProtocols: []plugin.Protocol{plugin.ProtocolGRPC},
		AutoMTLS:         true,
		Logger:           hclog.NewNullLogger(),
		Cmd:              exec.Command(path), //nolint:noctx // Kill ends it
	})
	defer client.Kill()
	protocol, err := client.Client()
	if err != nil {
		b.Fatal(err)
	}
	dispensed, err := protocol.Dispense("provider")
	if err != nil {
		b.Fatal(err)
	}
	connection, ok := dispensed.(*grpc.ClientConn)
	if !ok {
		b.Fatalf("dispensed a %T", dispensed)
	}
	// An empty message is a valid request, and the fields of the response are
	// ignored.
	if err := connection.Invoke(b.Context(), "/tfplugin6.Provider/GetProviderSchema", &emptypb.Empty{}, &emptypb.Empty{},
		grpc.MaxCallRecvMsgSize(64<<20)); err != nil {
		b.Fatal(err)
	}
}

// connected is a plugin of which only the connection is used.
type connected struct{ plugin.NetRPCUnsupportedPlugin }

func (connected) GRPCServer(*plugin.GRPCBroker, *grpc.Server) error { return nil }

func (connected) GRPCClient(_ context.Context, _ *plugin.GRPCBroker, connection *grpc.ClientConn) (any, error) {
	return connection, nil
}
