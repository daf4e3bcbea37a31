use actix_web::test::TestRequest;

use super::*;

fn proxies(text: &str) -> TrustedProxies {
    text.parse().unwrap()
}

fn address(trusted: &str, peer: &str, headers: &[(&str, &str)]) -> String {
    let mut request = TestRequest::get().app_data(Data::new(proxies(trusted))).peer_addr(SocketAddr::new(peer.parse().unwrap(), 4711));
    for (name, value) in headers {
        request = request.append_header((*name, *value));
    }
    ClientAddress::of(&request.to_http_request()).to_string()
}

#[test]
fn client_address_without_trusted_proxies_is_peer() {
    let claims = [("x-forwarded-for", "198.51.100.7"), ("forwarded", "for=198.51.100.7")];
    assert_eq!(address("", "192.0.2.1", &claims), "192.0.2.1");
    assert_eq!(address("10.0.0.0/8", "192.0.2.1", &claims), "192.0.2.1");
}

#[test]
fn client_address_behind_trusted_proxies_is_last_untrusted_hop() {
    let of = |headers: &[(&str, &str)]| address("10.0.0.0/8, ::1", "10.1.2.3", headers);
    assert_eq!(of(&[]), "10.1.2.3");
    assert_eq!(of(&[("x-forwarded-for", "198.51.100.7")]), "198.51.100.7");
    assert_eq!(
        of(&[("x-forwarded-for", "203.0.113.9, 198.51.100.7, 10.9.9.9")]),
        "198.51.100.7",
        "what the client added stands to the left"
    );
    assert_eq!(of(&[("x-forwarded-for", "203.0.113.9"), ("x-forwarded-for", "198.51.100.7:1234")]), "198.51.100.7");
    assert_eq!(of(&[("x-forwarded-for", "10.7.7.7, 10.8.8.8")]), "10.7.7.7", "a client inside the trusted network");
    assert_eq!(of(&[("x-forwarded-for", "198.51.100.7, nonsense")]), "10.1.2.3");
    assert_eq!(of(&[("forwarded", "for=203.0.113.9;proto=http, For=\"[2001:db8::7]:4711\";by=10.1.2.3")]), "2001:db8::7");
    assert_eq!(of(&[("forwarded", "for=198.51.100.7, for=_hidden")]), "10.1.2.3");
}

#[test]
fn client_address_in_header_not_written_by_proxy_is_ignored() {
    let of = |headers: &[(&str, &str)]| address("10.0.0.0/8", "10.1.2.3", headers);
    assert_eq!(of(&[("forwarded", "for=203.0.113.9"), ("x-forwarded-for", "198.51.100.7")]), "10.1.2.3");
    assert_eq!(of(&[("forwarded", "for=198.51.100.7"), ("x-forwarded-for", "198.51.100.7")]), "198.51.100.7");
}

#[test]
fn trusted_proxies_match_addresses_and_networks() {
    let trusted = proxies("192.0.2.0/25,2001:db8::/32 ,198.51.100.7");
    for (address, known) in [
        ("192.0.2.127", true),
        ("192.0.2.128", false),
        ("::ffff:192.0.2.1", true),
        ("2001:db8:ffff::1", true),
        ("2001:db9::1", false),
        ("198.51.100.7", true),
        ("198.51.100.8", false),
    ] {
        assert_eq!(trusted.contains(address.parse().unwrap()), known, "{address}");
    }
    assert!(proxies("0.0.0.0/0").contains(Ipv4Addr::LOCALHOST.into()));
    for wrong in ["10.0.0.0/33", "10.0.0/8", "::/129", "proxy.example", "10.0.0.0/", "10.0.0.1 10.0.0.2"] {
        assert_eq!(wrong.parse::<TrustedProxies>().unwrap_err().code, "format", "{wrong}");
    }
}
