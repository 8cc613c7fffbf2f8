package kiosk_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
)

// say has somebody on the tablet say something, up to and with Send.
func (x *tablet) say(words string) {
	x.t.Helper()
	x.screen("start")
	x.do(`document.querySelector("label[for=mood-2]").click()`)
	x.screen("about")
	x.do(`document.getElementById("next").click()`)
	x.screen("words")
	x.do(fmt.Sprintf(`document.getElementById("text").value = %q; document.getElementById("send").click()`, words))
}

// evaluate reads a value out of the page; promises are waited for.
func evaluate[T any](x *tablet, js string) T {
	x.t.Helper()
	v, err := chromedp.Run(x.ctx, chromedp.Evaluate[T](js, chromedp.EvalAwaitPromise))
	if err != nil {
		x.t.Fatalf("%s: %v", js, err)
	}
	return v
}

func (x *tablet) waiting(n int) {
	x.t.Helper()
	deadline := time.After(15 * time.Second)
	for {
		got := evaluate[int](x, `outbox.state().then((s) => s.queue)`)
		if got == n {
			return
		}
		select {
		case <-deadline:
			x.t.Fatalf("%d wait on the tablet, want %d", got, n)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// offlineReady waits until the tablet could start without the server.
func (x *tablet) offlineReady() {
	x.t.Helper()
	x.until(`navigator.serviceWorker.controller`)
}

func (x *tablet) openHealth() {
	x.t.Helper()
	if err := chromedp.Do(x.ctx, chromedp.Navigate(x.url+"/kiosk/health")); err != nil {
		x.t.Fatal(err)
	}
	x.until(`document.querySelector("#row-version dd").textContent === document.body.dataset.version && document.querySelector("#row-numbers dd").textContent !== "–"`)
}

func texts(l []store.ExportedSubmission) string {
	var list []string
	for _, s := range l {
		list = append(list, s.Text)
	}
	return strings.Join(list, "|")
}

// Nothing but a 201 that echoes the id takes words off the tablet.
func TestWrongAnswersKeepTheWordsOnTheTablet(t *testing.T) {
	x := openTablet(t)
	x.offlineReady()
	echo := func(status int) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			var in struct{ ID string }
			json.NewDecoder(r.Body).Decode(&in)
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(status)
			fmt.Fprintf(w, `{"id":%q,"reference":"LP-2222"}`, in.ID)
		}
	}
	html := func(status int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(status)
			io.WriteString(w, "<html>Please sign in to the hotel network</html>")
		}
	}
	wrong := map[string]http.HandlerFunc{
		"200 HTML": html(200), "200 with the id": echo(200), "201 HTML": html(201), "202 with the id": echo(202),
		"201 with another id": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(201); io.WriteString(w, `{"id":"x"}`) },
		"201 null":            func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(201); io.WriteString(w, `null`) },
		"204":                 func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(204) },
		"302":                 func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/portal", http.StatusFound) },
		"cut body": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "500")
			echo(201)(w, r)
			panic(http.ErrAbortHandler)
		},
		"hang": func(_ http.ResponseWriter, r *http.Request) {
			io.Copy(io.Discard, r.Body)
			<-r.Context().Done()
		},
	}
	for _, status := range []int{400, 401, 403, 404, 409, 413, 422, 429, 500, 502, 507} {
		wrong[fmt.Sprint(status)], wrong[fmt.Sprint(status, " HTML")] = echo(status), html(status)
	}
	first := wrong["502"]
	x.intake.Store(&first)
	x.say("Кава холодна")
	x.screen("thanks")
	x.until(`document.body.dataset.kept`)
	for name, handler := range wrong {
		x.intake.Store(&handler)
		before := x.posts.Load()
		x.do(`outbox.times.send = 300; outbox.times.wait = 100; window.heard = []; outbox.listen((r, a) => heard.push(a.saved)); outbox.retry()`)
		x.until(`heard.length`)
		if x.posts.Load() == before {
			t.Errorf("%s: nothing was sent", name)
		}
		if n := evaluate[int](x, `outbox.state().then((s) => s.queue)`); n != 1 || evaluate[bool](x, `heard.includes(true)`) {
			t.Errorf("%s: %d wait on the tablet afterwards", name, n)
		}
		if n := evaluate[int](x, `outbox.state().then((s) => s.parked)`); n != 0 {
			t.Fatalf("%s: taken for a refusal of our own", name)
		}
	}
	want := "Кава холодна"
	for _, status := range []int{409, 413, 422} { // nobody is told that a strange page refused them
		foreign := wrong[fmt.Sprint(status, " HTML")]
		x.intake.Store(&foreign)
		x.do(`document.querySelector(".s-kept [data-done]").click()`)
		x.say(fmt.Sprint("said under ", status))
		x.until(`document.body.dataset.kept === "yes" && document.querySelector(".s-kept .saved").textContent.includes("Saved on this tablet") && !document.getElementById("notice").textContent`)
		want += fmt.Sprint("|said under ", status)
	}
	if n := x.count(); n != 0 {
		t.Fatalf("%d stored", n)
	}
	x.intake.Store(nil)
	x.do(`outbox.retry()`)
	x.waiting(0)
	if l := x.all(); texts(l) != want {
		t.Errorf("stored %q, want %q in this order", texts(l), want)
	}
}

