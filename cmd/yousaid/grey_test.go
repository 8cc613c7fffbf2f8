package main

import (
	"encoding/json"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
)

// greyPills draws each status of the board without colour, its icon at the same
// size in black on white, and gives words, edges and the pixels of the icons.
const greyPills = `(async () => {
	const out = [];
	for (const pill of document.querySelectorAll(".row .st")) {
		const icon = pill.querySelector("svg").cloneNode(true);
		icon.setAttribute("xmlns", "http://www.w3.org/2000/svg");
		icon.setAttribute("width", "48"); icon.setAttribute("height", "48");
		icon.setAttribute("fill", "none"); icon.setAttribute("stroke", "black"); icon.setAttribute("stroke-width", "2.4");
		for (const p of icon.querySelectorAll(".fill")) p.setAttribute("fill", "black");
		const picture = new Image();
		picture.src = "data:image/svg+xml;base64," + btoa(new XMLSerializer().serializeToString(icon));
		await picture.decode();
		const canvas = document.createElement("canvas");
		canvas.width = canvas.height = 48;
		const pen = canvas.getContext("2d");
		pen.fillStyle = "white"; pen.fillRect(0, 0, 48, 48); pen.drawImage(picture, 0, 0);
		const dots = [...pen.getImageData(0, 0, 48, 48).data].filter((_, i) => i % 4 === 0).map((v) => (v < 128 ? 1 : 0));
		out.push({ Word: pill.innerText.trim(), Edge: getComputedStyle(pill).borderTopStyle, Dots: dots });
	}
	return JSON.stringify(out);
})()`

// The five statuses of the board are told apart without colour, by their words
// and by their shapes, in every language.
func TestStatusesAreToldApartInGrey(t *testing.T) {
	x := inhabit(t)
	for i, status := range []store.Status{store.Heard, store.Planned, store.Doing, store.Done, store.Cant} {
		r := storetest.Say(t, x.store, x.site.ID, i+1, "words "+string(status))
		if status != store.Heard {
			if err := x.store.SetStatus(t.Context(), store.System(), r.Complaint, 0, status, "words", x.store.Now().AddDate(0, 1, 0)); err != nil {
				t.Fatal(err)
			}
		}
		if err := x.store.SaveEntry(t.Context(), store.System(), r.Complaint, 0, store.Words{"en": "Said " + string(status)}, store.Words{"en": "We do"}, true); err != nil {
			t.Fatal(err)
		}
	}
	server := served(t, x)
	wall := browser(t, 1920, 1080)
	for _, lang := range []string{"en", "de", "et", "ru", "uk", "fil"} {
		do(t, wall, "the board in "+lang, chromedp.Navigate(server+"/board?lang="+lang), visible(".row"))
		raw, err := chromedp.Run(wall, chromedp.Evaluate[string](greyPills, chromedp.EvalAwaitPromise))
		if err != nil {
			t.Fatal(err)
		}
		var pills []struct {
			Word, Edge string
			Dots       []int
		}
		if err := json.Unmarshal([]byte(raw), &pills); err != nil {
			t.Fatal(err)
		}
		if len(pills) != 5 {
			t.Fatalf("%s: %d statuses are shown, want 5", lang, len(pills))
		}
		for i, a := range pills {
			for _, b := range pills[:i] {
				if a.Word == b.Word || differ(a.Dots, b.Dots) < 60 {
					t.Errorf("%s: %q and %q differ in %d of 2,304 dots", lang, a.Word, b.Word, differ(a.Dots, b.Dots))
				}
			}
		}
	}
}

func differ(a, b []int) (n int) {
	for i := range a {
		if a[i] != b[i] {
			n++
		}
	}
	return n
}
