package store

import "strconv"

// A type for every id, so that one kind cannot be passed for another.
type (
	SiteID          int64
	UserID          int64
	DeviceID        int64
	QuestionnaireID int64
	SubmissionID    int64
	ComplaintID     int64
	EntryID         int64
	CardRunID       int64
	CardID          int64
	EventID         int64
	MessageID       int64
	PageID          int64
	PhotoID         int64
	ResponseID      int64
	InvitationID    int64
	ArtworkID       int64
)

// String is the id as it stands in addresses of staff pages.
func (id ComplaintID) String() string { return strconv.FormatInt(int64(id), 10) }

// String is the id as the board's readers name it in agrees_with.
func (id EntryID) String() string { return strconv.FormatInt(int64(id), 10) }
