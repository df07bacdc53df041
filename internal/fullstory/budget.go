package fullstory

import "time"

// budget bounds what pages cost over what they save. Where the rows that are
// looked for lie cannot be known beforehand: an account may have any number of
// other exports before them. So a page is paid for by the looks that rows have
// answered, and all pages that answered none come to 3, and one more for each
// 128 looks that were asked singly. The unit is 1/128 of a request.
type budget struct {
	credit int
	// shut is until when the list is not asked, after it failed.
	shut time.Time
	// doubtful says that the last page failed, and is asked for again.
	doubtful bool
}

const (
	pageCost   = 128
	mostCredit = 3 * pageCost
)

var fullBudget = budget{credit: mostCredit}

func (b *budget) earn(n int)   { b.credit = min(b.credit+n, mostCredit) }
func (b *budget) paid()        { b.credit -= pageCost }
func (b *budget) served()      { b.earn(pageCost) }
func (b *budget) askedSingly() { b.earn(1) }

// showedAsleep says that a page told a wait that was not looking: it will look
// later for it.
func (b *budget) showedAsleep() { b.earn(pageCost / 4) }

func (b *budget) allowsPage(now time.Time) bool {
	return b.credit >= pageCost && !now.Before(b.shut)
}

// failed tells whether to ask for a page again, once, after an error that was
// quick and may pass. After any other the list is left alone for a while: each
// attempt delays the looks that are then asked singly.
func (b *budget) failed(err error, took time.Duration) (again bool) {
	if IsTransient(err) && took < time.Second && !b.doubtful {
		b.doubtful = true
		return b.credit >= pageCost
	}
	b.doubtful = false
	pause := 10 * time.Minute
	if IsTransient(err) {
		pause = time.Minute
	}
	b.shut = time.Now().Add(pause)
	return false
}
