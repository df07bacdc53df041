package main

import (
	"os"
	"strings"
)

// sdkLevels are the variables with the log levels of the plugin libraries and
// of the provider.
var sdkLevels = []string{"TF_LOG_SDK", "TF_LOG_PROVIDER_FULLSTORY"}

// limitLogs sets the log level to the one that the CLI keeps. By default, the
// plugin libraries write every line down to TRACE and the CLI discards them:
// some hundred lines for each resource, which take longer than the rest of a
// plan.
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

// wantedLevel returns the lowest level that the CLI keeps of a provider's log.
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
	return "TRACE" // also for JSON, and for unknown levels, which the CLI treats as TRACE
}
