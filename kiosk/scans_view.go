package kiosk

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/staff"
)

// scanPagesShown is how many pages of a batch stand on one page of ours.
const scanPagesShown = 100

func (x *Scans) scansView(r *http.Request) (staff.ScansView, error) {
	bar, err := x.desk.Bar(r, "cards")
	if err != nil {
		return staff.ScansView{}, err
	}
	site, err := x.kiosk.store.Site(x.desk.Site(r))
	if err != nil {
		return staff.ScansView{}, err
	}
	p := bar.P
	v := staff.ScansView{Most: p.T("scans.upload.most", "MB", MaxScan>>20, "Most", mostScans)}
	v.Page = staff.PageView{Bar: bar, Title: p.T("scans.title"), CSS: []string{"css/scans.css"}, JS: []string{"js/scans.js"}, Tabs: true}
	if v.Queue, err = x.queueView(r, p, site); err != nil {
		return v, err
	}
	list, err := x.kiosk.store.ScanBatches(r.Context(), site.ID, batchesShown)
	for _, b := range list {
		v.Batches = append(v.Batches, x.scanRow(p, site, b))
	}
	return v, err
}

// queueView leads to what waits; nil where nothing does.
func (x *Scans) queueView(r *http.Request, p *i18n.Printer, site store.Site) (*staff.ScanQueueView, error) {
	q, err := x.kiosk.store.ScanQueue(r.Context(), site.ID, store.UserID(x.desk.Actor(r).ID))
	if err != nil || q.Len() == 0 {
		return nil, err
	}
	return &staff.ScanQueueView{Title: queueText(p, q), Text: p.T("scans.queue.text"), URL: "/desk/scans/review"}, nil
}

// queueText counts what waits: 7 to look at, 3 to type.
func queueText(p *i18n.Printer, q store.ScanQueue) string {
	look, write := p.N("scans.queue.look", q.ToReview), p.N("scans.queue.type", q.ToType)
	switch {
	case q.ToType == 0:
		return look
	case q.ToReview == 0:
		return write
	}
	return p.T("scans.queue.both", "Look", look, "Type", write)
}

func (x *Scans) scanRow(p *i18n.Printer, site store.Site, b store.ScanBatch) staff.ScanRow {
	row := staff.ScanRow{URL: "/desk/scans/" + b.ID.String(), When: p.ShortDateTime(when(site, b.BegunAt)), Who: firstWord(b.UserName),
		Source: p.T("scans.source." + string(b.Source)), Icon: map[store.ScanSource]string{store.ScanUpload: "send", store.ScanFolder: "cards", store.ScanCommand: "settings"}[b.Source]}
	if b.FinishedAt.IsZero() && !b.Stopped(x.kiosk.store.Now()) {
		row.Progress = progress(p, b.Count)
		return row
	}
	row.Text = sumUp(p, b)
	return row
}

func firstWord(s string) string {
	first, _, _ := strings.Cut(s, " ")
	return first
}

func progress(p *i18n.Printer, c store.ScanCount) *staff.ProgressView {
	v := &staff.ProgressView{Text: p.N("scans.progress.pages", c.Pages), Value: strconv.Itoa(c.Pages)}
	if c.Pages == 0 {
		v.Text = p.T("scans.progress.begins")
	}
	if c.PagesExpected > 0 {
		v.Max, v.Text = strconv.Itoa(max(c.PagesExpected, c.Pages)), p.N("scans.progress.of", max(c.PagesExpected, c.Pages), "Done", c.Pages)
	}
	return v
}

// sumUp is a batch in one line.
func sumUp(p *i18n.Printer, b store.ScanBatch) string {
	c := b.Count
	parts := []string{p.N("scans.sum.cards", c.Cards)}
	for _, x := range []struct {
		key string
		n   int
	}{{"entered", c.Entered}, {"look", c.ToReview}, {"type", c.ToType}, {"beside", c.Beside}, {"again", c.Again}, {"blank", c.Blank}, {"cannot", c.Cannot}, {"empty", c.Empty}} {
		if x.n > 0 {
			parts = append(parts, p.N("scans.sum."+x.key, x.n))
		}
	}
	return strings.Join(parts, " · ")
}

