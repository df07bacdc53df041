package fullstory

import (
	"crypto/md5" //nolint:gosec // the store's choice; it guards against accidents, not attackers
	"encoding/base64"
	"fmt"
	"hash"
	"hash/crc32"
	"io"
	"net/http"
	"strings"
)

// checksum is one that the store gave, and its hash of what came so far.
type checksum struct {
	name string
	want string // base64
	hash hash.Hash
}

// checksums reads the headers in which stores tell a file's checksums:
// x-goog-hash (crc32c and md5, of the file as it is stored) and Content-MD5.
func checksums(header http.Header) (sums []checksum) {
	add := func(name, want string) {
		switch name {
		case "md5":
			sums = append(sums, checksum{name, want, md5.New()}) //nolint:gosec // see the import
		case "crc32c":
			sums = append(sums, checksum{name, want, crc32.New(crc32.MakeTable(crc32.Castagnoli))})
		}
	}
	// A store that unpacked the file on the way gives the checksums of what it
	// did not send.
	stored := header.Get("X-Goog-Stored-Content-Encoding")
	if stored == "" || stored == "identity" || stored == header.Get("Content-Encoding") {
		for _, line := range header.Values("X-Goog-Hash") {
			for _, pair := range strings.Split(line, ",") {
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

// CorruptError says that what came is not what the store holds.
type CorruptError struct{ Reason string }

func (e *CorruptError) Error() string { return "the downloaded file is damaged: " + e.Reason }

// verified returns [io.EOF] where all checksums hold. The length does: the end
// of the stream was taken for one only there.
func (d *Download) verified() error {
	for _, sum := range d.sums {
		if got := base64.StdEncoding.EncodeToString(sum.hash.Sum(nil)); got != sum.want {
			return &CorruptError{fmt.Sprintf("its %s is %s, and the store gives %s", sum.name, got, d.client.show(sum.want))}
		}
	}
	return io.EOF
}
