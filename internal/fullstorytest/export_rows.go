package fullstorytest

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"strings"
	"time"
)

// The texts of exported rows. They contain what readers of CSV and JSON get
// wrong: quotes, commas, line breaks, other scripts.
var (
	visitors = []map[string]string{
		{"name": "Ada Lovelace", "Browser": "Chrome", "LatLong": "51.5,-0.12", "user_plan_str": "Pro, annual"},
		{"name": `Grace "Amazing" Hopper`, "Browser": "Firefox", "LatLong": "40.7,-74", "user_plan_str": "Free"},
		{"name": "Jürgen Müller", "Browser": "Safari", "LatLong": "52.5,13.4", "user_plan_str": "Größe M"},
		{"name": "王 李", "Browser": "Edge", "LatLong": "39.9,116.4", "user_plan_str": ""},
		{"name": "Mary Ann O'Neil, Jr.", "Browser": "Chrome", "LatLong": "", "user_plan_str": "Pro"},
	}
	pages = []map[string]string{
		{"PageName": "Home", "PageUrl": "https://shop.example.com/", "page_template_str": "landing"},
		{"PageName": "Search", "PageUrl": "https://shop.example.com/search?q=a,b&page=2", "page_template_str": "list"},
		{"PageName": `"Checkout"`, "PageUrl": "https://shop.example.com/checkout#payment", "page_template_str": "form"},
	}
	events = []map[string]string{
		{"EventType": "navigate"},
		{"EventType": "click", "EventTargetText": `Buy "now", pay later`, "EventTargetSelector": "button#buy[data-a=\"1,2\"]"},
		{"EventType": "change", "EventTargetText": "Größe wählen 🙂"},
		{"EventType": "click", "EventTargetText": "Two\nlines"},
		{"EventType": "custom", "EventCustomName": "Order Completed", "evt_coupon_str": "SAVE-10 %"},
		{"EventType": "request", "ReqUrl": "https://api.example.com/cart", "ReqMethod": "POST"},
		{"EventType": "click", "EventTargetText": "Line one\r\nline two\t=1+1"},
	}
	constants = map[string]string{"PagePlatform": "web", "PageDevice": "Desktop", "PageOperatingSystem": "OS X", "PageIp": "192.0.2.7"}
)

// row is a row of an export: an individual, or an event. The same seed gives
// the same rows.
type row struct {
	seed  string
	n     int       // of the individual, or of the event that matches the segment
	scope int       // the smallest scope that includes the event
	at    time.Time // EventStart, or the individual's last event
}

// hash returns a number that is the same for the same seed, row and arguments.
func (r row) hash(of ...any) uint64 {
	h := fnv.New64a()
	fmt.Fprintln(h, append(of, r.seed, r.n)...)
	return h.Sum64()
}

// id returns an ID, which a float64 cannot hold exactly. Events of one session
// share its ID, those of one individual IndvId and UserId.
func (r row) id(column string) int64 {
	otherSession, otherPage := r.scope == scopeIndividuals, r.scope == scopeSessions
	var hash uint64
	switch column {
	case "IndvId", "UserId":
		hash = r.hash(column)
	case "SessionId":
		hash = r.hash(column, otherSession)
	default:
		hash = r.hash(column, otherSession, otherPage)
	}
	return 1<<60 + int64(hash%(1<<60))
}

// value returns the value of a column as the file has it: a string, an int64, a
// float64, a bool or nil. The name of a custom property ends in its type.
func (r row) value(column string) any {
	if strings.HasPrefix(column, "user_") && r.n%len(visitors) == 3 && column != "user_plan_str" {
		return nil // this visitor has no other properties
	}
	typ := standardTypes[column]
	if strings.HasPrefix(column, "user_") || strings.HasPrefix(column, "page_") || strings.HasPrefix(column, "evt_") {
		typ = column[strings.LastIndexByte(column, '_')+1:]
	}
	switch typ {
	case "id":
		return r.id(column)
	case "date":
		return r.time(column).UTC().Format("2006-01-02T15:04:05.000Z")
	case "real":
		return float64(r.hash(column, r.scope)%40000) / 8
	case "bool":
		return r.hash(column)%2 == 0
	case "int":
		return int64(r.hash(column, r.scope) % 5000)
	case "json":
		return r.properties()
	default:
		return r.text(column)
	}
}

// properties returns the custom properties of an individual as a JSON object.
func (r row) properties() string {
	properties := map[string]any{}
	for _, name := range userProperties {
		properties[name] = r.value(name)
	}
	text, err := json.Marshal(properties)
	if err != nil {
		panic(err) // cannot happen for a row's values
	}
	return string(text)
}

func (r row) time(column string) time.Time {
	switch column {
	case "EventStart", "LastEventStart":
		return r.at
	case "UserCreated", "Created":
		return r.at.Add(-240 * time.Hour)
	default:
		return r.at.Add(-5 * time.Minute)
	}
}

// text returns a text by the column's name. Individuals have their last page's
// properties.
func (r row) text(column string) string {
	visitor := visitors[r.n%len(visitors)]
	if rest, ok := strings.CutPrefix(column, "Last"); ok {
		column = "Page" + strings.Replace(rest, "Page", "Url", 1)
	}
	switch column {
	case "UserAppKey", "Uid":
		return fmt.Sprintf("customer-%d", r.n)
	case "UserEmail", "Email":
		return fmt.Sprintf("customer.%d@example.com", r.n)
	case "UserDisplayName", "DisplayName":
		return visitor["name"]
	case "PageBrowser", "PageLatLong":
		return visitor[strings.TrimPrefix(column, "Page")]
	}
	for _, texts := range []map[string]string{
		events[(r.n+r.scope)%len(events)], pages[(r.n+r.scope/scopeSessions)%len(pages)], visitor, constants,
	} {
		if text, ok := texts[column]; ok {
			return text
		}
	}
	return ""
}