// Nobody waits for the words of those before: while nothing gets through, the
// second and third are thanked as fast as the first.
func TestEverybodyIsThankedAtOnceWhileTheServerIsGone(t *testing.T) {
	page := func(status int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "<html>not ours</html>", status) }
	}
	faults := map[string]func(*tablet){
		"gone":     func(x *tablet) { x.gone.Store(true) },
		"hangs":    func(x *tablet) { x.hung.Store(true) },
		"404 HTML": func(x *tablet) { h := page(404); x.intake.Store(&h) },
		"413 HTML": func(x *tablet) { h := page(413); x.intake.Store(&h) },
		"502 HTML": func(x *tablet) { h := page(502); x.intake.Store(&h) },
	}
	for name, fault := range faults {
		t.Run(name, func(t *testing.T) {
			x := openTablet(t)
			x.offlineReady()
			fault(x)
			for i := range 3 {
				x.say(fmt.Sprint("person ", i))
				x.do(`window.sentAt = performance.now(); window.took = 0; const watch = setInterval(() => { if (document.body.dataset.kept) { took = performance.now() - sentAt; clearInterval(watch); } }, 10)`)
				x.until(`window.took`)
				if took := evaluate[float64](x, `took`); i > 0 && took > 1000 {
					t.Errorf("person %d: %v ms until the thanks", i, took)
				}
				x.do(`document.querySelector(".s-kept [data-done]").click()`)
			}
			x.waiting(3)
		})
	}
}

// A browser that was wiped gives nobody's number again, and one that became
// another tablet counts there.
func TestAWipedBrowserGoesOnWhereTheNumbersEnd(t *testing.T) {
	x := openTablet(t)
	for _, words := range []string{"one", "two"} {
		x.say(words)
		x.until(`document.body.dataset.screen === "thanks" && document.querySelector(".qr")`)
		x.do(`document.querySelector("[data-done]").click()`)
		x.screen("start")
	}
	x.waiting(0)
	x.launch(t.TempDir())
	x.open("/kiosk")
	x.gone.Store(true)
	x.say("three")
	x.until(`document.body.dataset.kept && document.querySelector(".s-kept .code").textContent === "LP-1-3"`)
	// Paired again, as another tablet.
	d, _, err := x.store.AddDevice(t.Context(), store.System(), store.Device{Kind: store.KioskDevice, Name: "Sauna", Site: x.site.ID})
	if err != nil {
		t.Fatal(err)
	}
	x.do(fmt.Sprintf(`document.body.dataset.device = "%d"; document.body.dataset.seqFrom = "8"`, d.ID))
	if series := evaluate[string](x, `outbox.state().then((s) => s.series + s.seq)`); series != "0" {
		t.Errorf("the other tablet would tell of the run %q", series)
	}
	x.do(`document.querySelector(".s-kept [data-done]").click()`)
	x.say("eight")
	x.until(`document.body.dataset.kept`)
	x.gone.Store(false)
	x.do(`dispatchEvent(new Event("online"))`)
	x.waiting(0)
	x.stored("all", func(l []store.ExportedSubmission) bool {
		return texts(l) == "one|two|three|eight" && l[2].Seq == 3 && l[3].Seq == 8
	})
	for _, id := range []store.DeviceID{1, d.ID} {
		for _, run := range mustGaps(t, x, id) {
			if run.Lost() != 0 {
				t.Errorf("tablet %d misses %v of %s", id, run.Missing, run.Series)
			}
		}
	}
	for number, words := range map[string]string{"LP-1-3": "three", fmt.Sprintf("LP-%d-8", d.ID): "eight"} {
		if got, err := x.store.SubmissionByReference(t.Context(), number); err != nil || got.Text != words {
			t.Errorf("%s finds %q, %v; want %q", number, got.Text, err, words)
		}
	}
}