func (x *Scans) stateOf(r *http.Request) (staff.ScanState, error) {
	bar, err := x.desk.Bar(r, "cards")
	if err != nil {
		return staff.ScanState{}, err
	}
	site, err := x.kiosk.store.Site(x.desk.Site(r))
	if err != nil {
		return staff.ScanState{}, err
	}
	b, err := x.kiosk.store.ScanBatch(r.Context(), site.ID, batchID(r))
	if err != nil {
		return staff.ScanState{}, err
	}
	p := bar.P
	v := staff.ScanState{Counts: scanCounts(p, b.Count), Title: p.T("scans.batch.title", "When", p.ShortDateTime(when(site, b.BegunAt)))}
	v.Lead = scanLead(p, b, b.Stopped(x.kiosk.store.Now()))
	if b.FinishedAt.IsZero() && !b.Stopped(x.kiosk.store.Now()) {
		v.URL, v.Progress = "/desk/scans/"+b.ID.String()+"/state", progress(p, b.Count)
		if b.Source == store.ScanUpload {
			v.Cancel = "/desk/scans/" + b.ID.String() + "/cancel"
		}
	}
	if b.Count.ToReview+b.Count.ToType > 0 {
		if v.Review, err = x.queueView(r, p, site); err != nil {
			return v, err
		}
	}
	return v, x.scanPages(r, p, site, b, &v)
}

func scanLead(p *i18n.Printer, b store.ScanBatch, stopped bool) string {
	switch {
	case stopped:
		return p.T("scans.batch.stopped")
	case b.FinishedAt.IsZero():
		return p.T("scans.batch.reading")
	case !b.CancelledAt.IsZero():
		return p.T("scans.batch.cancelled")
	}
	return p.N("scans.batch.done", b.Count.Cards)
}

func scanCounts(p *i18n.Printer, c store.ScanCount) []staff.ScanCount {
	count := func(icon, class, key string, n int) staff.ScanCount {
		return staff.ScanCount{Icon: icon, Class: class, N: strconv.Itoa(n), Label: p.T("scans.count." + key)}
	}
	list := []staff.ScanCount{count("tick", "we", "entered", c.Entered), count("eye", "promise", "look", c.ToReview), count("pencil", "promise", "type", c.ToType)}
	for _, x := range []staff.ScanCount{count("phone", "", "beside", c.Beside), count("cards", "", "again", c.Again), count("cards", "", "blank", c.Blank), count("cant", "", "refused", c.Cannot+c.Empty)} {
		if x.N != "0" {
			list = append(list, x)
		}
	}
	return list
}

// scanPages lists what was found, and what is to be said about whole files.
func (x *Scans) scanPages(r *http.Request, p *i18n.Printer, site store.Site, b store.ScanBatch, v *staff.ScanState) error {
	files, err := x.kiosk.store.ScanFiles(r.Context(), b.ID)
	if err != nil {
		return err
	}
	names := map[store.ScanFileID]store.ScanFile{}
	for _, f := range files {
		names[f.ID] = f
		v.Notes = append(v.Notes, fileNote(p, site, f)...)
	}
	if !b.FinishedAt.IsZero() {
		missing, err := x.kiosk.store.MissingFronts(r.Context(), b.ID)
		if err != nil {
			return err
		}
		if len(missing) > 0 {
			v.Notes = append(v.Notes, staff.ScanNote{Text: p.N("scans.note.fronts", len(missing), "Serials", strings.Join(missing, ", "))})
		}
	}
	after, _ := strconv.ParseInt(r.URL.Query().Get("after"), 10, 64)
	pages, err := x.kiosk.store.ScanPages(r.Context(), b.ID, store.ScanPageID(after), scanPagesShown+1)
	if err != nil {
		return err
	}
	if len(pages) > scanPagesShown {
		pages = pages[:scanPagesShown]
		v.More = "/desk/scans/" + b.ID.String() + "?after=" + strconv.FormatInt(int64(pages[scanPagesShown-1].ID), 10)
	}
	for _, page := range pages {
		v.Pages = append(v.Pages, scanPage(p, site, names[page.File], page))
	}
	return nil
}

