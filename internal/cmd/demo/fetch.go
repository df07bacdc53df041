package main

import (
	"bufio"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
)

const (
	shownLines = 3
	shownWidth = 90
)

// preview is what is shown of a file.
type preview struct {
	first []string
	lines int
}

// fetch downloads the file of an export. The link is a secret: it stands in no error.
func fetch(ctx context.Context, client *fullstory.Client, id string) (p preview, err error) {
	operation, err := client.GetOperation(ctx, id)
	if err != nil {
		return p, err
	}
	link, err := client.DownloadLink(ctx, operation)
	if err != nil {
		return p, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, link.Location.Reveal(), http.NoBody)
	if err != nil {
		return p, errors.New("the download link is not a URL")
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		if wrapped, ok := errors.AsType[*url.Error](err); ok {
			err = wrapped.Err // without the link
		}
		return p, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return p, fmt.Errorf("the download was answered with %s", response.Status)
	}
	file, err := gzip.NewReader(response.Body)
	if err != nil {
		return p, err
	}
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		if p.lines++; p.lines <= shownLines {
			p.first = append(p.first, shortened(lines.Text()))
		}
	}
	if p.lines == 0 && lines.Err() == nil {
		return p, errors.New("the file is empty")
	}
	return p, lines.Err()
}

func shortened(line string) string {
	if runes := []rune(line); len(runes) > shownWidth {
		return string(runes[:shownWidth]) + "…"
	}
	return line
}