func mustGaps(t *testing.T, x *tablet, id store.DeviceID) []store.Sequence {
	t.Helper()
	runs, err := x.store.SequenceGaps(t.Context(), id)
	if err != nil || len(runs) == 0 {
		t.Fatalf("tablet %d: %v, %v", id, runs, err)
	}
	return runs
}

// Words stay those of the tablet that numbered them, if it is of this place.
func TestWordsStayWithTheTabletThatNumberedThem(t *testing.T) {
	x := openReception(t)
	second := storetest.LindenPark()
	second.Name, second.Slug, second.Prefix = "Seaside", "seaside", "SE"
	second, err := x.store.AddSite(t.Context(), store.System(), second)
	if err != nil {
		t.Fatal(err)
	}
	add := func(site store.SiteID) store.DeviceID {
		d, _, err := x.store.AddDevice(t.Context(), store.System(), store.Device{Kind: store.KioskDevice, Name: "Other", Site: site})
		if err != nil {
			t.Fatal(err)
		}
		return d.ID
	}
	here, there := add(x.site.ID), add(second.ID)
	for i, c := range []struct {
		said   string
		device store.DeviceID
		seq    int64
	}{{fmt.Sprint(here), here, 5}, {fmt.Sprint(there), 1, 0}, {"999", 1, 0}, {"1", 1, 5}, {`"x"`, 1, 5}} {
		id := fmt.Sprintf("0198c7d2-0000-7000-8000-00000000030%d", i)
		if status, got := x.submit(fmt.Sprintf(`{"id":%q,"mood":2,"text":"x","final":true,"seq":5,"series":"s%d","device":%s}`, id, i, c.said), ""); status != http.StatusCreated {
			t.Fatalf("device %s: %d %v", c.said, status, got)
		}
		var last store.ExportedSubmission
		if err := x.store.EachSubmission(t.Context(), func(s store.ExportedSubmission) error { last = s; return nil }); err != nil {
			t.Fatal(err)
		}
		if last.Device != c.device || last.Seq != c.seq {
			t.Errorf("device %s: kept as number %d of %d, want %d of %d", c.said, last.Seq, last.Device, c.seq, c.device)
		}
	}
}

// What the server will not take waits for a person, and lets the others by.
func TestRefusedWordsAreParkedAndBlockNobody(t *testing.T) {
	x := openTablet(t)
	refuse := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		status := http.StatusInternalServerError
		if strings.Contains(string(b), "refused") {
			status = http.StatusRequestEntityTooLarge
		} else if !strings.Contains(string(b), "stumbles") {
			x.sendOn(w, string(b))
			return
		}
		w.WriteHeader(status)
		io.WriteString(w, `{"field":"","message":"no"}`)
	})
	x.intake.Store(&refuse)
	for i, words := range []string{"refused", "stumbles", "third", "fourth"} {
		x.do(fmt.Sprintf(`outbox.put({ id: "0198c7d2-0000-7000-8000-00000000020%d", captured_at: new Date().toISOString(), lang: "en", mood: 2, topics: [], text: %q, final: true }, { api: "/api/v1/submissions", key: "" })`, i, words))
	}
	x.stored("the two behind", func(l []store.ExportedSubmission) bool { return texts(l) == "third|fourth" })
	x.waiting(2)
	if n := evaluate[int](x, `outbox.state().then((s) => s.parked)`); n != 1 {
		t.Errorf("%d need a person, want 1", n)
	}
	x.intake.Store(nil)
	x.do(`outbox.retry()`)
	x.stored("all", func(l []store.ExportedSubmission) bool { return len(l) == 4 })
	x.waiting(0)
}

// sendOn hands words to the reception as the tablet.
func (x *tablet) sendOn(w http.ResponseWriter, body string) {
	status, _, answer := x.ask("POST", "/api/v1/submissions", "application/json", body)
	w.WriteHeader(status)
	io.WriteString(w, answer)
}

