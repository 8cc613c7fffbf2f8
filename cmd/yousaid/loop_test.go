package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// demo is a running demo and what it printed.
type demo struct {
	*started
	pair string
}

func startDemo(t testing.TB) demo {
	t.Helper()
	s := start(t, "demo")
	m := regexp.MustCompile(`/pair/\w+`).FindString(s.said)
	if m == "" {
		t.Fatalf("the demo named no tablet:\n%s", s.said)
	}
	return demo{s, m}
}

// do runs browser steps and names the one that failed.
func do(t testing.TB, ctx context.Context, what string, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}

// text reads what a person would.
func text(t testing.TB, ctx context.Context, selector string) string {
	t.Helper()
	s, err := chromedp.Run(ctx, chromedp.Evaluate[string](fmt.Sprintf(`(document.querySelector(%q) || {innerText: ""}).innerText`, selector)))
	if err != nil {
		t.Fatalf("reading %s: %v", selector, err)
	}
	return s
}

// await waits until an expression holds in the page and gives how long that took.
func await(t testing.TB, ctx context.Context, what, expression string, atMost time.Duration) time.Duration {
	t.Helper()
	from := time.Now()
	for time.Since(from) < atMost {
		ok, err := chromedp.Run(ctx, chromedp.Evaluate[bool](expression))
		if err == nil && ok {
			return time.Since(from)
		}
		time.Sleep(10 * time.Millisecond) // between two looks at another process; no clock to inject
	}
	t.Fatalf("%s: not within %v", what, atMost)
	return 0
}

func click(selector string) chromedp.Action[chromedp.Void] {
	return chromedp.Click(chromedp.CSS(selector))
}

func visible(selector string) chromedp.Action[chromedp.Void] {
	return chromedp.WaitVisible(chromedp.CSS(selector))
}

// sayOnTablet goes through the tablet as a customer would and gives the code.
func sayOnTablet(t testing.TB, ctx context.Context, d demo, words string) (code, status string) {
	t.Helper()
	do(t, ctx, "pairing the tablet", chromedp.EmulateViewport(1280, 800, chromedp.EmulateTouch), chromedp.Navigate(d.URL+d.pair), click("#offer button"), visible("label[for=mood-2]"))
	axe(t, ctx, "tablet, start")
	do(t, ctx, "touching a face", chromedp.Tap(chromedp.CSS("label[for=mood-2]")), visible("label[for=topic-waiting]"))
	axe(t, ctx, "tablet, about")
	do(t, ctx, "Waiting time", chromedp.Tap(chromedp.CSS("label[for=topic-waiting]")), chromedp.Tap(chromedp.CSS("#next")), visible("#text"))
	axe(t, ctx, "tablet, words")
	do(t, ctx, "own words", chromedp.SendKeys(chromedp.CSS("#text"), words), chromedp.Tap(chromedp.CSS("#send")), visible(".code"))
	axe(t, ctx, "tablet, thanks")
	code = strings.TrimSpace(text(t, ctx, ".code"))
	if !regexp.MustCompile(`^LP-[2-9A-HJ-NP-Z]{4}$`).MatchString(code) {
		t.Fatalf("code %q", code)
	}
	return code, qrOf(t, ctx, d.URL+"/s/")
}

// qrOf finds the address of a QR on the page by reading the picture of it.
func qrOf(t testing.TB, ctx context.Context, prefix string) string {
	t.Helper()
	png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "screen.png")
	if err := os.WriteFile(name, png, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("zbarimg", "-q", "--raw", name).Output()
	if err != nil {
		t.Fatalf("no QR can be read from the screen: %v", err)
	}
	for line := range strings.Lines(string(out)) {
		if strings.HasPrefix(line, prefix) {
			return strings.TrimSpace(line)
		}
	}
	t.Fatalf("QR says %q, want %s…", out, prefix)
	return ""
}

// TestTheWholeLoop is the main job, as people do it: a customer says something
// on the tablet, staff group it, act and answer, the whiteboard that was open
// all the time shows it, the customer reads the answer, the owner prints cards.
func TestTheWholeLoop(t *testing.T) {
	d := startDemo(t)
	board := browser(t, 1920, 1080)
	do(t, board, "opening the whiteboard", chromedp.Navigate(d.URL+"/board/linden-park"), visible(".row"))
	axe(t, board, "whiteboard")
	await(t, board, "the board is live", `document.body.dataset.live === "live" && !!document.body.dataset.heard`, 5*time.Second)
	mustRun(t, board, `window.sameBoard = true; 0`)

	tablet := browser(t, 1280, 800)
	code, status := sayOnTablet(t, tablet, d, "На сайті було дешевше, ніж на касі, і черга на двадцять хвилин.")

	desk := signIn(t, d, "marta@lindenpark.example")
	do(t, desk, "searching the code", chromedp.SendKeys(chromedp.CSS("input[name=q]"), code+"\r"))
	await(t, desk, "it is on top", `document.querySelector(".it").innerText.includes("На сайті було дешевше")`, 5*time.Second)
	do(t, desk, "opening it", click(".it a"), visible(".dup"))
	axe(t, desk, "desk, item")
	do(t, desk, "grouping", click(`.dup button[formaction*="/group"]`))
	await(t, desk, "the group stands together", `!!document.querySelector(".vs")`, 5*time.Second)
	await(t, board, "27 people on the open board", `document.querySelector(".rows").innerText.includes("27")`, time.Second)

	id := regexp.MustCompile(`/desk/c/(\d+)`).FindStringSubmatch(address(t, desk))[1]
	do(t, desk, "owner, action and answer", chromedp.SetValue(chromedp.CSS("#action"), "One price list everywhere"),
		chromedp.SendKeys(chromedp.CSS("#answer"), "You were right. From Monday there is one price list."), click(`.ft button[value=answer], footer button[value=answer]`))
	await(t, desk, "the answer stands on the page", `document.body.innerText.includes("From Monday there is one price list")`, 5*time.Second)
	do(t, desk, "the board's editor", chromedp.Navigate(d.URL+"/desk/board/"+id), visible(`[name="do.en"]`))
	axe(t, desk, "desk, board editor")
	const sentence = "One list from Monday: desk, wall and web."
	do(t, desk, "wording", chromedp.SetValue(chromedp.CSS(`[name="do.en"]`), sentence), click(`button[value=put]`))
	took := await(t, board, "the new sentence on the open board", fmt.Sprintf(`document.querySelector(".rows").innerText.replace(/\s+/g, " ").includes(%q)`, sentence), time.Second)
	t.Logf("the open board showed it %v after the press", took)
	if same, err := chromedp.Run(board, chromedp.Evaluate[bool](`window.sameBoard === true`)); err != nil || !same {
		t.Errorf("the board was loaded anew (%v, %v); want the same page", same, err)
	}

	customer := browser(t, 390, 844)
	do(t, customer, "the status page", chromedp.Navigate(status), visible("main"))
	axe(t, customer, "status page")
	if page := text(t, customer, "main"); !strings.Contains(page, "one price list") || !strings.Contains(page, code) {
		t.Errorf("status page says\n%s\nwant the answer and %s", page, code)
	}
	printAndAnswerACard(t, d)
}

