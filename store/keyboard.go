package store

// Keyboard says whether a tablet shows a keyboard of the page's own.
type Keyboard string

// The settings of the keyboard. KeyboardAuto shows it where somebody touches a
// field and the device brings none up.
const (
	KeyboardAuto   Keyboard = ""
	KeyboardAlways Keyboard = "always"
	KeyboardNever  Keyboard = "never"
)

func (k Keyboard) known() bool {
	return k == KeyboardAuto || k == KeyboardAlways || k == KeyboardNever
}
