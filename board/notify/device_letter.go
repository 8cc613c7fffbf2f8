package notify

import (
	"strconv"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/letter"
)

// device tells whoever is on duty what is wrong with a device, or that it is
// well again.
func (w *Worker) device(m store.Message, d store.DeviceLetter) (letter.View, error) {
	site, err := w.store.Site(d.Site)
	if err != nil {
		return letter.View{}, err
	}
	p := w.printer(m, site)
	since := p.ShortDateTime(d.Since.In(site.Location()))
	head := p.T("device.letter."+string(d.Kind), "Name", d.Name, "When", since)
	v := letter.View{P: p, Head: head, More: p.T("device.letter.more"), Link: p.T("device.letter.link"), URL: w.baseURL + "/office/devices/" + strconv.FormatInt(int64(d.Device), 10)}
	switch {
	case d.Over:
		v.Head = p.T("device.letter.over", "Name", d.Name)
		v.Words = head + "\n" + p.T("device.letter.over_was", "From", since, "To", p.ShortDateTime(d.At.In(site.Location())))
	case d.Kind == store.AlarmSilent:
		v.Words = p.T("device.letter.usual", "N", d.N)
	case d.Kind == store.AlarmQueue:
		v.Words = p.T("device.letter.queue_n", "N", d.N)
	case d.Kind == store.AlarmClock:
		v.Words = p.T("device.letter.off", "By", p.Length(d.Skew))
	}
	v.Subject = p.T("device.letter.at", "What", v.Head, "Site", site.Name)
	return v, nil
}
