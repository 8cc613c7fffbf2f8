package main

import (
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
)

// TestTypedWordsOutliveTheSession ends a session while somebody types: the
// page says so, keeps the words, and has them again after signing in.
func TestTypedWordsOutliveTheSession(t *testing.T) {
	x := inhabit(t)
	said := storetest.Say(t, x.store, x.site.ID, 1, "The lockers jam", "equipment")
	server, ctx := served(t, x), browser(t, 1280, 800)
	signIn := func() {
		t.Helper()
		do(t, ctx, "signing in", visible("input[name=email]"), chromedp.SendKeys(chromedp.CSS("input[name=email]"), "owner@example.org"),
			chromedp.SendKeys(chromedp.CSS("input[name=password]"), testPassword+"\r"), visible("#answer"))
	}
	item := server + "/desk/c/" + said.Complaint.String() + "?topic=equipment"
	do(t, ctx, "the item", chromedp.Navigate(item))
	signIn()
	do(t, ctx, "typing", chromedp.SendKeys(chromedp.CSS("#answer"), "New locks"))
	await(t, ctx, "the words are kept", `sessionStorage.length === 0 && document.getElementById("answer").defaultValue === "New locks"`, 5*time.Second)
	users, err := x.store.Users(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range users {
		if err := x.store.EndSessions(t.Context(), store.System(), u.ID); err != nil {
			t.Fatal(err)
		}
	}
	do(t, ctx, "typing on", chromedp.SendKeys(chromedp.CSS("#answer"), " on Monday"))
	await(t, ctx, "the page says so", `document.querySelectorAll("#out .note a[target=_blank]").length === 1`, 5*time.Second)
	if got := text(t, ctx, "#out"); got == "" {
		t.Error("the notice says nothing")
	}
	axe(t, ctx, "signed out while typing")
	await(t, ctx, "nothing is lost", `document.getElementById("answer").value === "New locks on Monday"`, time.Second)
	do(t, ctx, "going on in the same tab", chromedp.Navigate(item))
	signIn()
	await(t, ctx, "the words are there again", `document.getElementById("answer").value === "New locks on Monday"`, 5*time.Second)
	do(t, ctx, "sending", click(`.ft button[value=answer]`), visible(".note"))
	await(t, ctx, "sent words are forgotten", `Object.keys(sessionStorage).length === 0 && document.getElementById("answer").value === ""`, 5*time.Second)
	mustRun(t, ctx, `sessionStorage.setItem("typed:9:/x", "{}"); document.querySelector("form[action='/signout']").requestSubmit(); 0`)
	await(t, ctx, "signing out forgets what was typed", `location.pathname === "/signin" && sessionStorage.length === 0`, 5*time.Second)
}
