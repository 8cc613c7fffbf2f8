package main

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/yousaid/yousaid/store"
)

// writing brings a phone to the step of the words, with some written.
func writing(t *testing.T, phone context.Context, address string) {
	t.Helper()
	do(t, phone, "the form", chromedp.Navigate(address), visible("label[for=mood-2]"))
	mustRun(t, phone, `document.querySelector("label[for=mood-2]").click(), 0`)
	await(t, phone, "the second step", `document.body.dataset.screen === "about"`, 5*time.Second)
	mustRun(t, phone, `document.querySelector("[name=topic]").click(), document.getElementById("next").click(), 0`)
	await(t, phone, "the words", `document.body.dataset.screen === "words"`, 5*time.Second)
	mustRun(t, phone, `[["text", "The showers are cold"], ["contact", "ada@example.org"]].forEach(([id, v]) => { const e = document.getElementById(id); e.value = v; e.dispatchEvent(new Event("input", { bubbles: true })); }), 0`)
}

const (
	withWords = `document.getElementById("text")?.value === "The showers are cold" && document.getElementById("mood-2")?.checked && document.querySelectorAll("[name=topic]:checked").length === 1`
	nothing   = `document.getElementById("text")?.value === "" && !document.querySelector("#say :checked")`
)

// Back on somebody's own phone goes one step back and from the first one away,
// Forward and loading anew bring back what was written, but never how to reach
// the person, and once it is sent it is gone.
func TestBackOnAPhoneLosesNoWords(t *testing.T) {
	x := inhabit(t)
	server := served(t, x)
	phone := browser(t, 390, 844)
	do(t, phone, "a page before", chromedp.Navigate(server+"/board"), visible("body"))
	writing(t, phone, server+"/at/linden-park?lang=en")
	on := func(what, screen, more string) {
		t.Helper()
		await(t, phone, what, `document.body.dataset.screen === "`+screen+`" && `+more, 8*time.Second)
	}
	mustRun(t, phone, `history.back(), 0`)
	on("one step back", "about", withWords)
	mustRun(t, phone, `document.getElementById("back").click(), 0`)
	on("and with the page's own button", "start", withWords)
	await(t, phone, "which is one entry back as well", `history.state.path.length === 1`, 5*time.Second)
	mustRun(t, phone, `history.go(2), 0`)
	on("forward again", "words", withWords)
	do(t, phone, "anew", chromedp.Reload(), visible("#text"))
	on("the same step", "words", withWords+` && document.getElementById("contact").value === "" && !JSON.stringify({ ...sessionStorage }).includes("ada@")`)
	mustRun(t, phone, `history.go(-3), 0`)
	await(t, phone, "away from the first step", `!document.getElementById("say")`, 8*time.Second)
	mustRun(t, phone, `history.forward(), 0`)
	on("and back here", "start", withWords)
	mustRun(t, phone, `document.querySelector("label[for=mood-2]").click(), 0`)
	on("the second step again", "about", withWords)
	mustRun(t, phone, `document.getElementById("next").click(), document.getElementById("send").click(), 0`)
	on("thanks", "thanks", `!Object.keys(sessionStorage).some((k) => k.startsWith("written:"))`)
	mustRun(t, phone, `history.back(), 0`)
	on("Back after the thanks begins anew", "start", nothing)
	var said []string
	each := func(s store.ExportedSubmission) error { said = append(said, s.Text); return nil }
	if err := x.store.EachSubmission(t.Context(), each); err != nil || strings.Join(said, "|") != "The showers are cold" {
		t.Errorf("stored %q, %v; want one person, once", said, err)
	}
}

