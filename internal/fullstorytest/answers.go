package fullstorytest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
)

// An answer writes what the server has to say, without the mutex: writing waits for the client.
type answer func(http.ResponseWriter, *http.Request)

// textAnswer sends a body, with its length.
func textAnswer(status int, contentType, body string) answer {
	return func(w http.ResponseWriter, _ *http.Request) {
		if contentType != "" {
			w.Header().Set("Content-Type", contentType)
		}
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body)) // A client that hung up is its own affair.
	}
}

func jsonAnswer(status int, body string) answer {
	return textAnswer(status, "application/json", body)
}

// errorAnswer refuses a request in the vendor's style.
func errorAnswer(status int, message string) answer {
	return jsonAnswer(status, fmt.Sprintf(`{"code":%s,"message":%s}`, quote(code(status)), quote(message)))
}

// storeError refuses a download in the style of cloud stores.
func storeError(status int, code, message string) answer {
	return textAnswer(status, "application/xml", fmt.Sprintf(
		`<?xml version='1.0' encoding='UTF-8'?><Error><Code>%s</Code><Message>%s</Message></Error>`, code, message))
}

// withHeader adds a header to an answer.
func withHeader(a answer, name, value string) answer {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set(name, value)
		a(w, r)
	}
}

// quote is a string as JSON.
func quote(s string) string {
	quoted, err := json.Marshal(s)
	if err != nil {
		panic(err) // No string fails.
	}
	return string(quoted)
}
