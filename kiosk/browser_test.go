package kiosk_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os/exec"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/yousaid/yousaid/store"
)

// tablet is a real browser in front of the reception, behind a network that a
// test can break.
type tablet struct {
	*reception
	ctx    context.Context
	url    string
	broken atomic.Bool // answers come from somebody else
	hung   atomic.Bool // answers never come
	gone   atomic.Bool // nobody is there

	intake atomic.Pointer[http.HandlerFunc] // answers words in place of the server
	posts  atomic.Int64                     // how often words were sent
}

func openTablet(t *testing.T) *tablet {
	t.Helper()
	x := newTablet(t)
	x.launch(t.TempDir())
	x.open("/kiosk")
	return x
}

// newTablet is the network and the reception behind it; nobody has opened a
// browser yet.
func newTablet(t *testing.T) *tablet {
	t.Helper()
	return behindNetwork(t, openReception(t))
}

func behindNetwork(t *testing.T, r *reception) *tablet {
	t.Helper()
	x := &tablet{reception: r}
	target, err := url.Parse(x.reception.url)
	if err != nil {
		t.Fatal(err)
	}
	network := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(target)
		r.Out.AddCookie(&http.Cookie{Name: "device", Value: x.reception.tablet})
	}}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if x.gone.Load() {
			panic(http.ErrAbortHandler)
		}
		if x.hung.Load() {
			if _, err := io.Copy(io.Discard, r.Body); err == nil { // only then it is seen that the other side has gone
				<-r.Context().Done()
			}
			return
		}
		if x.broken.Load() {
			http.Error(w, "<html>this is a captive portal</html>", http.StatusOK)
			return
		}
		if r.URL.Path == "/api/v1/submissions" {
			x.posts.Add(1)
			if instead := x.intake.Load(); instead != nil {
				(*instead)(w, r)
				return
			}
		}
		network.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	x.url = server.URL
	return x
}

// launch starts a Chromium over a profile; flags are name and value.
func (x *tablet) launch(profile string, flags ...string) {
	t := x.t
	t.Helper()
	name, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatal("chromium is not installed: run make test, which installs it")
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(name), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-sync", true), chromedp.Flag("disable-dev-shm-usage", true), chromedp.UserDataDir(profile), chromedp.WindowSize(1280, 800))
	for i := 0; i+1 < len(flags); i += 2 {
		opts = append(opts, chromedp.Flag(flags[i], flags[i+1]))
	}
	allocator, stop := chromedp.NewExecAllocator(t.Context(), opts...)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(func() { cancel(); stop() })
	x.ctx = ctx
}

// open shows a page of the reception.
func (x *tablet) open(path string) {
	x.t.Helper()
	if err := chromedp.Do(x.ctx, chromedp.Navigate(x.url+path)); err != nil {
		x.t.Fatal(err)
	}
	x.until(`document.getElementById("count").textContent`)
}

// do runs statements in the page.
func (x *tablet) do(js string) {
	x.t.Helper()
	if _, err := chromedp.Run(x.ctx, chromedp.Evaluate[int]("(()=>{"+js+"})(), 0")); err != nil {
		x.t.Fatalf("%s: %v", js, err)
	}
}

