package fullstory_test

import (
	"context"
	"net/http"
	"net/http/httptrace"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

// queue is a transport that takes its time to get a connection.
type queue struct {
	http.RoundTripper
	wait time.Duration
}

func (q queue) RoundTrip(r *http.Request) (*http.Response, error) {
	if trace := httptrace.ContextClientTrace(r.Context()); strings.HasPrefix(r.URL.Path, "/download/") {
		trace.GetConn(r.URL.Host)
		select {
		case <-r.Context().Done():
			return nil, r.Context().Err()
		case <-time.After(q.wait):
		}
		trace.GotConn(httptrace.GotConnInfo{})
	}
	return q.RoundTripper.RoundTrip(r)
}

func TestUnit_File_StallIgnoresTheWaitForAConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStore(t, 1000, fullstorytest.WithLinkLifetime(time.Hour))
		client := fullstory.New(fullstory.Options{Options: rest.Options{
			Endpoint: "https://fullstory.test", APIKey: fullstorytest.APIKey, Transport: queue{s.Transport(), 20 * time.Minute},
		}})
		s.client = client
		if err := s.download(t); err != nil {
			t.Error(err)
		}
	})
}

// Downloads do not wait for each other, whatever limits the requests to the
// API.
func TestUnit_File_InParallel(t *testing.T) {
	const parallel = 3
	var arrived sync.WaitGroup
	arrived.Add(parallel)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second) // for a version in which they do
	defer cancel()
	s := newStore(t, 1000, fullstorytest.WithArrivalHook(func(r fullstorytest.Request) {
		if r.Route == fullstorytest.RouteDownload {
			arrived.Done()
			all := make(chan struct{})
			go func() { arrived.Wait(); close(all) }()
			select {
			case <-all:
			case <-ctx.Done():
				arrived.Done() // ends the goroutine
			}
		}
	}))
	client := fullstory.New(fullstory.Options{Options: rest.Options{Endpoint: s.URL(), APIKey: fullstorytest.APIKey, MaxConcurrentRequests: 1}})
	s.client = client
	var downloads sync.WaitGroup
	for range parallel {
		downloads.Go(func() {
			if err := s.download(t); err != nil {
				t.Error(err)
			}
		})
	}
	downloads.Wait()
}
