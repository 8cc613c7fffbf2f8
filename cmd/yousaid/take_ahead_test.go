package main

import (
	"testing"
	"time"
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
