package fullstory

import (
	"context"
	"sync"
	"time"
)

// sharedFor is how long a list is shared: a plan reads the same one many times.
const sharedFor = 30 * time.Second

// shared gives one list to all callers that ask for it at about the same time.
// The zero value is ready to use.
type shared[T any] struct {
	mu    sync.Mutex
	lists map[string]*sharedList[T]
}

type sharedList[T any] struct {
	ready chan struct{} // closed when items and err are set
	began time.Time
	items []T
	err   error
}

// get returns the list of a key, from fetch or from another call that is
// younger than [sharedFor]. An error is shared only with the calls that waited
// for it: each would spend all retries again. The end of the context of the
// call that fetched is not theirs, so one of them fetches in its place.
func (s *shared[T]) get(ctx context.Context, key string, fetch func() ([]T, error)) ([]T, error) {
	for {
		s.mu.Lock()
		list := s.lists[key]
		if list == nil || time.Since(list.began) > sharedFor {
			list = &sharedList[T]{ready: make(chan struct{}), began: time.Now()}
			if s.lists == nil {
				s.lists = map[string]*sharedList[T]{}
			}
			s.lists[key] = list
			s.mu.Unlock()
			s.fill(key, list, fetch)
			return list.items, list.err
		}
		s.mu.Unlock()
		select {
		case <-list.ready:
			if !isContextError(list.err) {
				return list.items, list.err
			}
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// fill fetches a list, and forgets it if that fails.
func (s *shared[T]) fill(key string, list *sharedList[T], fetch func() ([]T, error)) {
	defer close(list.ready)
	if list.items, list.err = fetch(); list.err == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.lists[key] == list {
		delete(s.lists, key)
	}
}