func mustRun(t testing.TB, ctx context.Context, js string) {
	t.Helper()
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[int](js)); err != nil {
		t.Fatalf("%s: %v", js, err)
	}
}

func address(t testing.TB, ctx context.Context) string {
	t.Helper()
	s, err := chromedp.Run(ctx, chromedp.Evaluate[string]("location.href"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func signIn(t testing.TB, d demo, email string) context.Context {
	t.Helper()
	ctx := browser(t, 1280, 800)
	do(t, ctx, "the sign-in page", chromedp.Navigate(d.URL+"/signin"), visible("input[name=email]"))
	axe(t, ctx, "sign-in")
	do(t, ctx, "signing in", chromedp.SendKeys(chromedp.CSS("input[name=email]"), email), chromedp.SendKeys(chromedp.CSS("input[name=password]"), demoPassword+"\r"), visible(".it"))
	axe(t, ctx, "desk, inbox")
	return ctx
}

// printAndAnswerACard prints eight cards as the owner, reads every code off the
// paper, and answers one of them, once.
func printAndAnswerACard(t *testing.T, d demo) {
	t.Helper()
	owner := visitor(t)
	mustPost(t, owner, d.URL+"/signin", "email", "henrik@lindenpark.example", "password", demoPassword)
	pdf := mustPost(t, owner, d.URL+"/office/cards", "lang", "uk", "paper", "a4-4up", "flip", "long", "post", "none", "count", "8", "do", "print")
	if !bytes.HasPrefix(pdf, []byte("%PDF")) {
		t.Fatalf("the print file begins %.60q", pdf)
	}
	codes := readCards(t, pdf)
	if len(codes) != 8 {
		t.Fatalf("%d codes on eight cards: %v", len(codes), codes)
	}
	phone := browser(t, 390, 844)
	do(t, phone, "scanning the card", chromedp.Navigate(codes[3]), visible("label[for=mood-1]"))
	axe(t, phone, "card on the phone")
	do(t, phone, "answering the card", click("label[for=mood-1]"), visible("#next"), click("#next"), visible("#text"),
		chromedp.SendKeys(chromedp.CSS("#text"), "Вода холодна."), click("#send"), visible(".code"))
	do(t, phone, "scanning it again", chromedp.Navigate(codes[3]), visible("main"))
	if again := text(t, phone, "main"); strings.TrimSpace(again) == "" {
		t.Error("an answered card shows nothing")
	}
	if n, err := chromedp.Run(phone, chromedp.Evaluate[int](`document.querySelectorAll("label[for^=mood-]").length`)); err != nil || n != 0 {
		t.Errorf("an answered card asks again (%d faces, %v)", n, err)
	}
}

func mustPost(t *testing.T, c *http.Client, url string, pairs ...string) []byte {
	t.Helper()
	form := make(map[string][]string)
	for i := 0; i < len(pairs); i += 2 {
		form[pairs[i]] = append(form[pairs[i]], pairs[i+1])
	}
	res, err := c.PostForm(url, form)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode >= 400 {
		t.Fatalf("POST %s: %d, %v\n%.500s", url, res.StatusCode, err, b)
	}
	return b
}

// readCards prints to pictures and reads every QR on them.
func readCards(t *testing.T, pdf []byte) []string {
	t.Helper()
	dir := t.TempDir()
	name := filepath.Join(dir, "cards.pdf")
	if err := os.WriteFile(name, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("pdftoppm", "-r", "200", "-png", name, filepath.Join(dir, "page")).CombinedOutput(); err != nil {
		t.Fatalf("pdftoppm: %v\n%s", err, out)
	}
	pages, err := filepath.Glob(filepath.Join(dir, "page*.png"))
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("zbarimg", append([]string{"-q", "--raw"}, pages...)...).Output()
	if err != nil {
		t.Fatalf("zbarimg: %v", err)
	}
	return strings.Fields(string(out))
}
