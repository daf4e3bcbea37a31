//! The network address by which requests are counted.

use std::net::{IpAddr, Ipv6Addr};

/// The key for rate limits: an IPv4 address, or the /64 network of an IPv6 address, which one household or office is assigned.
pub(crate) fn network_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64))),
    }
}
