package fullstory

import (
	"encoding/base64"
	"slices"
	"strings"
)

// base64Alphabet has the characters of both alphabets.
const base64Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_"

// rawBase64 turns URL-safe base64 into the standard alphabet, and removes
// padding and line breaks.
var rawBase64 = strings.NewReplacer("-", "+", "_", "/", "=", "", "\r", "", "\n", "", "\t", "", " ", "")

// redactBase64 removes what is base64 of a secret, and everything after what is
// base64 of a signature.
func (c *Client) redactBase64(text string) string {
	for _, run := range slices.Backward(base64Runs(text)) {
		encoded := rawBase64.Replace(text[run[0]:run[1]])
		for skip := range 4 { // characters, which encode 3 bytes: it may begin before the secret
			bytes, _ := base64.RawStdEncoding.DecodeString(encoded[skip:])
			decoded := string(bytes) + " " + joinLines(string(bytes))
			if signature.MatchString(decoded) {
				text = text[:run[0]] + redacted
				break
			}
			if c.secrets.MatchString(decoded) {
				text = text[:run[0]] + redacted + text[run[1]:]
				break
			}
		}
	}
	return text
}

// base64Runs returns where a text may have base64 of six bytes or more, with
// its padding.
func base64Runs(text string) (runs [][2]int) {
	for from := 0; from < len(text); {
		length, characters := base64Prefix(text[from:])
		if characters >= 8 {
			rest := strings.TrimLeft(text[from+length:], "=")
			runs = append(runs, [2]int{from, len(text) - len(rest)})
		}
		from += max(length, 1)
	}
	return runs
}

// base64Prefix returns how many bytes at the beginning of a text may be base64,
// which may be broken over lines, and how many characters of base64 they have.
func base64Prefix(text string) (length, characters int) {
	newLine := false
	for i, c := range []byte(text) {
		switch {
		case strings.IndexByte(base64Alphabet, c) >= 0:
			length, characters, newLine = i+1, characters+1, false
		case characters > 0 && (c == '\r' || c == '\n'):
			newLine = true
		case newLine && (c == ' ' || c == '\t'):
		default:
			return length, characters
		}
	}
	return length, characters
}