// until waits for an expression to hold, in whatever page is there.
func (x *tablet) until(js string) {
	x.t.Helper()
	deadline := time.After(15 * time.Second)
	for {
		ok, err := chromedp.Run(x.ctx, chromedp.Evaluate[bool]("!!("+js+")"))
		if err == nil && ok {
			return
		}
		select {
		case <-deadline:
			page, _ := chromedp.Run(x.ctx, chromedp.Evaluate[string]("document.body.innerText + JSON.stringify(document.body.dataset)"))
			x.t.Fatalf("never: %s (%v)\n%s", js, err, page)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func (x *tablet) screen(name string) {
	x.t.Helper()
	x.until(`document.body.dataset.screen === "` + name + `"`)
}

// all is what the store holds.
func (x *tablet) all() []store.ExportedSubmission {
	x.t.Helper()
	var list []store.ExportedSubmission
	if err := x.store.EachSubmission(x.t.Context(), func(s store.ExportedSubmission) error { list = append(list, s); return nil }); err != nil {
		x.t.Fatal(err)
	}
	return list
}

// stored waits until the store holds what it should.
func (x *tablet) stored(what string, ok func([]store.ExportedSubmission) bool) {
	x.t.Helper()
	deadline := time.After(15 * time.Second)
	for !ok(x.all()) {
		select {
		case <-deadline:
			b, _ := json.Marshal(x.all())
			x.t.Fatalf("never stored: %s\n%s", what, b)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func TestTabletKeepsWhatWasFinished(t *testing.T) {
	x := openTablet(t)
	x.do(`document.querySelector("label[for=mood-2]").click()`)
	x.screen("about")
	x.stored("the tap", func(l []store.ExportedSubmission) bool { return len(l) == 1 && l[0].Mood == 2 && !l[0].Final })
	x.do(`document.querySelector("label[for=topic-price]").click(); document.querySelector("label[for=topic-staff]").click()`)
	x.until(`document.getElementById("count").textContent === "2 chosen"`)
	x.do(`document.getElementById("next").click()`)
	x.screen("words")
	x.stored("the topics", func(l []store.ExportedSubmission) bool { return len(l) == 1 && len(l[0].Topics) == 2 })
	x.do(`document.getElementById("text").value = "typed, never sent"; document.body.dataset.idleMs = "50"; document.body.dataset.warnMs = "50";
		document.dispatchEvent(new KeyboardEvent("keydown", {key: "a"}))`)
	x.screen("start")
	x.until(`!document.documentElement.outerHTML.includes("typed, never sent") && [...document.querySelectorAll("textarea,input")].every(e => e.value !== "typed, never sent")`)
	if l := x.all(); len(l) != 1 || l[0].Text != "" || l[0].Final {
		t.Errorf("walking away left %+v", l)
	}
}

func TestTabletGoesOnWhereItWas(t *testing.T) {
	x := openTablet(t)
	x.do(`document.querySelector("label[for=mood-2]").click()`)
	x.screen("about")
	x.do(`document.getElementById("skip").click(); document.getElementById("text").value = "half a sent"; document.getElementById("text").focus();
		document.body.dataset.idleMs = "50"; document.body.dataset.warnMs = "60000"; document.dispatchEvent(new KeyboardEvent("keydown", {key: "a"}))`)
	x.until(`document.getElementById("still").open && document.activeElement.id === "stay"`)
	x.do(`document.body.dataset.idleMs = "60000"; document.getElementById("still").dispatchEvent(new KeyboardEvent("keydown", {key: "x", bubbles: true}))`)
	x.until(`!document.getElementById("still").open && document.body.dataset.screen === "words" && document.getElementById("text").value === "half a sent" && document.activeElement.id === "text"`)
}

func TestTabletSendsOnceThroughABadNetwork(t *testing.T) {
	x := openTablet(t)
	x.do(`document.querySelector("label[for=mood-1]").click()`)
	x.screen("about")
	x.do(`document.getElementById("next").click(); document.getElementById("text").value = "Too slow"`)
	x.broken.Store(true)
	x.do(`document.getElementById("send").click(); document.getElementById("send").click()`)
	x.screen("thanks")
	x.until(`document.body.dataset.kept && document.querySelector(".s-kept .saved").textContent.includes("Saved on this tablet") && document.querySelector(".s-kept .code").textContent === "LP-1-1"`)
	x.broken.Store(false)
	x.until(`!document.body.dataset.kept && document.querySelector(".s-thanks .code").textContent.startsWith("LP-") && document.querySelector(".qr")`)
	x.until(`!document.documentElement.outerHTML.includes("Too slow") && document.getElementById("text").value === ""`)
	if l := x.all(); len(l) != 1 || l[0].Text != "Too slow" || !l[0].Final {
		t.Errorf("stored %+v", l)
	}
	x.do(`document.querySelector("[data-done]").click()`)
	x.screen("start")
	x.until(`history.length <= 2`)
}

func TestTabletForgetsTheLanguage(t *testing.T) {
	x := openTablet(t)
	x.do(`document.querySelector(".lang[lang=uk]").click()`)
	x.until(`document.documentElement.lang === "uk" && document.getElementById("count").textContent`)
	x.do(`document.querySelector("label[for=mood-3]").click()`)
	x.screen("about")
	x.stored("in Ukrainian", func(l []store.ExportedSubmission) bool { return len(l) == 1 && l[0].Lang == "uk" })
	x.do(`document.body.dataset.idleMs = "20"; document.body.dataset.warnMs = "20"; document.dispatchEvent(new KeyboardEvent("keydown", {key: "a"}))`)
	x.until(`document.documentElement.lang === "en" && document.body.dataset.screen === "start" && !location.search`)
}

func TestTabletTellsAProblemAtItsField(t *testing.T) {
	x := openTablet(t)
	x.do(`document.querySelector("label[for=mood-1]").click()`)
	x.screen("about")
	x.do(`document.getElementById("next").click(); document.getElementById("text").value = "Words"; document.getElementById("contact").value = "nobody"; document.getElementById("send").click()`)
	x.until(`document.getElementById("p-contact").textContent.includes("email") && document.activeElement.id === "contact" && !document.getElementById("text").readOnly`)
	x.do(`document.getElementById("contact").value = "+372 512 3456"; document.getElementById("send").click()`)
	x.screen("thanks")
	if l := x.all(); len(l) != 1 || l[0].Contact.Phone != "+372 512 3456" {
		t.Errorf("stored %+v", l)
	}
}

func TestTabletCallsTheManager(t *testing.T) {
	x := openTablet(t)
	x.do(`document.querySelector(".k-manager").click()`)
	x.screen("manager")
	x.until(`document.querySelector(".s-manager").textContent.includes("Ana is coming")`)
	x.do(`document.querySelector("[data-write]").click()`)
	x.screen("words")
	if pages, err := x.store.OpenPages(t.Context(), x.site.ID); err != nil || len(pages) != 1 {
		t.Errorf("%v %v", pages, err)
	}
}

func TestTabletStaysWhereTheServerIsGone(t *testing.T) {
	x := openTablet(t)
	x.until(`navigator.serviceWorker.controller`)
	x.do(`window.same = true; document.querySelector("label[for=mood-1]").click()`)
	x.screen("about")
	x.do(`document.getElementById("next").click(); document.getElementById("text").value = "Half a sentence"`)
	x.stored("the face", func(l []store.ExportedSubmission) bool { return len(l) == 1 })
	for name, fault := range map[string]*atomic.Bool{"gone": &x.gone, "another's page": &x.broken} {
		fault.Store(true)
		x.do(`document.querySelector(".k-manager").click()`)
		x.until(`document.getElementById("notice").textContent.includes("ask at the desk") && document.body.dataset.screen === "words"`)
		x.do(`document.getElementById("back").click()`)
		x.screen("about")
		x.do(`document.getElementById("back").click()`)
		x.screen("start")
		x.do(`document.querySelector(".lang[lang=uk]").click()`)
		x.until(`window.same && document.documentElement.lang === "uk" && document.getElementById("text").value === "Half a sentence"`)
		x.do(`document.querySelector(".lang[lang=en]").click()`)
		x.until(`window.same && document.documentElement.lang === "en" && document.getElementById("text").value === "Half a sentence"`)
		fault.Store(false)
		x.do(`document.getElementById("next").click(); document.getElementById("next").click()`)
		x.screen("words")
		if t.Failed() {
			t.Fatal(name)
		}
	}
}

func TestTabletChangesLanguageAndKeepsEverything(t *testing.T) {
	x := openTablet(t)
	x.do(`window.same = true; document.querySelector("label[for=mood-1]").click()`)
	x.screen("about")
	x.gone.Store(true)
	x.do(`document.querySelector("label[for=topic-price]").click(); document.getElementById("next").click()`)
	x.do(`document.getElementById("text").value = "Half a sentence"; document.getElementById("contact").value = "a@example.org"`)
	x.do(`document.getElementById("back").click(); document.getElementById("back").click()`)
	x.screen("start")
	x.gone.Store(false)
	x.do(`document.querySelector(".lang[lang=uk]").click()`)
	x.until(`document.documentElement.lang === "uk" && document.title.includes("сьогодні") && document.activeElement.lang === "uk"`)
	x.until(`window.same && document.getElementById("mood-1").checked && document.getElementById("topic-price").checked && document.getElementById("text").value === "Half a sentence"`)
	x.do(`document.getElementById("next").click(); document.getElementById("next").click(); document.getElementById("send").click()`)
	x.screen("thanks")
	if l := x.all(); len(l) != 1 || l[0].Mood != 1 || l[0].Lang != "uk" || l[0].Text != "Half a sentence" || l[0].Contact.Email != "a@example.org" {
		t.Errorf("stored %+v", l)
	}
}

func TestTabletSaysThatTheServerHangs(t *testing.T) {
	x := openTablet(t)
	x.do(`document.querySelector("label[for=mood-1]").click()`)
	x.screen("about")
	x.do(`document.getElementById("next").click(); document.getElementById("text").value = "Too slow"`)
	x.stored("the face", func(l []store.ExportedSubmission) bool { return len(l) == 1 })
	x.hung.Store(true)
	x.do(`window.sentAt = performance.now(); new MutationObserver(() => { window.saidAt ??= performance.now(); }).observe(document.getElementById("thanks"), { childList: true });
		document.getElementById("send").click()`)
	x.until(`document.body.dataset.kept && window.saidAt - window.sentAt < 6000`)
	x.hung.Store(false)
	x.do(`outbox.times.stuck = 0; dispatchEvent(new Event("online"))`)
	x.until(`!document.body.dataset.kept && document.querySelector(".qr")`)
	if l := x.all(); len(l) != 1 || l[0].Text != "Too slow" || !l[0].Final {
		t.Errorf("stored %+v", l)
	}
}
