package kiosk

import "context"

// keyboard is the setting of the tablet that asks, for its own page.
func (k *Kiosk) keyboard(ctx context.Context) string { return string(k.device(ctx).Keyboard) }
