package store

// ActorKind says who did something.
type ActorKind string

// The kinds of actor.
const (
	ByCustomer ActorKind = "customer"
	ByDevice   ActorKind = "device"
	ByUser     ActorKind = "user"
	BySystem   ActorKind = "system"
)

// Actor is who does an update; every event carries one.
type Actor struct {
	Kind ActorKind
	ID   int64 // of the user or device; 0 for the others
}

// Customer acts without a name.
func Customer() Actor { return Actor{Kind: ByCustomer} }

// System is the program itself: the escalation clock, the demo, a command.
func System() Actor { return Actor{Kind: BySystem} }

// ActingUser is a signed-in person.
func ActingUser(id UserID) Actor { return Actor{ByUser, int64(id)} }

// ActingDevice is a paired tablet or screen.
func ActingDevice(id DeviceID) Actor { return Actor{ByDevice, int64(id)} }
