package desk

import (
	"unicode/utf8"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/staff"
)

// checks are statements about an entry: what is well, and what to look at.
func checks(x reader, f wording, know personal) []staff.CheckView {
	say := func(ok bool, good, bad string, args ...any) staff.CheckView {
		if ok {
			return staff.CheckView{OK: true, Text: x.p.T(good)}
		}
		return staff.CheckView{Text: x.p.T(bad, args...)}
	}
	list := []staff.CheckView{
		say(fits(f), "desk.board.check_fits", "desk.board.check_long"),
		say(f.Owner != 0 && (!f.Due.IsZero() || f.Status == store.Done), "desk.board.check_owner", "desk.board.check_no_owner"),
	}
	found := know.pointers(f)
	for _, x := range found {
		list = append(list, say(false, "", x.key, "Word", x.word))
	}
	if len(found) == 0 {
		list = append(list, say(true, "desk.board.check_clean", ""))
	}
	main, missing := x.site.DefaultLang(), false
	for _, l := range x.site.Languages {
		if f.Said[l] == "" || f.Doing[l] == "" {
			missing = true
			list = append(list, say(false, "", "desk.board.check_lang", "Lang", langName(l), "Main", langName(main)))
		}
	}
	if !missing {
		list = append(list, say(true, "desk.board.check_langs", ""))
	}
	return list
}

// fits tells whether every sentence keeps to its two lines.
func fits(f wording) bool {
	for _, s := range f.Said {
		if utf8.RuneCountInString(s) > store.MaxSaid {
			return false
		}
	}
	for _, s := range f.Doing {
		if utf8.RuneCountInString(s) > store.MaxDoing {
			return false
		}
	}
	return true
}
