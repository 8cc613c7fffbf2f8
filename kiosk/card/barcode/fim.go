package barcode

// FIM is a facing identification mark: nine places for a bar, by which a
// cancelling machine finds the stamp's corner. Source: USPS DMM 708.9.
type FIM string

// The marks that reply mail uses.
const (
	FIMA FIM = "110010011" // courtesy reply mail with a barcode
	FIMB FIM = "101101101" // business reply mail without a ZIP+4 barcode
	FIMC FIM = "110101011" // business reply mail with a ZIP+4 barcode
	FIMD FIM = "111010111" // postage printed from a computer
	FIME FIM = "101000101" // with an Intelligent Mail barcode, by agreement
)

// Places tells for each of the nine places, left to right, whether a bar
// stands there.
func (f FIM) Places() []bool {
	out := make([]bool, len(f))
	for i := range len(f) {
		out[i] = f[i] == '1'
	}
	return out
}
