package rest

import (
	"cmp"
	"errors"
	"net"
	"net/url"
	"strings"
)

// parseAPIKey returns the key without surrounding white space; it may be empty.
//
// A key that an HTTP header cannot carry is an error, which does not contain
// the key.
func parseAPIKey(key string) (string, error) {
	key = strings.TrimSpace(key)
	if len(key) > 1 && strings.ContainsAny(key[:1], "\"'") && key[0] == key[len(key)-1] {
		return "", errors.New("it is in quotes; remove them")
	}
	for _, r := range key {
		if r <= ' ' || r > '~' {
			return "", errors.New("it contains white space, a control character or a non-ASCII character; " +
				"use the key exactly as FullStory shows it")
		}
	}
	return key, nil
}

// ParseEndpoint parses a base URL: https, or http for loopback hosts; without
// user, query and fragment. A path is kept as a prefix.
//
// The error does not contain the URL, which may hold a password.
func ParseEndpoint(endpoint string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(endpoint))
	switch {
	case err != nil, u.Host == "", u.Hostname() == "", u.Scheme != "http" && u.Scheme != "https":
		return nil, errors.New("it must be an absolute URL such as " + DefaultEndpoint)
	case u.User != nil:
		return nil, errors.New("it must not contain a user name or password")
	case u.RawQuery != "", u.ForceQuery, u.Fragment != "":
		return nil, errors.New("it must end after the host or a path, without \"?\" or \"#\"")
	case u.Scheme == "http" && !isLoopback(u.Hostname()):
		return nil, errors.New("plain http would send the API key in clear text; " +
			"use https (http is allowed for localhost, 127.0.0.0/8 and ::1 only)")
	}
	u.Path = cmp.Or(u.Path, "/") // so that JoinPath keeps it absolute
	return u, nil
}

func isLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
