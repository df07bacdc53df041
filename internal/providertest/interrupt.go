package providertest

import (
	"bytes"
	"os"
)

// Interrupt runs a command, sends SIGINT when the channel is closed, and waits
// for the end.
func (c *CLI) Interrupt(when <-chan struct{}, args ...string) Result {
	c.t.Helper()
	return c.interrupt(&countdown{}, when, args)
}

// InterruptAfter runs a command, sends SIGINT when its output contains the
// texts count times in all, and waits for the end.
func (c *CLI) InterruptAfter(count int, texts []string, args ...string) Result {
	c.t.Helper()
	when := make(chan struct{})
	return c.interrupt(&countdown{left: count, texts: texts, done: when}, when, args)
}

func (c *CLI) interrupt(out *countdown, when <-chan struct{}, args []string) Result {
	c.t.Helper()
	command := c.Command(args...)
	command.Stdout, command.Stderr = out, out
	if err := command.Start(); err != nil {
		c.t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- command.Wait() }()
	select {
	case err := <-done:
		c.t.Fatalf("the run ended before it was interrupted (%v):\n%s", err, out.all.String())
	case <-when:
	}
	if err := command.Process.Signal(os.Interrupt); err != nil {
		c.t.Fatal(err)
	}
	return NewResult(c.t, <-done, out.all.String())
}

// countdown keeps the output of a run, and closes done when its texts were
// written often enough. A CLI writes whole lines.
type countdown struct {
	all   bytes.Buffer // not embedded, because its ReadFrom would bypass Write
	left  int
	texts []string
	done  chan<- struct{}
}

func (w *countdown) Write(text []byte) (int, error) {
	for _, wanted := range w.texts {
		for range bytes.Count(text, []byte(wanted)) {
			if w.left--; w.left == 0 {
				close(w.done)
			}
		}
	}
	return w.all.Write(text)
}
