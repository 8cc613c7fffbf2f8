package main

import (
	"fmt"
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/yousaid/yousaid/store"
)

// alive answers GET /healthz: the process runs.
func alive(w http.ResponseWriter, _ *http.Request) error {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, err := fmt.Fprintln(w, "ok")
	return err
}

// ready answers GET /readyz: the database answers and has been set up.
func (h *house) ready(w http.ResponseWriter, r *http.Request) error {
	if err := h.store.Ready(r.Context()); err != nil {
		h.web.Log.Error("the database does not answer", "err", err)
		http.Error(w, "the database does not answer", http.StatusServiceUnavailable)
		return nil
	}
	return alive(w, r)
}

// metrics answers GET /metrics for Prometheus, on a registry of its own.
func metrics(s *store.Store) http.Handler {
	reg := prometheus.NewRegistry()
	reg.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	for name, read := range s.Gauges() {
		reg.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "yousaid_" + name.Name, Help: name.Help}, read))
	}
	return promhttp.HandlerFor(reg, promhttp.HandlerOpts{})
}
