package docs_test

import (
	"io/fs"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// plainWords replaces words that a reader would have to learn for this project,
// in everything that users read.
var plainWords = map[string]string{
	`looks? at|looked at|looking at`: "read, get, poll or refresh",
	`vigils?`:                        "wait",
	`told`:                           "reported",
	`strays?`:                        "candidates",
	`glimpses?`:                      "sample",
	`forecasts?`:                     "estimate",
	`hasty`:                          "not retried",
	`misfits?`:                       "decode error",
	`kin`:                            "others",
	`whose the key is`:               "the owner of the API key",
	`lapsed`:                         "expired",
	`stands? (at|there|in)`:          "is",
	`(is|are|has|have) gone`:         "no longer exists",
	`goes on in`:                     "keeps running in",
	`as a rule`:                      "usually",
	`to be had`:                      "available",
	`mend(s|ed|ing)?`:                "fix",
	`the very`:                       "exactly this",
	`the whole of it`:                "the details",
	`as it (is|was|stands)`:          "unchanged",
	`without a word`:                 "silently",
	`let go of`:                      "released",
}

// plainIdentifiers does the same for identifiers and comments in Go.
var plainIdentifiers = map[string]string{
	`[vV]igil\w*`:                         "waiter",
	`\b[sS]weeps?\b`:                      "batch",
	`\b[sS]trays?\b`:                      "candidates",
	`[gG]limpse\w*`:                       "sample",
	`\b[hH]asty\b`:                        "noRetry",
	`[mM]isfit\w*`:                        "decode error",
	`\btelling\b`:                         "isComplete",
	`keptFor|gatherFor|fewLooks`:          "cacheTTL, batchWindow, minBatch",
	`\bvoided\b`:                          "invalidated",
	`LookAt\w*|lookedAt|\blook(s|ed)? at`: "poll, read or get",
	`\b[oO]ccasions?\b`:                   "phase",
	`\b[nN]eedless\b`:                     "final",
	`\b(t|T)old\(`:                        "Diagnostics(",
	`\bStanding\b`:                        "Unchanged",
	`hangUp`:                              "close",
	`[wW]atchers?\b`:                      "poller",
	`[fF]orecast\w*`:                      "interval or estimate",
	`\b(told|lapsed)\b`:                   "reported, expired",
	`lookFor\w*|LookForMissing`:           "status, ConfirmNotFound",
	`quietUntil|\bheed\w*`:                "pausedUntil, throttle",
	`cutShort\w*|BlindWait\w*|SawNothing`: "interruptedRetryError, WaitError",
	`longestWay|onTheWay|blindPause`:      "interval",
	`missesBelieved|showedAsleep|askedSingly|doubtful`: "minNotFound, wasted",
	`(text|words|percent|instant)Wire`:                 "flexString, flexText",
	`takenOver|\badopting\b`:                           "import pending",
	`callContext`:                                      "withRelease",
	`\b[fF]olders?\b`:                                  "directory",
	`SamePlace|noFileYet`:                              "SamePath, NoFile",
	`\b(striker|workplace|furnish\w*|overtaken|unseen|evidence)\b`: "signal, workspace, setup, case, transcript",
}

func TestUnit_Vocabulary_Texts(t *testing.T) {
	t.Parallel()
	tree := os.DirFS(root)
	check := func(name, text string) { checkWords(t, name, text, `(?i)\b(`, `)\b`, plainWords) }
	walk(t, tree, ".", func(name, text string) {
		if isPage(name) || strings.HasPrefix(name, "templates/") || strings.HasPrefix(name, "examples/") {
			check(name, text)
		}
	})
	// Descriptions are part of the pages; diagnostics are all in one package.
	sources, err := fs.Glob(tree, "internal/diagnose/*.go")
	if err != nil || len(sources) == 0 {
		t.Fatalf("found no diagnostics: %v", err)
	}
	for _, name := range sources {
		text, err := fs.ReadFile(tree, name)
		if err != nil {
			t.Fatal(err)
		}
		check(name, string(text))
	}
}

func TestUnit_Vocabulary_Go(t *testing.T) {
	t.Parallel()
	for _, dir := range []string{".", "internal"} { // a walk of the root skips internal
		walk(t, os.DirFS(root+"/"+dir), ".", func(name, text string) {
			if strings.HasSuffix(name, ".go") && name != "e2e/docs/vocabulary_test.go" {
				checkWords(t, dir+"/"+name, text, `(`, `)`, plainIdentifiers)
			}
		})
	}
}

// checkWords reports the lines of a text that match a pattern.
func checkWords(t *testing.T, name, text, before, after string, words map[string]string) {
	t.Helper()
	patterns := slices.Collect(maps.Keys(words))
	if !regexp.MustCompile(before + strings.Join(patterns, "|") + after).MatchString(text) {
		return // which is much faster than line by line
	}
	for pattern, plain := range words {
		expression := regexp.MustCompile(before + pattern + after)
		for i, line := range strings.Split(text, "\n") {
			if found := expression.FindString(line); found != "" {
				t.Errorf("%s:%d: %q: say %q", name, i+1, found, plain)
			}
		}
	}
}

func TestUnit_Vocabulary_FindsWords(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"The provider looks at the export":    true,
		"Look up a segment":                   false,
		"an outstanding export":               false,
		"It is kept as it was.":               true,
		"The kind of export":                  false,
		"Each create costs one export":        false,
		"FullStory has told it":               true,
		"The recommended way is to amend it.": false,
	} {
		found := false
		for pattern := range plainWords {
			found = found || regexp.MustCompile(`(?i)\b(`+pattern+`)\b`).MatchString(text)
		}
		if found != want {
			t.Errorf("%q: found %t, want %t", text, found, want)
		}
	}
}
