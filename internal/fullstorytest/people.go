package fullstorytest

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"time"
)

// A person is one visitor. Ids are 64-bit integers beyond what a float holds exactly.
type person struct {
	id    int64
	key   string
	name  string
	email string
}

// A row is everything that any column might ask for.
type row struct {
	person    person
	userID    int64
	sessionID int64
	at        time.Time
	duration  time.Duration
	eventType string
	target    string
	page      string
	count     int64
}

// people makes up rows one after another, the same ones for the same seed.
type people struct {
	random *rand.Rand
	at     time.Time
	step   time.Duration
}

// newPeople seeds the rows with the operation's id, and spreads them over the time range that was asked for. An open
// range is an hour a row, counted from its start or to its end.
func newPeople(id string, request exportRequest, rows int) *people {
	hash := fnv.New64a()
	_, _ = hash.Write([]byte(id)) // A hash never fails.
	p := &people{random: rand.New(rand.NewPCG(hash.Sum64(), 42)), step: time.Hour}
	start, startErr := time.Parse(time.RFC3339, request.TimeRange.Start)
	end, endErr := time.Parse(time.RFC3339, request.TimeRange.End)
	count := max(rows, 1)
	switch {
	case startErr == nil && endErr == nil:
		p.at, p.step = start, end.Sub(start)/time.Duration(count)
	case startErr == nil:
		p.at = start
	case endErr == nil:
		p.at = end.Add(-time.Duration(count) * time.Hour)
	default:
		p.at = time.Date(2026, time.January, 5, 8, 0, 0, 0, time.UTC)
	}
	return p
}

// bigID is an integer from 2^60 to 2^61.
func (p *people) bigID() int64 { return 1<<60 + p.random.Int64N(1<<60) }

func (p *people) next() row {
	first := pick(p, "Ada", "Grace", "Jürgen", "Mary Ann", "Søren", "李")
	last := pick(p, "Lovelace", "Hopper", "O'Neil", "van Dyk", "Müller", "王")
	number := 1000 + p.random.IntN(9000)
	r := row{
		person: person{
			id:    p.bigID(),
			key:   fmt.Sprintf("customer-%d", number),
			name:  first + " " + last,
			email: fmt.Sprintf("customer.%d@example.com", number),
		},
		userID:    p.bigID(),
		sessionID: p.bigID(),
		at:        p.at,
		duration:  time.Duration(p.random.Int64N(int64(10 * time.Minute))),
		eventType: pick(p, "navigate", "click", "custom", "change", "pageview"),
		// Commas and quotes, to keep readers of CSV honest.
		target: pick(p, "", "Add to cart", `Buy "now", pay later`, "Größe wählen", "Sign up"),
		page:   "https://shop.example.com" + pick(p, "/", "/cart", "/search?q=a,b&page=2", "/checkout#payment"),
		count:  p.random.Int64N(5000),
	}
	p.at = p.at.Add(p.step)
	return r
}

func pick(p *people, from ...string) string { return from[p.random.IntN(len(from))] }