// A day without a network: 200 people, all there within a minute of its
// return, in their order, with the time at which they spoke and no gap.
func TestTwoHundredDrainWithinAMinute(t *testing.T) {
	x := openTablet(t)
	x.gone.Store(true)
	x.do(`outbox.times.wait = 1e9; const from = Date.now() - 8 * 3600e3; window.kept = 0;
		(async () => { for (let i = 0; i < 200; i++) {
			await outbox.put({ id: "0198c7d2-0000-7000-8000-" + String(i).padStart(12, "0"), captured_at: new Date(from + i * 144e3).toISOString(), channel: "kiosk", lang: "en", mood: 2, topics: [], text: "person " + i, final: true }, { api: "/api/v1/submissions", key: "" });
			kept++;
		} })()`)
	x.until(`kept === 200`)
	x.waiting(200)
	if n := x.count(); n != 0 {
		t.Fatalf("%d stored while the network was gone", n)
	}
	from := time.Now()
	x.gone.Store(false) // and only the next sign of life finds out
	deadline := time.After(60 * time.Second)
	for x.count() < 200 {
		select {
		case <-deadline:
			t.Fatalf("%d of 200 after a minute", x.count())
		case <-time.After(100 * time.Millisecond):
		}
	}
	t.Logf("all there after %v", time.Since(from))
	x.waiting(0)
	var last time.Time
	for i, s := range x.all() {
		if s.Text != fmt.Sprint("person ", i) || !s.CapturedAt.After(last) || s.Seq != int64(i+1) {
			t.Fatalf("place %d: %q captured %v, number %d", i, s.Text, s.CapturedAt, s.Seq)
		}
		last = s.CapturedAt
	}
	devices, err := x.store.Devices(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	runs, err := x.store.SequenceGaps(t.Context(), devices[0].ID)
	if err != nil || len(runs) != 1 || runs[0].Highest != 200 || runs[0].Lost() != 0 {
		t.Errorf("numbers: %+v, %v; want one run of 200 without a gap", runs, err)
	}
}

// Whatever the tablet's clock does, nothing is thrown away by age.
func TestWordsOutliveATabletsClock(t *testing.T) {
	for name, days := range map[string]int{"400 days ahead": 400, "a day behind": -1} {
		t.Run(name, func(t *testing.T) {
			x := openTablet(t)
			x.gone.Store(true)
			x.say("said before the clock jumped")
			x.until(`document.body.dataset.kept`)
			x.do(fmt.Sprintf(`const D = Date, off = %d * 864e5; Date = class extends D { constructor(...a) { if (a.length) super(...a); else super(D.now() + off); } static now() { return D.now() + off; } };
				document.querySelector(".s-kept [data-done]").click()`, days))
			x.say("said after it")
			x.until(`document.body.dataset.kept`)
			x.waiting(2)
			x.gone.Store(false)
			x.do(`dispatchEvent(new Event("online"))`)
			x.waiting(0)
			l := x.all()
			if texts(l) != "said before the clock jumped|said after it" {
				t.Errorf("stored %+v", l)
			}
		})
	}
}

func TestClosedStorageIsOpenedAgain(t *testing.T) {
	x := openTablet(t)
	x.gone.Store(true)
	x.do(`const real = IDBDatabase.prototype.transaction; window.thrown = 0;
		IDBDatabase.prototype.transaction = function (...a) { if (!thrown++) throw new DOMException("closed", "InvalidStateError"); return real.apply(this, a); }`)
	x.say("Storage was closed once")
	x.until(`thrown > 1 && document.body.dataset.kept`)
	x.waiting(1)
	x.gone.Store(false)
	x.do(`outbox.wake()`)
	x.stored("the words", func(l []store.ExportedSubmission) bool { return texts(l) == "Storage was closed once" })
}

// "Saved" is said once the browser has written the words through to the disk,
// not when it has taken them over.
func TestKeptIsSaidOnlyWhenTheDiskHasIt(t *testing.T) {
	x := openTablet(t)
	x.gone.Store(true)
	x.do(`const real = IDBDatabase.prototype.transaction; window.durable = new Set(); window.held = [];
		IDBDatabase.prototype.transaction = function (names, mode, how) {
			const t = real.call(this, names, mode, how);
			if (mode !== "readwrite") return t;
			durable.add(how && how.durability);
			let done;
			Object.defineProperty(t, "oncomplete", { set(f) { done = f; }, get() { return done; } });
			t.addEventListener("complete", (e) => held.push(() => done(e)));
			return t;
		}`)
	x.say("Written through")
	x.until(`held.length > 0`)
	if said := evaluate[bool](x, `document.body.dataset.screen === "thanks" || !!document.body.dataset.kept`); said {
		t.Error("the thanks came before the disk had it")
	}
	x.do(`IDBDatabase.prototype.letGo = setInterval(() => { while (held.length) held.shift()(); }, 20)`)
	x.until(`document.body.dataset.screen === "thanks" && document.body.dataset.kept`)
	if durability := evaluate[string](x, `[...durable].join()`); durability != "strict" {
		t.Errorf("written with durability %q, want strict alone", durability)
	}
}

// Where nothing can be stored and nothing can be sent, the words stay on the
// screen and a person is offered.
func TestWordsStayOnTheScreenWhereNothingCanBeKept(t *testing.T) {
	x := openTablet(t)
	x.do(`IDBDatabase.prototype.transaction = () => { throw new DOMException("closed", "InvalidStateError"); }`)
	x.gone.Store(true)
	x.say("Storage is broken")
	x.until(`document.getElementById("line").textContent.includes("paper card") && document.getElementById("line").textContent.includes("at the desk")`)
	x.until(`document.body.dataset.screen === "words" && document.getElementById("text").value === "Storage is broken" && !document.getElementById("text").readOnly`)
	x.gone.Store(false)
	x.do(`document.getElementById("send").click()`)
	x.until(`document.body.dataset.screen === "thanks" && !document.body.dataset.kept && document.querySelector(".qr")`)
	if l := x.all(); texts(l) != "Storage is broken" {
		t.Errorf("stored %+v", l)
	}
}

// Without https there is no service worker, but words are kept all the same.
func TestTabletOverPlainHTTPKeepsWords(t *testing.T) {
	x := newTablet(t)
	x.launch(t.TempDir(), "host-resolver-rules", "MAP reception.lan 127.0.0.1")
	x.url = strings.Replace(x.url, "127.0.0.1", "reception.lan", 1)
	x.open("/kiosk")
	if evaluate[bool](x, `isSecureContext`) {
		t.Fatal("this is a secure context: the test shows nothing")
	}
	unavailable := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) })
	x.intake.Store(&unavailable)
	x.say("Over plain http")
	x.until(`document.body.dataset.kept`)
	x.openHealth()
	x.until(`document.getElementById("verdict").dataset.state === "http" && document.getElementById("verdict").textContent.includes("Keep this page open") && document.querySelector("#row-queue dd").textContent === "1"`)
	x.intake.Store(nil)
	x.open("/kiosk")
	x.stored("after the page was loaded anew", func(l []store.ExportedSubmission) bool { return texts(l) == "Over plain http" })
	x.waiting(0)
}

