package office

import (
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/staff"
)

// keyboardField asks when a tablet shows a keyboard of the page's own.
func keyboardField(p *i18n.Printer, now store.Keyboard, problem string) staff.Field {
	f := staff.Field{Name: "keyboard", Label: p.T("access.keyboard"), Hint: p.T("access.hint"), Problem: problem}
	for _, x := range []struct {
		value store.Keyboard
		key   string
	}{{store.KeyboardAuto, "access.auto"}, {store.KeyboardAlways, "access.always"}, {store.KeyboardNever, "access.never"}} {
		f.Options = append(f.Options, staff.Option{Value: string(x.value), Label: p.T(x.key), On: x.value == now})
	}
	return f
}