// What was written on a phone stands there for half an hour; on a tablet, which
// everybody uses, not even that.
func TestWhatWasWrittenStaysNowhereForLong(t *testing.T) {
	x := inhabit(t)
	server := served(t, x)
	phone := browser(t, 390, 844)
	writing(t, phone, server+"/at/linden-park?lang=en")
	mustRun(t, phone, `Object.keys(sessionStorage).filter((k) => k.startsWith("written:")).forEach((k) => { const was = JSON.parse(sessionStorage[k]); was.at -= 1800001; sessionStorage[k] = JSON.stringify(was); }), 0`)
	do(t, phone, "half an hour later", chromedp.Reload(), visible("label[for=mood-2]"))
	await(t, phone, "nothing stands there", nothing+` && !Object.keys(sessionStorage).some((k) => k.startsWith("written:")) && document.body.dataset.screen === "start"`, 5*time.Second)
	tablet := pairedTablet(t, server, x)
	writing(t, tablet, server+"/kiosk?lang=en")
	await(t, tablet, "no tablet keeps it, nor goes back", `!JSON.stringify({ ...sessionStorage }).includes("showers") && history.state === null`, 5*time.Second)
}

// pairedTablet is a browser that has become the tablet of x.
func pairedTablet(t *testing.T, server string, x *inhabited) context.Context {
	t.Helper()
	tablet := browser(t, 1280, 800)
	do(t, tablet, "pairing", chromedp.Navigate(server+x.link(t)), click("#offer button"), visible("label[for=mood-2]"))
	return tablet
}

// Within five seconds of being taken out of use a tablet is no form any more:
// where nobody stands, and where somebody only tapped. What was tapped waits on
// it; whoever is typing finishes, and is no longer followed by anybody.
func TestATabletOutOfUseIsNoFormWithinFiveSeconds(t *testing.T) {
	for name, c := range map[string]struct{ before, after, then string }{
		"nobody stands there": {then: `document.querySelector("[role=status][data-waits]").hidden`},
		"somebody taps": {before: `document.querySelector("label[for=mood-2]").click(), 0`,
			then: `document.querySelector("[role=status][data-waits]").textContent.includes("1")`},
		"a tap tells at once": {after: `document.querySelector("label[for=mood-2]").click(), 0`,
			then: `document.querySelector("[role=status][data-waits]").textContent.includes("1")`},
	} {
		x := inhabit(t)
		server := served(t, x)
		tablet := pairedTablet(t, server, x)
		if c.before != "" {
			mustRun(t, tablet, c.before)
			await(t, tablet, name, `document.body.dataset.screen === "about"`, 5*time.Second)
		}
		d, err := x.store.DeviceByToken(x.tablet)
		if err != nil {
			t.Fatal(err)
		}
		if err := x.store.RevokeDevice(t.Context(), store.System(), d.ID); err != nil {
			t.Fatal(err)
		}
		if c.after != "" {
			mustRun(t, tablet, c.after)
		} else if c.before != "" {
			mustRun(t, tablet, `document.querySelector("[name=topic]").click(), 0`)
		}
		await(t, tablet, name+": no form any more", `!document.getElementById("say") && !!document.getElementById("code")`, 5*time.Second)
		await(t, tablet, name+": what waits", c.then, 5*time.Second)
	}
}

// Whoever is typing when a tablet is taken out of use may finish, is told what is
// true, and is the last one.
func TestWhoeverTypesOnATabletOutOfUseMayFinish(t *testing.T) {
	x := inhabit(t)
	server := served(t, x)
	tablet := pairedTablet(t, server, x)
	writing(t, tablet, server+"/kiosk?lang=en")
	d, err := x.store.DeviceByToken(x.tablet)
	if err != nil {
		t.Fatal(err)
	}
	if err := x.store.RevokeDevice(t.Context(), store.System(), d.ID); err != nil {
		t.Fatal(err)
	}
	await(t, tablet, "the tablet knows", `(health.alive(), health.offline() === "unpaired")`, 8*time.Second)
	await(t, tablet, "the words stand", `document.getElementById("text").value === "The showers are cold"`, time.Second)
	mustRun(t, tablet, `document.getElementById("send").click(), 0`)
	await(t, tablet, "they are kept", `document.body.dataset.screen === "thanks" && document.body.dataset.kept === "yes"`, 8*time.Second)
	mustRun(t, tablet, `document.querySelector("#thanks [data-done]").click(), 0`)
	await(t, tablet, "no form any more", `!document.getElementById("say") && document.querySelector("[role=status][data-waits]")?.textContent.includes("1")`, 8*time.Second)
}
