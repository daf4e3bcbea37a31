//! What requests are counted by that come from one place.

use std::net::{IpAddr, Ipv6Addr};

/// What requests of a network address are counted by: the address, or for IPv6 the network of 2^64 addresses that one household or office is given.
pub(crate) fn network_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64))),
    }
}
