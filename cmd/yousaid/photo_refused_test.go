package main

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/yousaid/yousaid/templates/i18n"
)

// choosing gives files to the form as a person would who chose them: a WebP
// that the browser itself drew, something that is no picture, one that is far
// too large, and two more.
const choosing = `(async () => {
	const c = document.createElement("canvas"), drawn = (type) => new Promise((done) => c.toBlob(done, type));
	c.width = 640; c.height = 480;
	c.getContext("2d").fillRect(0, 0, 320, 240);
	const webp = await drawn("image/webp");
	c.getContext("2d").clearRect(0, 0, 640, 480); // the same picture sent twice is kept once
	const png = await drawn("image/png");
	if (webp.type !== "image/webp") throw new Error("this browser draws no WebP");
	const files = new DataTransfer(), add = (name, ...parts) => files.items.add(new File(parts, name, { type: "image/jpeg" }));
	add("showers.webp", webp);
	add("huge.jpg", new Uint8Array((12 << 20) + 1));
	add("note.jpg", "Dear pool, look at this");
	add("floor.png", png);
	add("ceiling.png", png);
	add("door.png", png);
	const field = document.getElementById("photo");
	field.files = files.files;
	field.dispatchEvent(new Event("change", { bubbles: true }));
	return 0;
})()`

// A picture in a format that we do not keep is made one that we do; what is
// not taken is named, with the reason, in the language of who sends it, and the
// words arrive all the same.
func TestRefusedPicturesAreNamedInThePersonsLanguage(t *testing.T) {
	x := inhabit(t)
	server := served(t, x)
	catalog, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []i18n.Lang{"de", "uk"} {
		p := catalog.Printer(lang)
		ctx := browser(t, 390, 844)
		do(t, ctx, "the form", chromedp.Navigate(server+"/at/linden-park?lang="+string(lang)), visible("label[for=mood-2]"), click("label[for=mood-2]"), visible("#next"), click("#next"), visible("#text"))
		if _, err := chromedp.Run(ctx, chromedp.Evaluate[int](choosing, chromedp.EvalAwaitPromise)); err != nil {
			t.Fatal(err)
		}
		await(t, ctx, "three are kept", `document.querySelectorAll("#photo-list li").length === 3 && !document.getElementById("p-photo").hidden`, 20*time.Second)
		want := "huge.jpg: " + p.T("photo.problem.huge") + " ceiling.png, door.png: " + p.T("photo.field.many")
		if got := text(t, ctx, "#p-photo"); got != want {
			t.Errorf("%s: at the pictures stands\n%q, want\n%q", lang, got, want)
		}
		words := "Die Duschen sind kalt, " + string(lang)
		do(t, ctx, "sending", chromedp.SendKeys(chromedp.CSS("#text"), words), click("#send"), visible("#photo-line"))
		await(t, ctx, "two pictures are there", `document.getElementById("photo-line").textContent.endsWith("`+p.N("photo.sent", 2)+`")`, 20*time.Second)
		if got := text(t, ctx, "#photo-line"); !strings.HasPrefix(got, "note.jpg: "+p.T("photo.problem.kind")) {
			t.Errorf("%s: after sending: %q", lang, got)
		}
		s := newest(t, x)
		if s.Text != words || len(s.Photos) != 2 {
			t.Fatalf("%s: stored %q with %d pictures", lang, s.Text, len(s.Photos))
		}
		kept, err := x.store.Photo(t.Context(), s.Photos[0], false)
		if err != nil || kept.Width != 640 || kept.Height != 480 || !strings.HasPrefix(string(kept.Image), "\xff\xd8\xff") {
			t.Errorf("%s: the WebP became %d by %d, %v", lang, kept.Width, kept.Height, err)
		}
	}
}
