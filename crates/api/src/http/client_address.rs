//! The client's address: the peer of the connection, or what a trusted proxy reports.

use std::{
    fmt,
    future::{Ready, ready},
    net::{IpAddr, Ipv4Addr, SocketAddr},
    str::FromStr,
};

use actix_web::{
    FromRequest, HttpRequest,
    dev::Payload,
    http::header::{FORWARDED, HeaderMap, HeaderName, X_FORWARDED_FOR},
    web::Data,
};
use caredesk_domain::FieldError;

use super::error::ApiError;
use crate::network::network_of;

/// A network in CIDR notation: address and prefix length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Network {
    address: IpAddr,
    bits: u32,
}

/// Proxies whose forwarded addresses are trusted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrustedProxies(Vec<Network>);

impl TrustedProxies {
    fn contains(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(address))
    }
}

impl FromStr for TrustedProxies {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        parts.map(str::parse).collect::<Result<_, _>>().map(Self)
    }
}

impl FromStr for Network {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        let wrong = || FieldError::format("must be IP addresses or networks such as 10.0.0.0/8 or 2001:db8::/32, separated by commas");
        let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
        let address: IpAddr = address.parse().map_err(|_| wrong())?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(most), |bits| bits.parse().map_err(|_| wrong()))?;
        if bits > most { Err(wrong()) } else { Ok(Self { address, bits }) }
    }
}

impl Network {
    fn contains(&self, other: IpAddr) -> bool {
        match (self.address, other.to_canonical()) {
            (IpAddr::V4(own), IpAddr::V4(other)) => (own.to_bits() ^ other.to_bits()).leading_zeros() >= self.bits,
            (IpAddr::V6(own), IpAddr::V6(other)) => (own.to_bits() ^ other.to_bits()).leading_zeros() >= self.bits,
            (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => false,
        }
    }
}

/// The client's IP address. Forwarding headers count only if a trusted proxy sent them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

impl ClientAddress {
    /// The address; for IPv6 its /64 network, which one household or office is given.
    pub fn network(self) -> IpAddr {
        network_of(self.0)
    }

    pub(super) fn of(request: &HttpRequest) -> Self {
        // A connection without a peer address is local.
        let peer = request.peer_addr().map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |peer| peer.ip()).to_canonical();
        let proxies = request.app_data::<Data<TrustedProxies>>();
        Self(proxies.map_or(peer, |proxies| forwarded_client(proxies, peer, request.headers())))
    }
}

impl FromRequest for ClientAddress {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::of(request)))
    }
}

impl fmt::Display for ClientAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The last hop that is not a trusted proxy. A proxy writes one of the two headers and passes the other on as the client sent it: if they differ, neither
/// counts.
fn forwarded_client(proxies: &TrustedProxies, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    if !proxies.contains(peer) {
        return peer;
    }
    let last_untrusted = |hops: Option<Vec<Option<IpAddr>>>| hops.map(|hops| last_untrusted(proxies, peer, &hops));
    let forwarded = last_untrusted(hops(headers, FORWARDED, |element| {
        let pairs = element.split(';').filter_map(|pair| pair.split_once('='));
        pairs.filter(|(name, _)| name.trim().eq_ignore_ascii_case("for")).find_map(|(_, value)| node(value.trim().trim_matches('"')))
    }));
    let x_forwarded_for = last_untrusted(hops(headers, X_FORWARDED_FOR, node));
    match (forwarded, x_forwarded_for) {
        (Some(one), Some(other)) if one != other => peer,
        (Some(address), _) | (None, Some(address)) => address,
        (None, None) => peer,
    }
}

/// Reads from the right, because each proxy appends; stops at an element that is not an address.
fn last_untrusted(proxies: &TrustedProxies, peer: IpAddr, hops: &[Option<IpAddr>]) -> IpAddr {
    let mut address = peer;
    for hop in hops.iter().rev() {
        let Some(hop) = hop else { break };
        address = *hop;
        if !proxies.contains(address) {
            break;
        }
    }
    address
}

/// The elements of a header that may be repeated; `None` without the header.
fn hops(headers: &HeaderMap, name: HeaderName, read: impl Fn(&str) -> Option<IpAddr>) -> Option<Vec<Option<IpAddr>>> {
    let lines: Vec<&str> = headers.get_all(name).map(|line| line.to_str().unwrap_or_default()).collect();
    (!lines.is_empty()).then(|| lines.iter().flat_map(|line| line.split(',')).map(|element| read(element.trim())).collect())
}

/// An address as proxies write it: bare, with a port, or in brackets (RFC 7239, section 6).
fn node(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
    let address = bare.parse().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|address| address.ip()));
    address.map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests;
