package kiosk_test

import (
	"strconv"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/yousaid/yousaid/store"
)

// keyboarded is a tablet whose keyboard is always shown, with the words' field
// in front.
func keyboarded(t *testing.T, lang string) *tablet {
	t.Helper()
	x := openTablet(t)
	if err := x.keyboard(store.KeyboardAlways); err != nil {
		t.Fatal(err)
	}
	x.words(lang)
	return x
}

// keyboard sets when the tablet shows its own keyboard.
func (x *tablet) keyboard(k store.Keyboard) error {
	x.t.Helper()
	list, err := x.store.Devices(x.t.Context())
	if err != nil || len(list) != 1 {
		x.t.Fatalf("%v %v", list, err)
	}
	list[0].Keyboard = k
	return x.store.ChangeDevice(x.t.Context(), store.System(), list[0])
}

func (x *tablet) words(lang string) {
	x.t.Helper()
	x.open("/kiosk?lang=" + lang)
	x.do(`window.blocked = []; addEventListener("securitypolicyviolation", (e) => blocked.push(e.violatedDirective + " " + e.blockedURI))`)
	x.do(`document.querySelector("label[for=mood-2]").click()`)
	x.screen("about")
	x.do(`document.getElementById("next").click()`)
	x.screen("words")
}

// key touches a key of the keyboard by what is on it.
func (x *tablet) key(names ...string) {
	x.t.Helper()
	for _, name := range names {
		x.do(`const k = document.querySelector('.keyboard [data-skbtn=' + JSON.stringify(` + strconv.Quote(name) + `) + ']');
			if (!k) throw new Error("no key " + ` + strconv.Quote(name) + `);
			k.dispatchEvent(new PointerEvent("pointerdown", {bubbles: true, pointerType: "touch"}));
			k.dispatchEvent(new PointerEvent("pointerup", {bubbles: true, pointerType: "touch"}))`)
	}
}

func (x *tablet) focus(id string) {
	x.t.Helper()
	if err := chromedp.Do(x.ctx, chromedp.Click(chromedp.CSS("#"+id))); err != nil {
		x.t.Fatal(err)
	}
	x.until(`document.activeElement.id === "` + id + `"`)
	x.until(`document.documentElement.classList.contains("keys") && document.querySelector(".keyboard .hg-button")`)
}

// The keyboard writes as a real one does: capitals, a selection, rubbing out
// whole characters, lines; and the form hears of it.
func TestKeyboardWritesWhereTheCaretIs(t *testing.T) {
	x := keyboarded(t, "en")
	x.do(`window.heard = 0; document.getElementById("text").addEventListener("input", () => heard++)`)
	x.focus("text")
	x.key("T", "o", "o", "{space}", "s", "l", "o", "w", "{bksp}", "{enter}")
	x.until(`document.getElementById("text").value === "Too slo\n" && heard === 10`)
	x.do(`document.getElementById("text").setSelectionRange(0, 3)`)
	x.key("{more}", "7", "{letters}", "a")
	x.until(`document.getElementById("text").value === "7a slo\n" && document.getElementById("text").selectionStart === 2`)
	x.do(`const f = document.getElementById("text"); f.value = "a👩‍👩‍👧"; f.setSelectionRange(9, 9)`)
	x.key("{bksp}")
	x.until(`document.getElementById("text").value === "a"`)
	x.key("{hide}")
	x.until(`!document.documentElement.classList.contains("keys") && getComputedStyle(document.querySelector(".keyboard")).display === "none" && blocked.length === 0`)
}

func TestKeyboardWritesAnAddressInEveryLanguage(t *testing.T) {
	x := keyboarded(t, "uk")
	x.focus("text")
	x.key("Ґ", "є", "і", "ї", "'", "{other}", "a", "{other}", "щ")
	x.until(`document.getElementById("text").value === "Ґєії'aщ"`)
	x.focus("contact")
	x.until(`document.querySelector(".keyboard [data-skbtn='@']")`)
	x.key("m", "@", "x", ".com", "{bksp}", "{bksp}", "{bksp}", "e", "e", "5", "{other}", "ф", "{bksp}")
	x.until(`document.getElementById("contact").value === "m@x.ee5" && blocked.length === 0`)
}

