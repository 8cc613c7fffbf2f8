package desk

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/yousaid/yousaid/store"
)

func TestWhatPointsToAPerson(t *testing.T) {
	r := open(t)
	a := r.say("Peter Kallas shouted at my son in the Linden Park sauna. Die Sauna war kalt.", store.Contact{Name: "K. Rebane", Email: "m.lepik@example.org", Phone: "+372 5555 0101"}, "staff")
	b := r.say("The guard again", store.Contact{Name: "Мар’яна Шевченко"}, "staff")
	_, err := r.store.Group(t.Context(), store.System(), a.Complaint, b.Complaint)
	r.must(err)
	p, path := r.signIn(r.marta), "/desk/board/"+a.Complaint.String()+"/checks"
	clean := "No surname, no contact details"
	for said, want := range map[string]string{
		"Peter Kallas shouted":               "wrote: “Peter Kallas”",
		"Mr Rebane was right":                "left or wrote: “Rebane”",
		"Rebane’s towel":                     "left or wrote: “Rebane’s”",
		"Ask lepik":                          "left or wrote: “lepik”",
		"Write info on the wall":             clean,
		"Сказала Шевченкова":                 "left or wrote: “Шевченкова”",
		"Mrs Kask-Saar":                      "surname: “Kask-Saar”",
		"Call 5555.0101":                     "“5555.0101”",
		"Call 55 01 01, 5550101":             "“5550101”",
		"+372 (5555) 01-01":                  "“+372 (5555) 01-01”",
		"030/123 45 67":                      "“030/123 45 67”",
		"555.12.34.56":                       "“555.12.34.56”",
		"50101 is the number":                "“50101”",
		"Music is off 17–19, from 1.12.2026": clean,
		"10.00–22.00 and 07:00-22:00":        clean,
		"€14 becomes €9.50 in 2026":          clean,
		"2026/2027 and 27/11/2026":           clean,
		"Linden Park sauna is hot":           clean,
		"Die Sauna ist warm":                 clean,
		"€1,250,000 for a new pool":          clean,
		"The guard shouted":                  clean,
	} {
		_, page, _ := p.post(path, url.Values{"said.en": {said}})
		if !strings.Contains(page, want) {
			t.Errorf("%q: no %q in %s", said, want, page)
		}
	}
}

func TestBoardAsksBeforeItPointsToAPerson(t *testing.T) {
	r := open(t)
	x := r.say("Peter Kallas shouted", store.Contact{Name: "K. Rebane"}, "staff")
	p, path := r.signIn(r.marta), "/desk/board/"+x.Complaint.String()
	form := url.Values{"do": {"put"}, "version": {p.version(path)}, "said.en": {"Peter Kallas shouted"}, "do.en": {"Rebane was asked: 5555 01 01."}, "status": {"planned"},
		"owner": {ownerText(r.marta.ID)}, "due": {"2026-11-27"}}
	code, page, _ := p.post(path, form)
	if code != http.StatusUnprocessableEntity {
		t.Fatalf("a name goes up at the first press: %d", code)
	}
	has(t, page, "“Peter Kallas” may point to a person", "“5555 01 01, Rebane” may point to a person", `name="sure" value="1"`, `value="Peter Kallas shouted"`)
	if _, err := r.store.EntryRow(t.Context(), x.Complaint); store.CodeOf(err) != store.NotFound {
		t.Errorf("something was saved: %v", err)
	}
	// A draft is nobody's business; it is asked about when it goes up.
	form.Set("do", "draft")
	if code, _, _ := p.post(path, form); code != http.StatusSeeOther {
		t.Errorf("draft: %d", code)
	}
	item := "/desk/c/" + x.Complaint.String()
	_, _, to := p.post(item, url.Values{"do": {"board-on"}, "version": {p.version(item)}, "owner": {ownerText(r.marta.ID)}, "due": {"2026-11-27"}})
	if to != path+"?want=put" {
		t.Errorf("the switch leads to %q", to)
	}
	_, page = p.get(to)
	has(t, page, "Rebane” may point to a person", `name="sure" value="1"`)
	form.Del("do")
	form.Set("sure", "1")
	form.Set("version", p.version(path))
	if code, _, _ := p.post(path, form); code != http.StatusSeeOther {
		t.Errorf("the second press: %d", code)
	}
	if row, err := r.store.EntryRow(t.Context(), x.Complaint); err != nil || !row.Shown {
		t.Errorf("not on the board: %+v, %v", row, err)
	}
	_, page = p.get(path)
	lacks(t, page, `name="sure"`)
}

