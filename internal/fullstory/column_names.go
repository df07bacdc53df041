package fullstory

import (
	"slices"
	"strings"

	"github.com/agext/levenshtein"
)

// customTypes are the types of custom properties by the suffix of their names
// (documented). The plural is a list.
var customTypes = map[string]ColumnType{
	"_str": ColumnString, "_int": ColumnInt64, "_real": ColumnFloat64, "_bool": ColumnBool, "_date": ColumnTimestamp,
}

// StandardColumns returns the columns of an export without fields, in the
// documented order. The custom properties that follow them differ from account
// to account.
func StandardColumns(exportType ExportType) []Column {
	return slices.Clone(standardColumns[exportType])
}

// ColumnNamed returns the column with a name. A name that is not documented has
// the type of its suffix, or is a string.
func ColumnNamed(name string) Column {
	if column, found := documented(name); found {
		return column
	}
	for suffix, columnType := range customTypes {
		switch {
		case strings.HasSuffix(name, suffix):
			return Column{name, columnType}
		case strings.HasSuffix(name, suffix+"s"):
			return Column{name, "list(" + columnType + ")"}
		}
	}
	return Column{name, ColumnString}
}

// IsWildcard reports whether a field stands for all custom properties with a
// prefix (documented; page_* is observed).
func IsWildcard(field string) bool {
	prefix, wildcard := strings.CutSuffix(field, "*")
	return wildcard && slices.Contains(customPrefixes, prefix)
}

// maxTypos is how many letters a misspelled name may differ from the column
// that it means.
const maxTypos = 2

// UnknownField reports whether FullStory documents neither a column with this
// name for a type of export, nor custom properties with its prefix. nearest is
// the documented column that it probably means; empty if none is near.
func UnknownField(exportType ExportType, name string) (nearest string, unknown bool) {
	plain, typos := plainName(name), maxTypos+1
	for _, column := range standardColumns[exportType] {
		if column.Name == name {
			return "", false
		}
		if d := levenshtein.Distance(plain, plainName(column.Name), nil); d < min(typos, len(plain)) {
			nearest, typos = column.Name, d
		}
	}
	if typos > 0 && hasCustomPrefix(name) {
		return "", false // user_id has the letters of a column, and no custom property lacks a type
	}
	return nearest, true
}

// plainName returns the letters and digits of a name, in lower case.
func plainName(name string) string { return strings.ToLower(strings.ReplaceAll(name, "_", "")) }
