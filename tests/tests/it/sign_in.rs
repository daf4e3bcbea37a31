//! Sign-in, refresh and sign-out.

use caredesk_domain::actor::Role;
use caredesk_tests::{Client, PASSWORD, TestServer, on_both_engines};
use reqwest::Method;
use serde_json::json;

async fn refresh(desk: &TestServer, cookie: &str) -> caredesk_tests::TestResponse {
    desk.visitor().call(Method::POST, "/auth/refresh").refresh_cookie(cookie).send().await
}

async fn is_in(client: &Client) -> bool {
    let answer = client.get("/auth/me").await;
    match answer.status {
        200 => true,
        _ => {
            answer.problem(401, "session_ended");
            false
        }
    }
}

#[tokio::test]
async fn login_with_password_returns_token_and_staff() {
    on_both_engines(async |desk| {
        let ada = desk.add_staff_named(Role::Agent, "Ada Obi", "ada@desk.example").await;
        let me = json!({"id": ada.id, "name": "Ada Obi", "email": "ada@desk.example", "role": "agent"});
        for address in ["ada@desk.example", "ADA@Desk.Example"] {
            let answer = desk.visitor().post("/auth/login", json!({"email": address, "password": PASSWORD})).await;
            let session = answer.ok();
            assert_eq!(session["token_type"], "Bearer");
            assert_eq!(session["expires_in"], 600);
            assert_eq!(session["staff"], me);
            let client = desk.visitor().signed_in(ada.clone(), session["access_token"].as_str().unwrap(), None);
            let shown = client.get("/auth/me").await.ok();
            assert!(["id", "name", "email", "role"].iter().all(|field| shown[*field] == me[*field]), "{}", shown.body);
        }
    })
    .await;
}

#[tokio::test]
async fn login_refresh_cookie_is_secure_http_only_and_path_bound() {
    on_both_engines(async |desk| {
        let ada = desk.add_staff(Role::Agent).await;
        let answer = desk.visitor().post("/auth/login", json!({"email": ada.email, "password": PASSWORD})).await;
        let cookie = answer.header("set-cookie").unwrap().to_owned();
        let (value, attributes) = cookie.strip_prefix("caredesk_refresh=").unwrap().split_once("; ").unwrap();
        assert_eq!(value.split('.').map(str::len).collect::<Vec<_>>(), [36, 1, 64], "session, exchange, seal");
        let mut attributes: Vec<&str> = attributes.split("; ").collect();
        attributes.sort_unstable();
        assert_eq!(attributes, ["HttpOnly", "Max-Age=43200", "Path=/api/v1/auth", "SameSite=Strict", "Secure"]);
    })
    .await;
}

#[tokio::test]
async fn login_failure_response_is_same_for_every_cause() {
    on_both_engines(async |desk| {
        let ada = desk.add_staff(Role::Agent).await;
        let gone = desk.add_staff(Role::Agent).await;
        desk.raw_sql(&format!("UPDATE staff SET active = false WHERE email_key = '{}'", gone.email)).await;
        let invited = json!({"email": "invited@desk.example", "name": "Ben Musa", "role": "agent"});
        desk.admin().await.post("/staff", invited).await.created();
        let mut answers = Vec::new();
        for (email, password) in [
            (ada.email.as_str(), "correct horse batterz"),
            (ada.email.as_str(), "x"),
            (gone.email.as_str(), PASSWORD),
            ("invited@desk.example", PASSWORD),
            ("nobody@desk.example", PASSWORD),
            ("no address at all", PASSWORD),
        ] {
            let answer = desk.visitor().post("/auth/login", json!({"email": email, "password": password})).await;
            assert!(answer.refresh_cookie().is_none());
            let mut problem = answer.problem(401, "sign_in_refused");
            problem["request_id"].take();
            answers.push(problem);
        }
        assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:#?}");
    })
    .await;
}

#[tokio::test]
async fn access_token_after_10_min_and_leeway_is_401() {
    on_both_engines(async |desk| {
        let ada = desk.new_client(Role::Agent).await;
        desk.advance(600 + 29);
        assert!(is_in(&ada).await);
        desk.advance(1);
        assert!(!is_in(&ada).await);
    })
    .await;
}

#[tokio::test]
async fn request_without_or_with_forged_token_is_401() {
    on_both_engines(async |desk| {
        desk.visitor().get("/auth/me").await.problem(401, "unauthenticated");
        let ada = desk.new_client(Role::Agent).await;
        let (head, rest) = ada.token().split_once('.').unwrap();
        let (claims, signature) = rest.split_once('.').unwrap();
        let other = desk.new_client(Role::Admin).await;
        let stolen = other.token().split('.').nth(1).unwrap().to_owned();
        for token in ["x".to_owned(), format!("{head}.{claims}."), format!("{head}.{stolen}.{signature}"), format!("{head}.{claims}")] {
            let forged = desk.visitor().signed_in(ada.person().clone(), &token, None);
            assert!(!is_in(&forged).await, "{token}");
        }
        assert!(is_in(&ada).await);
    })
    .await;
}

#[tokio::test]
async fn refresh_returns_new_token_and_cookie() {
    on_both_engines(async |desk| {
        let ada = desk.new_client(Role::Agent).await;
        desk.advance(700);
        assert!(!is_in(&ada).await);
        let answer = refresh(desk, ada.cookie()).await;
        let cookie = answer.refresh_cookie().unwrap();
        assert_ne!(cookie, ada.cookie());
        let session = answer.ok();
        let renewed = desk.visitor().signed_in(ada.person().clone(), session["access_token"].as_str().unwrap(), Some(cookie));
        assert!(is_in(&renewed).await);
        refresh(desk, renewed.cookie()).await.ok();
    })
    .await;
}

