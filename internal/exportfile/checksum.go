package exportfile

import (
	"crypto/md5" //nolint:gosec // the store's choice; it guards against accidents, not attackers
	"encoding/base64"
	"fmt"
	"hash"
	"hash/crc32"
	"net/http"
	"strings"
)

// checksum is a checksum that the store announced, with the hash of the bytes
// received so far.
type checksum struct {
	name string
	want string // base64
	hash hash.Hash
}

// checksums reads the headers in which stores announce checksums: X-Goog-Hash
// (crc32c and md5 of the stored file) and Content-MD5.
func checksums(header http.Header) (sums []checksum) {
	add := func(name, want string) {
		switch name {
		case "md5":
			sums = append(sums, checksum{name, want, md5.New()}) //nolint:gosec // see the import
		case "crc32c":
			sums = append(sums, checksum{name, want, crc32.New(crc32.MakeTable(crc32.Castagnoli))})
		}
	}
	// A store that decompresses the file in transit announces the checksums of
	// the stored file, which are not those of what it sends.
	stored := header.Get("X-Goog-Stored-Content-Encoding")
	if stored == "" || stored == "identity" || stored == header.Get("Content-Encoding") {
		for _, line := range header.Values("X-Goog-Hash") {
			for pair := range strings.SplitSeq(line, ",") {
				if name, want, ok := strings.Cut(strings.TrimSpace(pair), "="); ok {
					add(name, want)
				}
			}
		}
	}
	if want := header.Get("Content-MD5"); want != "" {
		add("md5", want)
	}
	return sums
}

// verify compares the store's checksums with those of the received bytes.
func (s *source) verify() error {
	for _, sum := range s.sums {
		if got := base64.StdEncoding.EncodeToString(sum.hash.Sum(nil)); got != sum.want {
			return &CorruptError{fmt.Sprintf("its %s is %s, but the store announced %s", sum.name, got, s.client.Sanitize(sum.want))}
		}
	}
	return nil
}
