package kiosk

import (
	"encoding/json"
	"net/http"
)

// manifest is a web app manifest (W3C): what a tablet needs to put the form on
// its home screen, full screen and with a memory of its own.
type manifest struct {
	ID         string         `json:"id"`
	Name       string         `json:"name"`
	ShortName  string         `json:"short_name"`
	StartURL   string         `json:"start_url"`
	Scope      string         `json:"scope"`
	Display    string         `json:"display"`
	Background string         `json:"background_color"`
	Theme      string         `json:"theme_color"`
	Icons      []manifestIcon `json:"icons"`
}

type manifestIcon struct {
	Src     string `json:"src"`
	Sizes   string `json:"sizes"`
	Type    string `json:"type"`
	Purpose string `json:"purpose,omitempty"`
}

// Manifest is GET /kiosk/manifest.webmanifest. It names nobody, since a
// browser asks for it without its cookies.
func (k *Kiosk) Manifest(w http.ResponseWriter, _ *http.Request) error {
	icon := func(name, sizes, purpose string) manifestIcon {
		return manifestIcon{Src: k.web.Shell.Asset("icons/" + name), Sizes: sizes, Type: "image/png", Purpose: purpose}
	}
	b, err := json.Marshal(manifest{ID: "/kiosk", Name: "yousaid", ShortName: "yousaid", StartURL: "/kiosk", Scope: "/kiosk", Display: "fullscreen",
		Background: "#DFE9F3", Theme: "#DFE9F3",
		Icons: []manifestIcon{icon("icon-192.png", "192x192", ""), icon("icon-512.png", "512x512", ""), icon("icon-maskable-512.png", "512x512", "maskable")}})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/manifest+json")
	w.Header().Set("Cache-Control", "no-cache")
	_, err = w.Write(b)
	return err
}
