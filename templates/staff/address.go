package staff

import (
	"strings"

	"github.com/a-h/templ"
)

// address is a URL that breaks after a slash, never inside a word.
func address(url string) templ.Component {
	return templ.Raw(strings.ReplaceAll(strings.ReplaceAll(templ.EscapeString(url), "/", "/<wbr>"), "/<wbr>/", "//"))
}
