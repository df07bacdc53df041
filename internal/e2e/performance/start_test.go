package performance_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/emptypb"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/e2e/markdown"
)

// The programs that are measured.
const (
	ours  = "terraform-provider-fullstory"
	empty = "terraform-provider-empty"
)

var packages = map[string]string{
	ours:  "github.com/fullstory-community/terraform-provider-fullstory",
	empty: "./testdata/empty",
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

// BenchmarkStart starts the provider and gets its schemas, as a CLI does, next to
// a provider with almost none.
func BenchmarkStart(b *testing.B) {
	const times = 40
	for range b.N {
		paths := map[string]string{ours: released(b, ours), empty: released(b, empty)}
		took := map[string][]time.Duration{}
		for range times { // in turns, so that the load of the machine affects both
			for program, path := range paths {
				took[program] = append(took[program], start(b, path))
			}
		}
		table := markdown.NewTable(os.Stdout, "Provider", "Binary", "To the first schema: median", "Minimum")
		for _, program := range []string{empty, ours} {
			info, err := os.Stat(paths[program])
			if err != nil {
				b.Fatal(err)
			}
			slices.Sort(took[program])
			table.Row(program, fmt.Sprintf("%.1f MB", float64(info.Size())/1e6), milliseconds(took[program][times/2]), milliseconds(took[program][0]))
		}
		table.End()
	}
}

// start is the time from starting a provider to its schemas.
func start(b *testing.B, path string) time.Duration {
	b.Helper()
	began := time.Now()
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
	// Both messages are of other types; these have the same form on the wire, where nothing of them is read.
	if err := connection.Invoke(b.Context(), "/tfplugin6.Provider/GetProviderSchema", &emptypb.Empty{}, &emptypb.Empty{},
		grpc.MaxCallRecvMsgSize(64<<20)); err != nil {
		b.Fatal(err)
	}
	return time.Since(began)
}

// connected is a plugin that returns its connection.
type connected struct{ plugin.NetRPCUnsupportedPlugin }

func (connected) GRPCServer(*plugin.GRPCBroker, *grpc.Server) error { return nil }

func (connected) GRPCClient(_ context.Context, _ *plugin.GRPCBroker, connection *grpc.ClientConn) (any, error) {
	return connection, nil
}

func milliseconds(d time.Duration) string {
	return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1e3)
}
