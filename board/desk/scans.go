package desk

import (
	"context"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/staff"
)

// scanned gives the returned cards of people's words, by submission.
func (d *Desk) scanned(ctx context.Context, x reader, list []store.Submission) (map[store.SubmissionID][]staff.Scanned, error) {
	var ids []store.SubmissionID
	for _, s := range list {
		if s.Card != 0 {
			ids = append(ids, s.ID)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	cards, err := d.store.ReadingsOf(ctx, ids)
	out := map[store.SubmissionID][]staff.Scanned{}
	for _, r := range cards {
		if v := scannedView(x, r); v.Picture != "" {
			out[r.Submission] = append(out[r.Submission], v)
		}
	}
	return out, err
}

func scannedView(x reader, r store.Reading) staff.Scanned {
	base := "/desk/scans/picture/" + r.ID.String() + "/"
	v := staff.Scanned{Alt: x.p.T("scans.desk.alt", "Serial", r.Serial)}
	parts, query := r.Parts, ""
	if len(parts) == 0 { // a contact stands among the words
		parts, query = r.Contacts, "?contact=1"
	}
	for _, part := range parts {
		url := base + part + query
		if part == store.CardPart {
			v.Picture = url
		} else if part != store.ContactPart {
			v.Words = append(v.Words, staff.VoicePhoto{Small: url, Full: url, Alt: x.p.T("scans.review.words_alt")})
		}
	}
	switch r.State {
	case store.ReadToType:
		v.Note, v.URL, v.Link = x.p.T("scans.desk.to_type"), "/desk/scans/review?id="+r.ID.String(), x.p.T("scans.card.type")
	case store.ReadBeside:
		v.Note = x.p.T("scans.desk.beside")
	}
	return v
}

// scansChip leads to the returned cards, with how many wait for a person.
func (d *Desk) scansChip(ctx context.Context, x reader) (staff.FilterView, error) {
	q, err := d.store.ScanQueue(ctx, x.site.ID, x.user.ID)
	v := staff.FilterView{Href: "/desk/scans", Label: x.p.T("scans.chip"), N: q.Len()}
	if v.N > 0 {
		v.Href = "/desk/scans/review"
	}
	return v, err
}
