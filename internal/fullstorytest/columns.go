package fullstorytest

import (
	"strconv"
	"strings"
	"time"
)

// A cell is one value of a row: its text, and whether JSON has it without quotes.
type cell struct {
	text string
	bare bool
}

func (c cell) json() string {
	if c.bare {
		return c.text
	}
	return quote(c.text)
}

func text(s string) cell       { return cell{text: s} }
func whole(n int64) cell       { return cell{text: strconv.FormatInt(n, 10), bare: true} }
func instant(t time.Time) cell { return text(t.UTC().Format("2006-01-02T15:04:05.000Z")) }

// A column is one property of every row.
type column struct {
	name  string
	value func(row) cell
}

func eventColumns() []column {
	return []column{
		{"EventStart", func(r row) cell { return instant(r.at) }},
		{"EventType", func(r row) cell { return text(r.eventType) }},
		{"EventTargetText", func(r row) cell { return text(r.target) }},
		{"IndvId", func(r row) cell { return whole(r.person.id) }},
		{"UserId", func(r row) cell { return whole(r.userID) }},
		{"SessionId", func(r row) cell { return whole(r.sessionID) }},
		{"PageUrl", func(r row) cell { return text(r.page) }},
		{"PageDuration", func(r row) cell { return whole(r.duration.Milliseconds()) }},
		{"UserAppKey", func(r row) cell { return text(r.person.key) }},
		{"UserEmail", func(r row) cell { return text(r.person.email) }},
		{"UserDisplayName", func(r row) cell { return text(r.person.name) }},
	}
}

func individualColumns() []column {
	return []column{
		{"IndvId", func(r row) cell { return whole(r.person.id) }},
		{"UserId", func(r row) cell { return whole(r.userID) }},
		{"UserAppKey", func(r row) cell { return text(r.person.key) }},
		{"UserDisplayName", func(r row) cell { return text(r.person.name) }},
		{"UserEmail", func(r row) cell { return text(r.person.email) }},
		{"NumSessions", func(r row) cell { return whole(r.count % 40) }},
		{"NumEvents", func(r row) cell { return whole(r.count) }},
		{"FirstSeen", func(r row) cell { return instant(r.at.Add(-r.duration)) }},
		{"LastSeen", func(r row) cell { return instant(r.at) }},
	}
}

// columnsFor are the columns of an export: those asked for, in that order, or all there are.
func columnsFor(request exportRequest) []column {
	known := individualColumns()
	if strings.Contains(strings.ToLower(request.Type), "event") { // TYPE_EVENT or events.
		known = eventColumns()
	}
	if len(request.Fields) == 0 {
		return known
	}
	byName := map[string]column{}
	for _, c := range known {
		byName[c.name] = c
	}
	var columns []column
	for _, name := range request.Fields {
		c, ok := byName[name]
		if !ok {
			c = customColumn(name)
		}
		columns = append(columns, c)
	}
	return columns
}

// customColumn is a property of the customer's own, whose name ends in its type.
func customColumn(name string) column {
	return column{name, func(r row) cell {
		switch {
		case strings.HasSuffix(name, "_int"):
			return whole(r.count)
		case strings.HasSuffix(name, "_real"):
			return cell{text: strconv.FormatFloat(float64(r.count)/8, 'f', -1, 64), bare: true}
		case strings.HasSuffix(name, "_bool"):
			return cell{text: strconv.FormatBool(r.count%2 == 0), bare: true}
		case strings.HasSuffix(name, "_date"):
			return instant(r.at)
		default:
			return text("value " + strconv.FormatInt(r.count%7, 10))
		}
	}}
}