// The health page shows numbers only, works without the server, and gives what
// waits as a file with two touches: holding the name, and one button.
func TestStaffSaveWhatWaitsWithTwoTouches(t *testing.T) {
	x := openTablet(t)
	x.offlineReady()
	x.gone.Store(true)
	x.say("A secret about the sauna")
	x.until(`document.body.dataset.kept`)
	x.do(`const logo = document.querySelector(".k-left .logo"); logo.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }))`)
	x.until(`location.pathname === "/kiosk/health" && document.querySelector("#row-queue dd").textContent === "1" && !document.getElementById("export").hidden`)
	page := evaluate[string](x, `document.documentElement.outerHTML`)
	lacks(t, page, "A secret about the sauna")
	x.do(`URL.createObjectURL = (blob) => { blob.text().then((s) => { window.saved = s; }); return "#"; }; HTMLAnchorElement.prototype.click = function () { window.named = this.download; }; document.getElementById("export").click()`)
	x.until(`window.saved && /^yousaid-lp-\d{4}-\d\d-\d\d\.json$/.test(named)`)
	var file []map[string]any
	if err := json.Unmarshal([]byte(evaluate[string](x, `saved`)), &file); err != nil || len(file) != 1 || file[0]["text"] != "A secret about the sauna" || file[0]["seq"] != 1.0 {
		t.Fatalf("file %v, %v", file, err)
	}
	x.gone.Store(false)
	in := waitingAt(t, x.store, x.site)
	if done, err := in.TakeIn(t.Context(), strings.NewReader(evaluate[string](x, `saved`))); err != nil || done.New != 1 || len(done.Refused) != 0 {
		t.Errorf("taking the file in: %+v, %v", done, err)
	}
	one, err := json.Marshal(file[0])
	if err != nil {
		t.Fatal(err)
	}
	if status, got := x.submit(string(one), ""); status != http.StatusCreated {
		t.Errorf("handing in what the file holds: %d %v", status, got)
	}
	x.do(`document.getElementById("now").click()`)
	x.waiting(0)
	x.until(`document.getElementById("export").hidden`)
	if n := x.count(); n != 1 {
		t.Errorf("%d stored", n)
	}
}

