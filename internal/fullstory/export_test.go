package fullstory

// Interval returns the time between two polls.
var Interval = interval
