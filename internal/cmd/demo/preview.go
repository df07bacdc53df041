package main

import (
	"bufio"
	"errors"
	"os"
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

// look reads a file that the apply has downloaded.
func look(path string) (p preview, err error) {
	file, err := os.Open(path)
	if err != nil {
		return p, err
	}
	defer file.Close()
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