func fileNote(p *i18n.Printer, site store.Site, f store.ScanFile) []staff.ScanNote {
	name := f.Name
	switch f.State {
	case store.FileSame:
		return []staff.ScanNote{{Text: p.T("scans.note.same", "Name", name, "When", p.ShortDateTime(when(site, f.SameAt))), URL: "/desk/scans/" + f.SameAs.String(), Link: p.T("scans.note.same_link")}}
	case store.FileRefused:
		return []staff.ScanNote{{Text: name + ": " + problemText(p, f.Problem)}}
	}
	return nil
}

// problemText says a problem of a page or a file, in whatever catalogue its key
// stands.
func problemText(p *i18n.Printer, x store.ScanProblem) string {
	var args []any
	for k, v := range x.Args {
		args = append(args, k, v)
	}
	return p.T(x.Key, args...)
}

func scanPage(p *i18n.Printer, site store.Site, f store.ScanFile, page store.ScanPage) staff.ScanPageView {
	v := staff.ScanPageView{Place: p.T("scans.place", "File", f.Name, "Page", page.Number)}
	if page.Problem.Key != "" {
		v.Problem = problemText(p, page.Problem)
	}
	for _, r := range page.Readings {
		v.Cards = append(v.Cards, scanCard(p, site, r))
	}
	return v
}

func scanCard(p *i18n.Printer, site store.Site, r store.Reading) staff.ScanCardView {
	v := staff.ScanCardView{Serial: r.Serial, Text: p.T("scans.card." + string(r.State)), Icon: cardIcon(r.State), Class: string(r.State)}
	if r.Serial == "" {
		v.Serial = p.T("scans.card.unknown")
	}
	if r.State == store.ReadToReview {
		v.Text = joinSentences(v.Text, strings.Join(whyTexts(p, r.Why), " "))
		v.URL, v.Link = "/desk/scans/review?id="+r.ID.String(), p.T("scans.card.look")
	}
	if r.State == store.ReadToType {
		v.URL, v.Link = "/desk/scans/review?id="+r.ID.String(), p.T("scans.card.type")
	}
	if r.State == store.ReadBeside {
		v.Text = p.T("scans.card.beside", "When", p.ShortDateTime(when(site, r.SaidAt)))
	}
	if r.Complaint != 0 && v.URL == "" {
		v.URL, v.Link = "/desk/c/"+r.Complaint.String(), p.T("scans.card.open")
	}
	if r.DecidedBy != "" {
		v.Text = joinSentences(v.Text, p.T("scans.card.by", "Who", firstWord(r.DecidedBy)))
	}
	v.Picture = cardPicture(r)
	v.Alt = p.T("scans.card.alt", "Serial", v.Serial)
	return v
}

// cardPicture is the address of the picture of a card, "" where there is none.
func cardPicture(r store.Reading) string { return partPicture(r, store.CardPart) }

// partPicture is cardPicture for any part.
func partPicture(r store.Reading, part string) string {
	base := "/desk/scans/picture/" + r.ID.String() + "/" + part
	switch {
	case r.Shows(part):
		return base
	case r.ShowsContact(part):
		return base + "?contact=1"
	}
	return ""
}

func cardIcon(s store.ReadingState) string {
	switch s {
	case store.ReadEntered:
		return "tick"
	case store.ReadToReview:
		return "eye"
	case store.ReadToType:
		return "pencil"
	case store.ReadBeside:
		return "phone"
	case store.ReadCannot:
		return "cant"
	}
	return "cards"
}

func whyTexts(p *i18n.Printer, why []string) (list []string) {
	for _, w := range why {
		list = append(list, p.T("scans.why."+w))
	}
	return list
}
