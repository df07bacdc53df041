package providerdata

import "sync"

// Paths are the places on disk that the resources of one run have claimed. Two
// of them at one place would overwrite each other in turn.
type Paths struct {
	mu      sync.Mutex
	holders map[string]string
	adopted map[string]bool
}

// Claim takes a place for a resource that had the place before until now, or
// that is new where before is empty. It is false where another resource has it.
func (p *Paths) Claim(place, before string) bool {
	if p == nil { // the provider is not configured yet
		return true
	}
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

// Adopt notes that a resource takes what stands at a place already for its own.
func (p *Paths) Adopt(place string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.adopted == nil {
		p.adopted = map[string]bool{}
	}
	p.adopted[place] = true
}

// Adopted tells whether a resource of this run has taken a place as it is.
func (p *Paths) Adopted(place string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.adopted[place]
}