#[tokio::test]
async fn refresh_twice_within_10_s_keeps_session() {
    on_both_engines(async |desk| {
        let ada = desk.new_client(Role::Agent).await;
        let first = refresh(desk, ada.cookie()).await;
        let cookie = first.refresh_cookie().unwrap();
        desk.advance(9);
        let second = refresh(desk, ada.cookie()).await;
        assert_eq!(second.refresh_cookie().as_ref(), Some(&cookie), "a repeated refresh returns the same cookie");
        let session = second.ok();
        assert!(is_in(&desk.visitor().signed_in(ada.person().clone(), session["access_token"].as_str().unwrap(), None)).await);
        refresh(desk, &cookie).await.ok();
    })
    .await;
}

#[tokio::test]
async fn refresh_reuse_after_10_s_ends_session() {
    on_both_engines(async |desk| {
        let ada = desk.new_client(Role::Agent).await;
        let other = desk.sign_in(ada.person()).await;
        let cookie = refresh(desk, ada.cookie()).await.refresh_cookie().unwrap();
        desk.advance(10);
        refresh(desk, ada.cookie()).await.problem(401, "sign_in_refused");
        refresh(desk, &cookie).await.problem(401, "sign_in_refused");
        assert!(!is_in(&ada).await, "the access token of the session is revoked too");
        assert!(is_in(&other).await, "her other session is unaffected");
    })
    .await;
}

#[tokio::test]
async fn refresh_after_12_h_is_401() {
    on_both_engines(async |desk| {
        let mut cookie = desk.new_client(Role::Agent).await.cookie().to_owned();
        for _ in 0..11 {
            desk.advance(3600);
            cookie = refresh(desk, &cookie).await.refresh_cookie().unwrap();
        }
        desk.advance(3599);
        cookie = refresh(desk, &cookie).await.refresh_cookie().unwrap();
        desk.advance(1);
        refresh(desk, &cookie).await.problem(401, "sign_in_refused");
    })
    .await;
}

#[tokio::test]
async fn logout_ends_session_and_clears_cookie() {
    on_both_engines(async |desk| {
        let ada = desk.new_client(Role::Agent).await;
        let answer = desk.visitor().call(Method::POST, "/auth/logout").refresh_cookie(ada.cookie()).send().await;
        let cookie = answer.header("set-cookie").unwrap();
        assert!(cookie.starts_with("caredesk_refresh=;") && cookie.contains("Max-Age=0"), "{cookie}");
        answer.no_content();
        assert!(!is_in(&ada).await);
        refresh(desk, ada.cookie()).await.problem(401, "sign_in_refused");
        desk.visitor().post_empty("/auth/logout").await.no_content();
    })
    .await;
}

#[tokio::test]
async fn cookie_routes_with_cross_site_origin_are_403() {
    on_both_engines(async |desk| {
        let ada = desk.new_client(Role::Agent).await;
        let credentials = json!({"email": ada.person().email, "password": PASSWORD});
        let own = desk.url();
        let refused = [
            ("origin", "https://evil.example".to_owned()),
            ("origin", "null".to_owned()),
            ("origin", format!("{own}.evil.example")),
            ("sec-fetch-site", "cross-site".to_owned()),
            ("sec-fetch-site", "same-site".to_owned()),
        ];
        for (name, value) in &refused {
            for path in ["/auth/refresh", "/auth/logout"] {
                let call = desk.visitor().call(Method::POST, path).refresh_cookie(ada.cookie()).header(name, value);
                call.send().await.problem(403, "cross_site");
            }
            let call = desk.visitor().call(Method::POST, "/auth/login").json(&credentials).header(name, value);
            call.send().await.problem(403, "cross_site");
        }
        assert!(is_in(&ada).await, "a rejected sign-out ends no session");
        for (name, value) in [("origin", own.as_str()), ("sec-fetch-site", "same-origin"), ("sec-fetch-site", "none")] {
            desk.visitor().call(Method::POST, "/auth/login").json(&credentials).header(name, value).send().await.ok();
        }
        refresh(desk, ada.cookie()).await.ok();
    })
    .await;
}

#[tokio::test]
async fn get_jwks_omits_private_key() {
    on_both_engines(async |desk| {
        let set = desk.visitor().get("//.well-known/jwks.json").await.ok();
        let keys = set["keys"].as_array().unwrap();
        assert_eq!(keys.len(), 1);
        assert_eq!((&keys[0]["kty"], &keys[0]["crv"], &keys[0]["kid"]), (&json!("OKP"), &json!("Ed25519"), &json!("signing-0001")));
        assert!(keys[0]["x"].as_str().is_some_and(|x| x.len() == 43));
        assert!(keys[0].get("d").is_none(), "{set:?}");
    })
    .await;
}

// Caught: after a thief refreshed twice, the owner's token was neither the current nor the previous one, and only this refresh was 401.
#[tokio::test]
async fn refresh_with_older_token_ends_session() {
    on_both_engines(async |desk| {
        let ada = desk.new_client(Role::Agent).await;
        let stolen = refresh(desk, ada.cookie()).await.refresh_cookie().unwrap();
        desk.advance(11);
        let cookie = refresh(desk, &stolen).await.refresh_cookie().unwrap();
        desk.advance(11);
        let last = refresh(desk, &cookie).await.refresh_cookie().unwrap();
        refresh(desk, ada.cookie()).await.problem(401, "sign_in_refused");
        refresh(desk, &last).await.problem(401, "sign_in_refused");
        assert!(!is_in(&ada).await);
    })
    .await;
}
