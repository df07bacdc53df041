package fullstorytest

// Inject applies faults to the next requests to a route: one each, in order,
// after those injected before. Requests without the right key use up none.
func (s *Server) Inject(route Route, faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults[route] = append(s.faults[route], faults...)
}

// Always applies a fault to every request to a route for which [Server.Inject]
// has none.
func (s *Server) Always(route Route, fault Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.always[route] = fault
}

// ClearFaults removes all faults that are still pending.
func (s *Server) ClearFaults() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.faults)
	clear(s.always)
}

// takeFault returns the next fault of a route for a request that has arrived.
func (s *Server) takeFault(route Route) Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	next := s.nextFault(route)
	if next.unreachable != nil {
		panic("fullstorytest: a transport fault needs Transport or Network")
	}
	return next
}

// takeTransportFault returns the error of the next fault of a route if that
// prevents the request from arriving.
func (s *Server) takeTransportFault(route Route) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	next := s.always[route]
	if pending := s.faults[route]; len(pending) > 0 {
		next = pending[0]
	}
	if next.unreachable != nil {
		s.nextFault(route)
	}
	return next.unreachable
}

// nextFault removes the next fault of a route. The caller holds the mutex.
func (s *Server) nextFault(route Route) Fault {
	if pending := s.faults[route]; len(pending) > 0 {
		s.faults[route] = pending[1:]
		return pending[0]
	}
	return s.always[route]
}
