// Package exportfile brings the file of a completed segment export to disk: it
// decompresses and verifies what arrives, counts its records, and puts the file
// in place atomically. It also recognizes, moves and removes files that it has
// written.
package exportfile

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"strings"

	"github.com/klauspost/readahead"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

// Download describes a file to bring to disk.
type Download struct {
	Path string
	Mode fs.FileMode
	// Decompress unpacks the file. If unset it is stored as it arrives, and
	// unpacked only to verify it and to count its records.
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
	SourceFileName rest.Text
	// Rows is the number of records.
	Rows int64
	// Header is the column names of a CSV file, else nil.
	Header []string
	// Unverifiable reports that nothing showed whether the file is complete:
	// neither a length nor the data itself.
	Unverifiable bool
	// ModeErr is why the file does not have the permissions of the download;
	// nil if it has them.
	ModeErr error
}

// Run downloads the file. In the end it is at its path, complete and verified,
// or nothing has changed there.
func (d Download) Run(ctx context.Context, client *fullstory.Client, operation fullstory.Operation) (Result, error) {
	target := resolve(d.Path)
	part, err := createPartial(target)
	if err != nil {
		return Result{}, err
	}
	defer part.discard()
	removeStale(target)
	file, err := client.OpenFile(ctx, operation)
	if err != nil {
		return Result{}, err
	}
	defer file.Close()

	result, err := d.stream(file, part)
	for errors.Is(err, fullstory.ErrRestart) {
		if err := errors.Join(file.Restart(), part.empty()); err != nil {
			return Result{}, err
		}
		result, err = d.stream(file, part)
	}
	if err != nil {
		return Result{}, err
	}
	info, err := part.Stat()
	if err != nil {
		return Result{}, err
	}
	result.Size = info.Size()
	result.Modified, result.ModeErr, err = part.commit(ctx, d.Mode, d.replaces(result.Fingerprint))
	return result, err
}

// stream copies a file of the store to disk, and verifies and counts what it
// copies.
func (d Download) stream(file *fullstory.File, to io.Writer) (Result, error) {
	if err := checkEncoding(file); err != nil {
		return Result{}, err
	}
	sum := sha256.New()
	disk := io.MultiWriter(to, sum)
	stored := io.Reader(file)
	if !d.Decompress {
		stored = io.TeeReader(file, disk)
	}
	data, layers, err := unpack(bufio.NewReaderSize(stored, bufferSize))
	if err != nil {
		return Result{}, gzipError(err)
	}
	counter, sample, err := recognize(data, file, layers > 0)
	if err != nil {
		return Result{}, err
	}
	copyTo := io.Writer(counter)
	if d.Decompress {
		copyTo = io.MultiWriter(disk, counter)
	}
	ahead := readahead.NewReader(data) // unpacks while the rest is hashed, written and counted
	defer ahead.Close()
	if _, err := io.Copy(copyTo, ahead); err != nil {
		return Result{}, gzipError(err)
	}
	if err := counter.end(); err != nil {
		return Result{}, err
	}
	// A store or a proxy may also compress an error message on its way.
	ownLayers := layers > strings.Count(strings.ToLower(file.ContentEncoding), "gzip")
	if !ownLayers && counter.rows() <= 1 && !hasKnownColumn(sample, counter.header()) {
		return Result{}, notExport("it is not a gzip file, has at most one record and no column of an export: " + file.Excerpt(sample))
	}
	return Result{
		Fingerprint:    Fingerprint{SHA256: hex.EncodeToString(sum.Sum(nil))},
		SourceFileName: file.Name,
		Rows:           counter.rows(),
		Header:         counter.header(),
		Unverifiable:   layers == 0 && file.Size < 0 && !counter.selfDelimiting(),
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
