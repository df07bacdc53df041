package main

import "testing"

func TestUnit_WantedLevel(t *testing.T) {
	for _, c := range []struct{ log, provider, want string }{
		{"", "", "OFF"},
		{"TRACE", "", "TRACE"},
		{"JSON", "", "TRACE"},
		{"nonsense", "", "TRACE"},
		{"info", "", "INFO"},
		{"TRACE", "ERROR", "ERROR"},
		{"", "DEBUG", "DEBUG"},
		{"TRACE", "off", "OFF"},
	} {
		environment := map[string]string{"TF_LOG": c.log, "TF_LOG_PROVIDER": c.provider}
		if got := wantedLevel(func(name string) string { return environment[name] }); got != c.want {
			t.Errorf("TF_LOG=%q, TF_LOG_PROVIDER=%q: %s, want %s", c.log, c.provider, got, c.want)
		}
	}
}