// Every letter of each language is one touch away, and keys are for fingers.
func TestKeyboardHasEveryLetter(t *testing.T) {
	x := keyboarded(t, "en")
	for lang, letters := range map[string]string{"en": "abcdefghijklmnopqrstuvwxyz'?", "de": "abcdefghijklmnopqrstuvwxyzäöüß", "et": "abcdefghijklmnopqrstuvwxyzõäöüšž",
		"ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя", "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя'", "fil": "abcdefghijklmnopqrstuvwxyzñ'"} {
		for _, size := range [][2]int64{{1280, 800}, {800, 1280}, {768, 1024}} {
			if err := chromedp.Do(x.ctx, chromedp.EmulateViewport(size[0], size[1])); err != nil {
				t.Fatal(err)
			}
			x.words(lang)
			for _, field := range []string{"text", "contact"} {
				x.focus(field)
				if field == "text" {
					x.key("{more}")
					x.until(`[...'@–„“"-?!'].every(c => [...document.querySelectorAll(".keyboard .hg-button")].some(k => k.dataset.skbtn === c))`)
					x.until(`[...document.querySelectorAll(".keyboard .hg-button")].every(k => { const r = k.getBoundingClientRect(); return r.width >= 60 && r.height >= 60 && r.left >= 0 && r.right <= innerWidth && r.bottom <= innerHeight; })`)
					x.key("–", "@", "{letters}")
					x.until(`document.getElementById("text").value.endsWith("–@")`)
					x.until(`[...` + strconv.Quote(letters) + `].every(c => [...document.querySelectorAll(".keyboard .hg-button")].some(k => k.dataset.skbtn.toLowerCase() === c || k.dataset.skbtn === "ẞ" && c === "ß"))`)
				}
				x.until(`[...document.querySelectorAll(".keyboard .hg-button")].every(k => { const r = k.getBoundingClientRect(); return r.width >= 60 && r.height >= 60 && r.left >= 0 && r.right <= innerWidth && r.bottom <= innerHeight; })`)
				// The page makes room: nothing of the field is behind the keys.
				x.until(`(() => { const r = document.activeElement.closest(".ci,.box").getBoundingClientRect(), k = document.querySelector(".keyboard").getBoundingClientRect();
					return document.activeElement.id === "` + field + `" && r.top >= 0 && r.bottom <= k.top; })()`)
			}
		}
	}
}

func TestKeyboardComesOnlyWhereItIsWanted(t *testing.T) {
	x := openTablet(t)
	x.words("en")
	if err := chromedp.Do(x.ctx, chromedp.Click(chromedp.CSS("#text"))); err != nil {
		t.Fatal(err)
	}
	x.until(`document.activeElement.id === "text" && document.body.dataset.keyboard === "auto" && !document.querySelector(".keyboard")`)
	if err := chromedp.Do(x.ctx, chromedp.EmulateViewport(1280, 800, chromedp.EmulateTouch), chromedp.Tap(chromedp.CSS("#text"))); err != nil {
		t.Fatal(err)
	}
	x.until(`document.documentElement.classList.contains("keys")`)
	if err := chromedp.Do(x.ctx, chromedp.SendKeys(chromedp.CSS("#text"), "x")); err != nil {
		t.Fatal(err)
	}
	x.until(`!document.documentElement.classList.contains("keys") && document.getElementById("text").value.includes("x")`)
	if err := x.keyboard(store.KeyboardNever); err != nil {
		t.Fatal(err)
	}
	_, page := x.get("/kiosk")
	lacks(t, page, "data-keyboard", `id="keys"`)
	if err := x.keyboard("sometimes"); store.CodeOf(err) != store.Invalid {
		t.Errorf("an unknown setting: %v", err)
	}
}