func TestBoardNeedsOwnerAndDate(t *testing.T) {
	r := open(t)
	x := r.say("Showers are cold", store.Contact{}, "equipment")
	p, path := r.signIn(r.marta), "/desk/board/"+x.Complaint.String()
	form := url.Values{"do": {"put"}, "version": {p.version(path)}, "said.en": {"Cold showers"}, "do.en": {"New boiler"}, "status": {"planned"}}
	code, page, _ := p.post(path, form)
	if code != http.StatusUnprocessableEntity {
		t.Fatalf("without owner and date: %d", code)
	}
	has(t, page, "Choose who does it", "Say by which day")
	form.Set("do", "draft")
	if code, _, _ := p.post(path, form); code != http.StatusSeeOther {
		t.Errorf("a draft: %d", code)
	}
	item := "/desk/c/" + x.Complaint.String()
	if _, _, to := p.post(item, url.Values{"do": {"board-on"}, "version": {p.version(item)}}); to != path+"?want=put" {
		t.Errorf("the switch leads to %q", to)
	}
	form.Set("do", "put")
	form.Set("status", "done")
	form.Set("owner", ownerText(r.marta.ID))
	form.Set("version", p.version(path))
	if code, page, _ := p.post(path, form); code != http.StatusSeeOther {
		t.Errorf("done needs no date: %d %s", code, page)
	}
}

func TestLookingAgainIsStillToCome(t *testing.T) {
	r := open(t)
	x := r.say("Showers are cold", store.Contact{}, "equipment")
	p, path, board := r.signIn(r.marta), "/desk/c/"+x.Complaint.String(), "/desk/board/"+x.Complaint.String()
	for _, day := range []string{"2025-11-27", "2026-11-17"} {
		code, page, _ := p.post(path, url.Values{"do": {"cant"}, "version": {p.version(path)}, "cant_why": {"No money"}, "cant_due": {day}})
		if code != http.StatusUnprocessableEntity {
			t.Errorf("again on %s: %d", day, code)
		}
		has(t, page, "Choose a day still to come", "No money")
		code, page, _ = p.post(board, url.Values{"do": {"draft"}, "version": {p.version(board)}, "said.en": {"Cold"}, "do.en": {"No money"}, "status": {"cant"}, "due": {day}})
		if code != http.StatusUnprocessableEntity {
			t.Errorf("again on %s in the editor: %d", day, code)
		}
		has(t, page, "Choose a day still to come")
	}
	p.post(path, url.Values{"do": {"cant"}, "version": {p.version(path)}, "cant_why": {"No money"}, "cant_due": {"2027-03-01"}})
	_, page := p.get(path)
	has(t, page, "Monday 1 March 2027")
	// Once that day has passed, the wording can still be mended.
	r.clock.Add(200 * 24 * time.Hour)
	p = r.signIn(r.marta)
	_, page = p.get(path)
	has(t, page, "Tue 17 Nov 2026, ")
	if code, page, _ := p.post(board, url.Values{"do": {"draft"}, "version": {p.version(board)}, "said.en": {"Cold"}, "do.en": {"No money"}, "status": {"cant"}, "due": {"2027-03-01"}}); code != http.StatusSeeOther {
		t.Errorf("mending the wording later: %d %s", code, page)
	}
}

func TestEscalationSaysWhomItTells(t *testing.T) {
	r := open(t)
	r.must(r.store.SetDuty(t.Context(), store.System(), r.site.ID, r.ana.ID))
	x := r.say("The lifeguard shouted", store.Contact{}, "staff")
	p, path := r.signIn(r.marta), "/desk/c/"+x.Complaint.String()
	_, page := p.get(path)
	has(t, page, "Tell the manager on duty now")
	p.post(path, url.Values{"do": {"escalate"}, "version": {p.version(path)}})
	_, page = p.get(path)
	has(t, page, "Tell the director now", "Told Ana, manager on duty", `class="told"`)
	lacks(t, page, `class="it late`, "Tell the manager on duty now")
	late := r.say("Nobody answers", store.Contact{}, "staff")
	r.clock.Add(30 * 24 * time.Hour)
	p = r.signIn(r.marta)
	_, page = p.get("/desk/c/" + late.Complaint.String())
	has(t, page, "Tell the director now")
}

func TestTakingOutCanBeUndone(t *testing.T) {
	r := open(t)
	a := r.say("Sauna price is wrong", store.Contact{}, "price")
	b := r.say("The sauna price is wrong", store.Contact{}, "price")
	p, path := r.signIn(r.marta), "/desk/c/"+a.Complaint.String()
	p.post(path+"/group", url.Values{"other": {b.Complaint.String()}})
	_, _, to := p.post(path+"/ungroup?show=mine", url.Values{"voice": {groupedVoice(r.complaint(a.Complaint))}})
	_, page := p.get(to)
	has(t, page, "Taken out of the group", "Undo", `action="`+path+`/group?show=mine"`, `name="other" value="`+b.Complaint.String()+`"`, `data-draft="`+path+`/draft"`)
	p.post(path+"/group", url.Values{"other": {b.Complaint.String()}})
	if c := r.complaint(a.Complaint); len(c.Submissions) != 2 {
		t.Errorf("%d voices after undo", len(c.Submissions))
	}
}

func FuzzPointers(f *testing.F) {
	f.Add("Call +372 5555 0101, ask Peter Kallas’s", "Peter Kallas")
	f.Fuzz(func(t *testing.T, said, name string) {
		var know personal
		know.learn(name)
		for _, x := range know.find(said) {
			if !strings.Contains(withoutFigures(said)+"\n"+said, x.word) {
				t.Errorf("%q: found %q (%s), which is not in it", said, x.word, x.key)
			}
		}
	})
}
