package store

import "time"

// clockMayDiffer is how far a sender's clock may be from the server's and
// still count as right.
const clockMayDiffer = 5 * time.Minute

// countsFrom is where the promise starts. A paired tablet that shows by the
// time of sending that its clock is right is believed when it says when the
// person spoke: whoever was promised an answer while the network was gone
// waits since then. So is one whose words came as a file, if its clock was right
// when the file was saved. For all others the server's clock decides, and words
// count from their arrival. A returned card counts from when it was read, however long
// it then waits for a person to look at it.
func (t *tx) countsFrom(n NewSubmission) time.Time {
	if !n.Read.IsZero() && n.Card != 0 && !n.Read.After(t.now) {
		return n.Read
	}
	if n.Device == 0 || n.Captured.IsZero() || !t.clockShown(n) || t.clockFlag(n) != 0 || n.Captured.After(t.now) {
		return t.now
	}
	return n.Captured
}

// clockShown tells whether a time besides that of the words themselves vouches
// for the sender's clock. A file may have lain for long, but was neither saved
// in the future nor before the words were said.
func (t *tx) clockShown(n NewSubmission) bool {
	if n.Saved.IsZero() {
		return !n.Sent.IsZero()
	}
	return n.Saved.Sub(t.now) <= clockMayDiffer && !n.Captured.After(n.Saved)
}

// clockFlag tells whether the sender's clock is wrong. A device that kept words
// while it was offline is late, not wrong: without a time of sending only the
// future and more than a year ago count.
func (t *tx) clockFlag(n NewSubmission) int {
	switch said := n.Captured.Sub(t.now); {
	case n.Captured.IsZero():
		return 0
	case said > clockMayDiffer, said < -365*24*time.Hour:
		return FlagClock
	case !n.Sent.IsZero() && n.Sent.Sub(t.now).Abs() > clockMayDiffer:
		return FlagClock
	}
	return 0
}
