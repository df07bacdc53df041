package fullstory

import (
	"encoding/base64"
	"regexp"
	"strconv"
	"strings"
)

// signatures are the ends of the parameters that make a link a secret.
var signatures = []string{"signature=", "credential=", "security-token=", "sig=", "token="}

// minBase64 is the length of the shortest text that is decoded as base64.
const minBase64 = 24

// standardAlphabet turns URL-safe base64 into the standard alphabet.
var standardAlphabet = strings.NewReplacer("-", "+", "_", "/")

// view is a text in a notation in which secrets are searched.
type view struct {
	text, lower string
	at          []int // where each byte of it is in the original; nil if at the same place
}

// plainView returns a text unchanged.
func plainView(text string) view {
	return view{text: text, lower: lowerASCII(text)}
}

// escape matches a character in the notations of JSON, URLs and HTML, each also
// if it was escaped several times, and what may come between two characters of
// a text that was broken over lines.
var escape = regexp.MustCompile(`(?i)\\+u00([0-9a-f]{2})|%(?:25)*([0-9a-f]{2})|` +
	`&(?:amp;)*#0*([0-9]{1,3});|&(?:amp;)*#x0*([0-9a-f]{1,2});|&(?:amp;)*(equals);|` +
	`\\+[rn]?|<br ?/?>|\s+`)

// decodedView returns a text without escapes and line breaks.
func decodedView(text string) view {
	var b strings.Builder
	var at []int
	done := 0
	addPlain := func(to int) {
		b.WriteString(text[done:to])
		for ; done < to; done++ {
			at = append(at, done)
		}
	}
	for _, found := range escape.FindAllStringSubmatchIndex(text, -1) {
		addPlain(found[0])
		for group, base := range []int{16, 16, 10, 16} {
			if from, to := found[2*group+2], found[2*group+3]; from >= 0 {
				code, _ := strconv.ParseUint(text[from:to], base, 8)
				b.WriteByte(byte(code))
				at = append(at, found[0])
			}
		}
		if found[10] >= 0 { // &equals;
			b.WriteByte('=')
			at = append(at, found[0])
		}
		done = found[1]
	}
	addPlain(len(text))
	return view{text: b.String(), lower: lowerASCII(b.String()), at: at}
}

// lowerASCII changes no length, as strings.ToLower may.
func lowerASCII(text string) string {
	lower := []byte(text)
	for i, c := range lower {
		if 'A' <= c && c <= 'Z' {
			lower[i] = c + 'a' - 'A'
		}
	}
	return string(lower)
}

// offset returns where a byte of the view is in the original.
func (v view) offset(i int) int {
	if v.at == nil {
		return i
	}
	return v.at[i]
}

// signature returns where the value of the first signature begins, be it plain
// or in base64, in the original; -1 if there is none.
func (v view) signature() int {
	first := signatureIn(v.lower)
	for from := 0; from < len(v.text); from++ {
		run := v.text[from : from+base64Length(v.text[from:])]
		for skip := 0; skip < 4 && len(run) >= minBase64; skip++ {
			decoded, _ := base64.RawStdEncoding.DecodeString(standardAlphabet.Replace(run[skip:]))
			link := decodedView(string(decoded))
			if i := signatureIn(link.lower); i >= 0 {
				if at := from + skip + link.at[i-1]/3*4; first < 0 || at < first {
					first = at
				}
			}
		}
		from += len(run)
	}
	if first < 0 || first >= len(v.text) {
		return -1
	}
	return v.offset(first)
}

// base64Length returns how many bytes at the beginning of a text may be base64.
func base64Length(text string) int {
	for i, c := range []byte(text) {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '+', c == '/', c == '-', c == '_':
		default:
			return i
		}
	}
	return len(text)
}

// signatureIn returns where the value of the first signature in a text begins;
// -1 if there is none.
func signatureIn(lower string) int {
	first := -1
	for _, name := range signatures {
		if i := strings.Index(lower, name); i >= 0 && (first < 0 || i+len(name) < first) {
			first = i + len(name)
		}
	}
	return first
}
