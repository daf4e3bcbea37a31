use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use caredesk_persistence::Ids;
use serde_json::{Value, json};
use uuid::Uuid;

use super::*;

fn at(seconds: i64) -> Timestamp {
    "2026-03-01T09:00:00Z".parse::<Timestamp>().unwrap().plus_seconds(seconds)
}

fn tokens() -> Tokens {
    Tokens::new(&Keys::ephemeral(&Ids::seeded(1))).unwrap()
}

fn issued(tokens: &Tokens) -> String {
    let (staff, session) = (StaffId::from_uuid(Uuid::from_u128(1)), SessionId::from_uuid(Uuid::from_u128(2)));
    tokens.issue(TokenSubject::Staff { id: staff, session, role: Role::Agent }, Uuid::from_u128(3), at(0)).unwrap()
}

/// Signs a token whose header and claims the test changes.
fn signed(tokens: &Tokens, header: impl FnOnce(&mut Header), claims: impl FnOnce(&mut Value)) -> String {
    let now = at(0).utc().timestamp();
    let mut body = json!({
        "iss": "caredesk", "aud": "caredesk", "sub": Uuid::from_u128(1), "sid": Uuid::from_u128(2), "role": "agent", "scope": "",
        "jti": "3", "iat": now, "nbf": now, "exp": now + 600,
    });
    claims(&mut body);
    let mut head = Header::new(Algorithm::EdDSA);
    head.typ = Some("at+jwt".to_owned());
    head.kid = Some(tokens.signer.0.clone());
    header(&mut head);
    encode(&head, &body, &tokens.signer.1).unwrap()
}

#[test]
fn check_token_after_10_minutes_is_rejected() {
    let tokens = tokens();
    let token = issued(&tokens);
    let (id, session) = (StaffId::from_uuid(Uuid::from_u128(1)), SessionId::from_uuid(Uuid::from_u128(2)));
    assert_eq!(tokens.check(&token, at(0)), Ok(TokenSubject::Staff { id, session, role: Role::Agent }));
    assert!(tokens.check(&token, at(LIFETIME_SECONDS + LEEWAY_SECONDS - 1)).is_ok());
    assert_eq!(tokens.check(&token, at(LIFETIME_SECONDS + LEEWAY_SECONDS)), Err(InvalidToken));
    assert_eq!(tokens.check(&token, at(-LEEWAY_SECONDS - 1)), Err(InvalidToken));
}

#[test]
fn issue_service_account_token_has_account_secret_and_scopes() {
    let tokens = tokens();
    let scopes = "tickets:read tickets:write".parse().unwrap();
    let (id, secret) = (ServiceAccountId::from_uuid(Uuid::from_u128(4)), SecretId::from_uuid(Uuid::from_u128(5)));
    let program = TokenSubject::ServiceAccount { id, secret, scopes };
    let token = tokens.issue(program, Uuid::from_u128(3), at(0)).unwrap();
    assert_eq!(tokens.check(&token, at(1)), Ok(program));
    let claims: Value = serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap()).unwrap();
    let now = at(0).utc().timestamp();
    let expected = json!({
        "iss": "caredesk", "aud": "caredesk", "sub": Uuid::from_u128(4), "sid": Uuid::from_u128(5), "role": "service",
        "scope": "tickets:read tickets:write", "jti": Uuid::from_u128(3), "iat": now, "nbf": now, "exp": now + 600,
    });
    assert_eq!(claims, expected);
}

#[test]
fn issue_staff_token_has_role_and_scopes() {
    let token = issued(&tokens());
    let claims: Value = serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap()).unwrap();
    assert_eq!((&claims["role"], &claims["scope"]), (&json!("agent"), &json!(Role::Agent.scopes().to_string())));
}

#[test]
fn check_token_without_a_claim_is_rejected() {
    let tokens = tokens();
    assert!(tokens.check(&signed(&tokens, |_| {}, |_| {}), at(1)).is_ok());
    for claim in ["iss", "aud", "sub", "sid", "role", "scope", "jti", "iat", "nbf", "exp"] {
        let token = signed(&tokens, |_| {}, |body| drop(body.as_object_mut().unwrap().remove(claim)));
        assert_eq!(tokens.check(&token, at(1)), Err(InvalidToken), "without {claim}");
    }
}

#[test]
fn check_token_of_other_type_issuer_audience_or_lifetime_is_rejected() {
    let tokens = tokens();
    let exp = at(0).utc().timestamp();
    for token in [
        signed(&tokens, |head| head.typ = Some("JWT".into()), |_| {}),
        signed(&tokens, |head| head.typ = None, |_| {}),
        signed(&tokens, |head| head.kid = None, |_| {}),
        signed(&tokens, |head| head.kid = Some("signing-9999".into()), |_| {}),
        signed(&tokens, |_| {}, |body| body["iss"] = json!("elsewhere")),
        signed(&tokens, |_| {}, |body| body["aud"] = json!("elsewhere")),
        signed(&tokens, |_| {}, |body| body["role"] = json!("owner")),
        signed(&tokens, |_| {}, |body| body["scope"] = json!("everything")),
        signed(&tokens, |_| {}, |body| body["sub"] = json!("somebody")),
        signed(&tokens, |_| {}, |body| body["exp"] = json!(exp + 601)),
        signed(&tokens, |_| {}, |body| body["admin"] = json!(true)),
    ] {
        assert_eq!(tokens.check(&token, at(1)), Err(InvalidToken));
    }
}

#[test]
fn check_token_with_other_signature_or_changed_is_rejected() {
    let tokens = tokens();
    let other = Tokens::new(&Keys::ephemeral(&Ids::seeded(2))).unwrap();
    assert_eq!(tokens.check(&issued(&other), at(1)), Err(InvalidToken));
    let token = issued(&tokens);
    let mut parts: Vec<String> = token.split('.').map(str::to_owned).collect();
    let other_letter = if &parts[1][5..6] == "A" { "B" } else { "A" };
    parts[1].replace_range(5..6, other_letter);
    assert_eq!(tokens.check(&parts.join("."), at(1)), Err(InvalidToken));
    for nonsense in ["", ".", "a.b.c", "eyJhbGciOiJub25lIn0.e30."] {
        assert_eq!(tokens.check(nonsense, at(1)), Err(InvalidToken));
    }
}

#[test]
fn published_keys_contain_no_private_key() {
    let published = serde_json::to_value(tokens().published()).unwrap();
    let key = published["keys"][0].as_object().unwrap();
    assert_eq!(key["kty"], "OKP");
    assert_eq!(key["kid"], "signing-0001");
    assert!(key.contains_key("x") && !key.contains_key("d"));
}
