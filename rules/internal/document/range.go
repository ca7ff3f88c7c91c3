package document

import (
	"math/big"
	"net/netip"
)

// RangeBits says how large a range of IP addresses is: an IPv4 range of 24 bits has as many addresses as a /8. Reversed
// and mixed ranges, and what is no address, are not ok.
func RangeBits(start, end string) (bits int, v6, ok bool) {
	from, err := netip.ParseAddr(start)
	if err != nil {
		return 0, false, false
	}
	to, err := netip.ParseAddr(end)
	if err != nil || from.BitLen() != to.BitLen() || to.Less(from) {
		return 0, false, false
	}
	size := new(big.Int).Sub(new(big.Int).SetBytes(to.AsSlice()), new(big.Int).SetBytes(from.AsSlice()))
	return size.BitLen(), from.Is6(), true
}

// IsWide reports whether a range has about as many addresses as an IPv4 /8 or an IPv6 /32, and so keeps nobody out.
func IsWide(start, end string) bool {
	bits, v6, ok := RangeBits(start, end)
	return ok && (!v6 && bits >= 24 || v6 && bits >= 96)
}
