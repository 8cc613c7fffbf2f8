package office

import (
	"strconv"

	"github.com/yousaid/yousaid/store"
)

// An id that is not a number is 0, which belongs to nobody: the store says
// what is not found.

func number(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return 0
	}
	return n
}

func userID(s string) store.UserID     { return store.UserID(number(s)) }
func siteID(s string) store.SiteID     { return store.SiteID(number(s)) }
func deviceID(s string) store.DeviceID { return store.DeviceID(number(s)) }

func idText[T ~int64](id T) string { return strconv.FormatInt(int64(id), 10) }
