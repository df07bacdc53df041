package fullstory

import (
	"bytes"
	"encoding/json"
	"html"
	"mime"
	"regexp"
	"strings"
)

// bodyKind is what a response body looks like, whatever its Content-Type says.
type bodyKind int

const (
	bodyEmpty bodyKind = iota
	bodyJSON
	bodyText
	bodyHTML
)

// maxReasons limits how many errors of one body are shown.
const maxReasons = 5

var htmlTitle = regexp.MustCompile(`(?is)<title[^>]*>(.*?)</title>`)

// describeBody returns the error code and the human-readable text of a body, as
// far as it has any. The text is not fit to be shown yet: see
// [Client.Sanitize].
func describeBody(got response) (kind bodyKind, code, text string) {
	body := bytes.TrimSpace(trimBOM(got.body))
	if len(body) == 0 {
		return bodyEmpty, "", ""
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err == nil && !decoder.More() {
		code, text = reasonOf(value, 0)
		if text == "" && !got.ok() {
			text = string(body) // better than nothing
		}
		return bodyJSON, code, text
	}
	contentType, _, _ := mime.ParseMediaType(got.header.Get("Content-Type"))
	if body[0] == '<' || strings.HasSuffix(contentType, "html") {
		if title := htmlTitle.FindSubmatch(body); title != nil {
			text = html.UnescapeString(string(title[1]))
		}
		return bodyHTML, "", text
	}
	return bodyText, "", string(body)
}

// reasonKeys are the members that hold an error's text, best first: those of
// FullStory (documented: message), of RFC 9457 (title, detail), and of common
// gateways.
var reasonKeys = []string{
	"message", "detail", "error_description", "errorMessage", "error", "errors", "details", "reason", "description", "msg", "title", "fault", "status",
}

// reasonOf searches a JSON value for an error's code and text.
func reasonOf(value any, depth int) (code, text string) {
	if depth > 5 {
		return "", ""
	}
	switch v := value.(type) {
	case string:
		return "", strings.TrimSpace(v)
	case []any:
		var texts []string
		for _, element := range v {
			elementCode, elementText := reasonOf(element, depth+1)
			if code == "" {
				code = elementCode
			}
			if elementText != "" && len(texts) < maxReasons {
				texts = append(texts, elementText)
			}
		}
		return code, strings.Join(texts, "; ")
	case map[string]any:
		return reasonOfObject(v, depth)
	}
	return "", ""
}

func reasonOfObject(object map[string]any, depth int) (code, text string) {
	for _, key := range []string{"code", "errorCode", "error_code"} {
		switch v := object[key].(type) {
		case string:
			code = v
		case json.Number:
			code = v.String()
		}
		if code != "" {
			break
		}
	}
	for _, key := range reasonKeys {
		nestedCode, nested := reasonOf(object[key], depth+1)
		if code == "" {
			code = nestedCode
		}
		if nested != "" {
			text = nested
			break
		}
	}
	// RFC 9457: the title names the kind of problem, the detail this one.
	if title, ok := object["title"].(string); ok && text != "" && title != "" && !strings.Contains(text, title) {
		text = title + ": " + text
	}
	return code, text
}
