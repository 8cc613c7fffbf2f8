//go:build !race

package main

// normalCards are about 4,000 boxes.
const normalCards = 300
