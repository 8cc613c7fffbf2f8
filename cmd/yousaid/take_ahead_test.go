package main

import (
	"context"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Whoever presses N and types on at once loses no letter.
func TestTypingRightAfterNLosesNoLetter(t *testing.T) {
	x := inhabit(t)
	server := served(t, x)
	ctx := ownerAt(t, server, "/desk")
	do(t, ctx, "the desk", visible("a[aria-keyshortcuts=n]"))
	await(t, ctx, "typing at once", `[..."nWater is cold"].forEach((key, i) => document.body.dispatchEvent(new KeyboardEvent("keydown", { key, code: i ? "" : "KeyN", bubbles: true, cancelable: true }))) === undefined`, 5*time.Second)
	await(t, ctx, "every letter", `document.querySelector("#take textarea")?.value === "Water is cold"`, 10*time.Second)
	await(t, ctx, "the cursor is there", `document.activeElement === document.querySelector("#take textarea")`, 5*time.Second)
}

// An n that follows takes nothing back of what was typed since N was pressed; a
// page that was reached otherwise catches no keys.
func TestTypingNAfterNLosesNoLetter(t *testing.T) {
	x := inhabit(t)
	server := served(t, x)
	ctx := ownerAt(t, server, "/desk")
	do(t, ctx, "the desk", visible("a[aria-keyshortcuts=n]"))
	mustRun(t, ctx, `document.querySelector("a[aria-keyshortcuts=n]").addEventListener("click", (e) => e.preventDefault()), 0`)
	mustRun(t, ctx, `[..."nnone"].forEach((key) => document.body.dispatchEvent(new KeyboardEvent("keydown", { key, code: key === "n" ? "KeyN" : "", bubbles: true, cancelable: true }))), 0`)
	await(t, ctx, "what was kept", `sessionStorage.getItem("typed:ahead") === "none"`, 5*time.Second)
	do(t, ctx, "another page", chromedp.Navigate(server+"/desk"), visible("a[aria-keyshortcuts=n]"))
	await(t, ctx, "nothing is caught there", `sessionStorage.getItem("typed:ahead") === null`, 5*time.Second)
}

// Letters that reach the field before its script runs are there once, behind
// those that were typed on the way.
func TestTypingBeforeTheScriptRunsIsKeptOnce(t *testing.T) {
	x := inhabit(t)
	server := served(t, x)
	ctx := ownerAt(t, server, "/desk")
	mustRun(t, ctx, `sessionStorage.setItem("typed:ahead", "Wa"), 0`)
	before := `new MutationObserver((_, o) => { const f = document.querySelector("#take textarea"); if (f && document.readyState === "loading") { f.value = "ter is cold"; o.disconnect(); } }).observe(document, { childList: true, subtree: true })`
	_, err := chromedp.Run(ctx, func(ctx context.Context, target *chromedp.Target) (cdppage.AddScriptToEvaluateOnNewDocumentResult, error) {
		return cdp.Call(ctx, target, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: before})
	})
	if err != nil {
		t.Fatal(err)
	}
	do(t, ctx, "the page", chromedp.Navigate(server+"/desk/take"), visible("#take textarea"))
	await(t, ctx, "every letter once", `document.querySelector("#take.keys textarea")?.value === "Water is cold"`, 10*time.Second)
}
