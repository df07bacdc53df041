package providerdata

import "sync"

// Paths are the places on disk that the resources of one run have claimed. Two
// of them at one place would overwrite each other in turn.
type Paths struct {
	mu      sync.Mutex
	holders map[string]string
}

// Claim takes a place for a resource that had the place before until now, or
// that is new where before is empty. It is false where another resource has it.
func (p *Paths) Claim(place, before string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	holder, taken := p.holders[place]
	if taken && (before == "" || holder != before) {
		return false
	}
	if p.holders == nil {
		p.holders = map[string]string{}
	}
	p.holders[place] = before
	return true
}
