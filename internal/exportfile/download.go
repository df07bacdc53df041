// Package exportfile brings the file of a completed segment export to disk: it
// resumes interrupted downloads, unpacks and verifies what arrives, counts its
// records, and puts the file in place atomically. It also recognizes, moves and
// removes files that it has written.
package exportfile

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"

	"github.com/klauspost/readahead"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
)

// Download describes a file to bring to disk.
type Download struct {
	Path string
	Mode fs.FileMode
	// Decompress unpacks the file. If unset it is stored as it arrives, and
	// unpacked only to verify it.
	Decompress bool
	// Overwrite replaces whatever file is at Path. If unset, only a file with
	// the same content, or with that of Previous, is replaced.
	Overwrite bool
	Previous  Fingerprint
}

// Result describes the file on disk.
type Result struct {
	Fingerprint
	// SourceFileName is the store's name for the file; it may be empty.
	SourceFileName string
	// Rows is the number of records.
	Rows int64
	// Header is the column names of a CSV file, else nil.
	Header []string
	// Unverifiable reports that nothing showed whether the file is complete:
	// neither a length, nor a checksum, nor the data itself.
	Unverifiable bool
}

// Run downloads the file. In the end it is at its path, complete and verified,
// or nothing has changed there.
func (d Download) Run(ctx context.Context, client *fullstory.Client, operation fullstory.Operation) (Result, error) {
	if err := CheckPath(d.Path); err != nil {
		return Result{}, err
	}
	file, err := createPartial(resolve(d.Path), d.Mode)
	if err != nil {
		return Result{}, err
	}
	defer file.discard()
	source, err := openSource(ctx, client, operation)
	if err != nil {
		return Result{}, err
	}
	defer source.close()

	result, err := d.stream(source, file)
	for errors.Is(err, errRestart) {
		if err := errors.Join(source.restart(), file.restart()); err != nil {
			return Result{}, err
		}
		result, err = d.stream(source, file)
	}
	if err != nil {
		return Result{}, err
	}
	result.Modified, err = file.commit(ctx, d.replaces(result.Fingerprint))
	return result, err
}

// stream copies a source to a file, and verifies and counts what it copies.
func (d Download) stream(source *source, file io.Writer) (Result, error) {
	sum := sha256.New()
	disk := io.MultiWriter(sum, file)
	stored := io.Reader(source)
	if !d.Decompress {
		stored = io.TeeReader(source, disk)
	}
	data, packed, err := unpack(bufio.NewReaderSize(stored, bufferSize))
	if err != nil {
		return Result{}, gzipError(err)
	}
	records, err := recognize(data, source, packed)
	if err != nil {
		return Result{}, err
	}
	to := io.Writer(records)
	if d.Decompress {
		to = io.MultiWriter(disk, records)
	}
	ahead := readahead.NewReader(data) // unpacks while the rest is hashed, written and counted
	defer ahead.Close()
	size, err := io.Copy(to, ahead)
	if err != nil {
		return Result{}, gzipError(err)
	}
	if !d.Decompress {
		size = source.offset
	}
	if err := records.end(); err != nil {
		return Result{}, err
	}
	return Result{
		Fingerprint:    Fingerprint{Size: size, SHA256: hex.EncodeToString(sum.Sum(nil))},
		SourceFileName: source.fileName,
		Rows:           records.rows(),
		Header:         records.header(),
		Unverifiable:   !packed && source.total < 0 && len(source.sums) == 0 && !records.closed(),
	}, nil
}

// replaces returns the rule for a file that is already at the path.
func (d Download) replaces(result Fingerprint) replaceRule {
	return func(path string) (bool, error) {
		if d.Overwrite {
			return true, nil
		}
		if d.Previous.SHA256 != "" {
			if previous, err := d.Previous.replaces(path); previous || err != nil {
				return previous, err
			}
		}
		return result.replaces(path)
	}
}
