package fullstorytest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// response writes a response. It runs without the mutex, because writing waits
// for the client.
type response func(http.ResponseWriter, *http.Request)

// textResponse returns a response with a body and its length.
func textResponse(status int, contentType, body string) response {
	return func(w http.ResponseWriter, _ *http.Request) {
		if contentType != "" {
			w.Header().Set("Content-Type", contentType)
		}
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body)) // the client may have closed the connection
	}
}

// jsonResponse returns a response of the API.
func (s *Server) jsonResponse(status int, body string) response {
	if s.settings.bom {
		body = bom + body
	}
	return textResponse(status, "application/json", body)
}

// errorResponse returns an error in the API's form.
func (s *Server) errorResponse(status int, message string) response {
	code := quote(strings.ReplaceAll(strings.ToLower(http.StatusText(status)), " ", "_"))
	if s.settings.integerErrorCodes {
		code = strconv.Itoa(status)
	}
	return s.jsonResponse(status, fmt.Sprintf(`{"code":%s,"message":%s}`, code, quote(message)))
}

// storeError returns an error in the form of cloud stores.
func storeError(status int, code, message string) response {
	return textResponse(status, "application/xml", fmt.Sprintf(
		`<?xml version='1.0' encoding='UTF-8'?><Error><Code>%s</Code><Message>%s</Message></Error>`, code, message))
}

// quote returns a string as JSON.
func quote(s string) string {
	quoted, err := json.Marshal(s)
	if err != nil {
		panic(err) // cannot happen for a string
	}
	return string(quoted)
}