// Green only if the tablet starts without the server and the browser may not
// clear what waits.
func TestOfflineReadyIsSaidOnlyIfItIs(t *testing.T) {
	x := openTablet(t)
	x.offlineReady()
	x.openHealth()
	x.until(`document.getElementById("row-worker").className === "good" && document.getElementById("row-https").className === "good" && document.querySelector("#row-https dd").textContent.includes("its own computer")`)
	x.do(`StorageManager.prototype.persisted = StorageManager.prototype.persist = async () => false; health.persist()`)
	x.until(`document.getElementById("verdict").dataset.state === "no" && document.getElementById("row-persisted").className === "bad"`)
	x.do(`StorageManager.prototype.persisted = async () => true; health.persist()`)
	x.until(`document.getElementById("verdict").dataset.state === "ready"`)
}

// A network's sign-in page, an error page and half a page never take the place
// of the kept one; a tablet that was taken out of use says so and keeps the words.
func TestOnlyOurOwnPageIsKeptAndShown(t *testing.T) {
	x := openTablet(t)
	x.offlineReady()
	for name, fault := range map[string]*atomic.Bool{"another's page": &x.broken, "hangs": &x.hung, "gone": &x.gone} {
		fault.Store(true)
		from := time.Now()
		x.open("/kiosk")
		x.until(`document.querySelectorAll("label.faceb").length >= 4`)
		if took := time.Since(from); took > 6*time.Second {
			t.Errorf("%s: the page took %v", name, took)
		}
		fault.Store(false)
	}
	x.broken.Store(true)
	x.say("Kept through a revocation")
	x.until(`document.body.dataset.kept`)
	devices, err := x.store.Devices(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := x.store.RevokeDevice(t.Context(), store.System(), devices[0].ID); err != nil {
		t.Fatal(err)
	}
	x.broken.Store(false)
	if err := chromedp.Do(x.ctx, chromedp.Navigate(x.url+"/kiosk")); err != nil {
		t.Fatal(err)
	}
	x.until(`!document.getElementById("say") && document.body.innerText.toLowerCase().includes("not paired")`)
	got := evaluate[int](x, `new Promise((done) => { indexedDB.open("yousaid").onsuccess = (e) => { e.target.result.transaction("items").objectStore("items").count().onsuccess = (c) => done(c.target.result); }; })`)
	if got != 1 {
		t.Errorf("%d wait on the tablet that was taken out of use, want 1", got)
	}
}

// One page of a browser sends for all, so nothing is sent twice.
func TestTwoPagesSendOnce(t *testing.T) {
	x := openTablet(t)
	x.do(`const f = document.createElement("iframe"); f.src = "/kiosk/health"; document.body.append(f)`)
	x.until(`document.querySelector("iframe").contentDocument.querySelector("#row-queue dd").textContent === "0"`)
	x.gone.Store(true)
	x.say("Once is enough")
	x.until(`document.body.dataset.kept`)
	before := x.posts.Load()
	x.gone.Store(false)
	x.do(`outbox.wake(); dispatchEvent(new Event("online")); document.querySelector("iframe").contentWindow.dispatchEvent(new Event("online"))`)
	x.waiting(0)
	if sent := x.posts.Load() - before; sent > 1 || x.count() != 1 {
		t.Errorf("sent %d times, stored %d", sent, x.count())
	}
}

// The next person finds nothing of the last one, network or not.
func TestNothingOfThePersonBeforeIsLeftOffline(t *testing.T) {
	x := openTablet(t)
	x.offlineReady()
	x.do(`document.querySelector(".lang[lang=uk]").click()`)
	x.until(`document.documentElement.lang === "uk"`)
	x.gone.Store(true)
	x.say("Нікому не кажіть")
	x.until(`document.body.dataset.kept && document.querySelector(".s-kept").textContent.includes("Збережено на цьому планшеті")`)
	x.do(`document.querySelector(".s-kept [data-done]").click()`)
	x.screen("start")
	x.until(`document.documentElement.lang === "en" && !document.documentElement.outerHTML.includes("Нікому не кажіть") && ![...document.querySelectorAll("textarea,input")].some((e) => e.value.includes("Нікому")) && !document.querySelector(":checked")`)
	x.until(`history.length <= 2`)
	if found := evaluate[string](x, `caches.keys().then(async (names) => { let all = ""; for (const n of names) for (const r of await (await caches.open(n)).keys()) all += await (await caches.match(r)).text(); return all.includes("Нікому") ? "found" : ""; })`); found != "" {
		t.Error("what was said stands in the cache of pages")
	}
	x.waiting(1)
}

// kills is how often the browser is killed between sending and the answer.
const kills = 25

// The browser is killed while words are on their way: none is lost, none is
// there twice. Half of them had arrived, half had not.
func TestKilledBrowserLosesAndDoublesNothing(t *testing.T) {
	n := kills
	if os.Getenv("YOUSAID_KILLS") != "" {
		fmt.Sscan(os.Getenv("YOUSAID_KILLS"), &n)
	}
	x := newTablet(t)
	profile := t.TempDir()
	took := make(chan struct{}, 1000)
	var round atomic.Int64
	stall := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		i := round.Load()
		if !strings.Contains(string(b), fmt.Sprintf(`"person %d"`, i)) {
			x.sendOn(w, string(b)) // of a round before, or only a touch
			return
		}
		if i%2 == 0 {
			if status, _, _ := x.ask("POST", "/api/v1/submissions", "application/json", string(b)); status != http.StatusCreated {
				t.Errorf("status %d", status)
			}
		}
		took <- struct{}{}
		<-r.Context().Done()
	})
	x.intake.Store(&stall)
	for i := range n {
		round.Store(int64(i))
		x.launchAgain(profile)
		x.open("/kiosk")
		x.say(fmt.Sprintf("person %d", i))
		select {
		case <-took:
		case <-time.After(15 * time.Second):
			t.Fatalf("round %d: nothing was sent", i)
		}
		x.killBrowser()
	}
	x.intake.Store(nil)
	x.launchAgain(profile)
	x.open("/kiosk")
	x.waiting(0)
	found := map[string]int{}
	for _, s := range x.all() {
		found[s.Text]++
	}
	for i := range n {
		if name := fmt.Sprintf("person %d", i); found[name] != 1 {
			t.Errorf("%s is there %d times", name, found[name])
		}
	}
	if len(found) != n {
		t.Errorf("%d different words of %d people", len(found), n)
	}
}

