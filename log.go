package main

import (
	"os"
	"strings"
)

// sdkLevels name the levels of what the plugin libraries and the provider log.
var sdkLevels = []string{"TF_LOG_SDK", "TF_LOG_PROVIDER_FULLSTORY"}

// limitLogs keeps the log lines from being written that the CLI would only
// read and throw away. The plugin libraries write all of them, down to TRACE,
// unless they are told: some hundred lines for each resource, which cost more
// than all the rest of a plan.
func limitLogs() error {
	for _, name := range sdkLevels {
		if _, set := os.LookupEnv(name); set {
			continue
		}
		if err := os.Setenv(name, wantedLevel(os.Getenv)); err != nil {
			return err
		}
	}
	return nil
}

// wantedLevel is the level from which on the CLI keeps what a provider logs.
func wantedLevel(getenv func(string) string) string {
	level := getenv("TF_LOG_PROVIDER")
	if level == "" {
		level = getenv("TF_LOG")
	}
	switch level = strings.ToUpper(level); level {
	case "":
		return "OFF"
	case "DEBUG", "INFO", "WARN", "ERROR", "OFF":
		return level
	}
	return "TRACE" // also JSON, and what the CLI does not know, which it takes for TRACE
}
