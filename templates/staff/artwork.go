package staff

// CardsFace is what single posts ask for beyond address and licence.
type CardsFace struct {
	IBRS, Freepost, Antwort bool
	Country, Bar, Gap       Field // of the international reply service
	RM4SCC, Clear           Field // of Royal Mail
	Note                    Field // of Deutsche Post
	Artwork                 CardsArtwork
}

// CardsArtwork is the choice of approved pictures; Takes is false where the
// face has none.
type CardsArtwork struct {
	Takes         bool
	Choice        Field  // no options: there is none yet
	None          string // what to do then
	Add, AddLabel string // address and words of the page of pictures
}

// ArtworkView is the page of approved pictures.
type ArtworkView struct {
	Bar                       BarView
	Action, Back              string
	Kind, File, Width, Height Field
	Added                     string // "freepost.png is added: 60.0 × 24.0 mm."
	List                      []ArtworkLine
}

// ArtworkLine is one picture.
type ArtworkLine struct {
	Name, Post, Size, Added string
	Picture, Alt, Remove    string
}

// PreflightView is a reply side measured against what its post asks.
type PreflightView struct {
	Bar     BarView
	Post    string // its name
	Back    string
	Proof   string // address of the proof sheet
	Problem string // why nothing could be measured
	Artwork string // address where to mend it, if it is the artwork
	Picture CardsPicture
	Summary CardsCheck
	Fine    CardsCheck // how fine the artwork prints; no text: nothing to say
	Street  CardsCheck // replies would go to a street that the post does not serve; no text: they do not
	Checks  []PreflightCheck
}

// PreflightCheck is one measure. Wrong is what to change, "" where it passes.
// Sure is false where the number could not be read in a source.
type PreflightCheck struct {
	Name, Found, Wanted, Wrong, Source string
	Sure                               bool
}