// launchAgain starts a browser over a profile whose last one was killed.
func (x *tablet) launchAgain(profile string) {
	x.t.Helper()
	for _, lock := range []string{"SingletonLock", "SingletonCookie", "SingletonSocket"} {
		os.Remove(filepath.Join(profile, lock))
	}
	x.launch(profile)
}

// killBrowser is a power cut to the tablet's browser.
func (x *tablet) killBrowser() {
	x.t.Helper()
	p := chromedp.FromContext(x.ctx).Browser.Process()
	if err := p.Signal(syscall.SIGKILL); err != nil {
		x.t.Fatal(err)
	}
	p.Wait()
}

// Times for staff are the place's, whatever the tablet's own clock is set to.
func TestTheHealthPageSpeaksThePlacesClock(t *testing.T) {
	x := openTablet(t)
	_, err := chromedp.Run(x.ctx, func(ctx context.Context, page *chromedp.Target) (cdp.Empty, error) {
		return cdp.Call(ctx, page, emulation.SetTimezoneOverride, emulation.SetTimezoneOverrideParams{TimezoneID: "America/New_York"})
	})
	if err != nil {
		t.Fatal(err)
	}
	x.openHealth()
	x.do(`outbox.state = async () => ({ queue: 1, parked: 0, seq: 1, oldest: "2026-11-22T12:48:00Z" })`)
	x.until(`document.querySelector("#row-oldest dd").textContent === "Sun 22 Nov, 14:48" || document.querySelector("#row-oldest dd").textContent === "Sun, 22 Nov, 14:48"`)
}
