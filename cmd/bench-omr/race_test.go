//go:build race

package main

// normalCards are as many as a run under the race detector has time for.
const normalCards = 8
