//! Tokens of service accounts: secrets, scopes and expiry.

use super::*;

#[tokio::test]
async fn issue_token_by_form_or_basic_grants_scopes() {
    on_both_engines(async |desk| {
        let program = desk.create_service_account(&["tickets:read", "customers:read"]).await;
        let granted = program.request_token(desk, &program.token_form()).await.ok();
        let token = granted["access_token"].as_str().unwrap();
        let expected = json!({"access_token": token, "token_type": "Bearer", "expires_in": 600, "scope": "customers:read tickets:read"});
        assert_eq!(granted.body, expected);
        let claims = claims(token);
        assert_eq!((&claims["sub"], &claims["role"]), (&json!(program.id), &json!("service")));
        assert_eq!(claims["scope"], "customers:read tickets:read");
        program.with_token(desk, token).get("/tickets").await.ok();
        let pair = |id: &str, secret: &str| BASE64_STANDARD.encode(format!("{id}:{secret}"));
        let grant = "grant_type=client_credentials";
        by_basic(desk, &pair(&program.id, &program.secret), grant).await.ok();
        // Each half is percent-encoded first (RFC 6749, section 2.3.1); unknown OAuth parameters are ignored.
        let encoded = program.id.replace('-', "%2D");
        let form = format!("{grant}&audience=desk&client_id={}", program.id);
        by_basic(desk, &pair(&encoded, &program.secret), &form).await.ok();
    })
    .await;
}

#[tokio::test]
async fn issue_token_with_invalid_request_is_oauth_error() {
    on_both_engines(async |desk| {
        let program = desk.create_service_account(&["tickets:read", "customers:read"]).await;
        let ServiceAccount { id, secret, .. } = &program;
        let other = desk.create_service_account(&["tickets:read"]).await;
        let nobody = desk.customer().await.id().to_owned();
        let ask = async |form: &str| program.request_token(desk, form).await;
        let grant = "grant_type=client_credentials";
        for form in [
            format!("client_id={id}&client_secret={secret}"),
            format!("grant_type=&client_id={id}&client_secret={secret}"),
            format!("{grant}&client_secret={secret}"),
            format!("{grant}&client_id={id}"),
            format!("{grant}&client_id={id}&client_secret={secret}&client_id={id}"),
            format!("{grant}&client_id={id}&client_secret={secret}&scope=tickets:read&scope=tickets:read"),
            format!("{grant}&client_id={id}&client_secret=%FF"),
            String::new(),
        ] {
            ask(&form).await.problem(400, "invalid_request");
        }
        for kind in ["password", "refresh_token", "authorization_code"] {
            ask(&format!("grant_type={kind}&client_id={id}&client_secret={secret}")).await.problem(400, "unsupported_grant_type");
        }
        let wrong = format!("{}x", &secret[..42]);
        for (client, secret) in
            [(id.as_str(), wrong.as_str()), (id, &other.secret), (&nobody, secret), ("nobody", secret), (&other.id, secret)]
        {
            ask(&format!("{grant}&client_id={client}&client_secret={secret}")).await.problem(401, "invalid_client");
            let basic = BASE64_STANDARD.encode(format!("{client}:{secret}"));
            by_basic(desk, &basic, grant).await.problem(401, "invalid_client");
        }
        for broken in ["", "%%%", &BASE64_STANDARD.encode("no-colon"), &BASE64_STANDARD.encode([0xff, b':', 0xff])] {
            by_basic(desk, broken, grant).await.problem(401, "invalid_client");
        }
        let basic = BASE64_STANDARD.encode(format!("{id}:{secret}"));
        by_basic(desk, &basic, &program.token_form()).await.problem(400, "invalid_request");
        by_basic(desk, &basic, &format!("{grant}&client_id={}", other.id)).await.problem(401, "invalid_client");
        for scope in ["tickets:write", "tickets:read+tickets:write", "staff:read", "everything", "tickets:read,customers:read"] {
            ask(&format!("{}&scope={scope}", program.token_form())).await.problem(400, "invalid_scope");
        }
        let call = desk.visitor().call(Method::POST, "/auth/token").json(&json!({"grant_type": "client_credentials"}));
        call.send().await.problem(415, "unsupported_media_type");
    })
    .await;
}

#[tokio::test]
async fn issue_token_with_scope_parameter_limits_scopes() {
    on_both_engines(async |desk| {
        let program = desk.create_service_account(&["tickets:read", "customers:read"]).await;
        for (scope, granted) in [
            ("tickets:read", "tickets:read"),
            ("tickets:read+customers:read", "customers:read tickets:read"),
            ("", "customers:read tickets:read"),
            ("+", "customers:read tickets:read"),
        ] {
            let answer = program.request_token(desk, &format!("{}&scope={scope}", program.token_form())).await.ok();
            assert_eq!(answer["scope"], granted);
            let client = program.with_token(desk, answer["access_token"].as_str().unwrap());
            client.get("/tickets").await.ok();
            match granted {
                "tickets:read" => drop(client.get("/customers").await.problem(403, "forbidden")),
                _ => drop(client.get("/customers").await.ok()),
            }
        }
    })
    .await;
}

#[tokio::test]
async fn delete_or_narrow_service_account_takes_effect_on_issued_tokens() {
    on_both_engines(async |desk| {
        let admin = desk.admin().await;
        let program = desk.create_service_account(&["tickets:read", "customers:read"]).await;
        let (client, path) = (program.sign_in(desk).await, format!("/service-accounts/{}", program.id));
        admin.patch(&path, "*", json!({"scopes": ["tickets:read", "notes:read"]})).await.ok();
        client.get("/tickets").await.ok();
        client.get("/customers").await.problem(403, "forbidden");
        let ticket = desk.ticket().await;
        let agent = desk.agent().await;
        agent.post(&format!("/tickets/{}/messages", ticket.id()), json!({"kind": "note", "body": "Inside."})).await.created();
        let messages = format!("/tickets/{}/messages", ticket.id());
        assert!(client.get(&messages).await.ok().rows().is_empty(), "a token does not gain scopes added after it was issued");
        assert_eq!(program.sign_in(desk).await.get(&messages).await.ok().each("body"), ["Inside."]);
        admin.delete(&path, "*").await.no_content();
        client.get("/tickets").await.problem(401, "session_ended");
        program.request_token(desk, &program.token_form()).await.problem(401, "invalid_client");
    })
    .await;
}

#[tokio::test]
async fn service_account_after_expiry_is_401_until_extended() {
    on_both_engines(async |desk| {
        let program = desk.create_service_account(&["tickets:read"]).await;
        let path = format!("/service-accounts/{}", program.id);
        let end = desk.now().plus_seconds(300);
        desk.admin().await.patch(&path, "*", json!({"expires_at": end})).await.ok();
        let client = program.sign_in(desk).await;
        desk.advance(299);
        client.get("/tickets").await.ok();
        desk.advance(1);
        client.get("/tickets").await.problem(401, "session_ended");
        program.request_token(desk, &program.token_form()).await.problem(401, "invalid_client");
        desk.admin().await.post_empty(&format!("{path}/secrets")).await.problem(409, "expired");
        let longer = desk.admin().await.patch(&path, "*", json!({"expires_at": desk.now().plus_seconds(DAY)})).await.ok();
        assert!(longer.allowed_actions().contains(&"issue_secret"));
        client.get("/tickets").await.ok();
    })
    .await;
}

#[tokio::test]
async fn issue_secret_keeps_previous_secret_for_24_h() {
    on_both_engines(async |desk| {
        let program = desk.create_service_account(&["tickets:read"]).await;
        let path = format!("/service-accounts/{}/secrets", program.id);
        let rotated = desk.admin().await.post_empty(&path).await.ok();
        let new = ServiceAccount { secret: rotated["secret"].as_str().unwrap().to_owned(), ..program.clone() };
        assert_ne!(new.secret, program.secret);
        let ends: Vec<&Value> = rotated["secrets"].as_array().unwrap().iter().map(|secret| &secret["expires_at"]).collect();
        assert_eq!(ends, [&json!(null), &json!(desk.now().plus_seconds(DAY))]);
        desk.advance(DAY - 60);
        let (old_client, new_client) = (program.sign_in(desk).await, new.sign_in(desk).await);
        desk.advance(59);
        old_client.get("/tickets").await.ok();
        desk.advance(1);
        old_client.get("/tickets").await.problem(401, "session_ended");
        program.request_token(desk, &program.token_form()).await.problem(401, "invalid_client");
        new_client.get("/tickets").await.ok();
        new.request_token(desk, &new.token_form()).await.ok();
        let shown = desk.admin().await.get(&format!("/service-accounts/{}", program.id)).await.ok();
        assert_eq!(shown["secrets"].as_array().unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn service_account_token_expires_after_10_min_and_is_403_on_staff_routes() {
    on_both_engines(async |desk| {
        let program = desk.create_service_account(&["tickets:read"]).await;
        let client = program.sign_in(desk).await;
        for path in ["/auth/me", "/auth/sessions", "/staff"] {
            client.get(path).await.problem(403, "forbidden");
        }
        let password = json!({"current_password": "correct horse battery", "new_password": "staple of a battery"});
        client.post("/auth/password", password).await.problem(403, "forbidden");
        desk.advance(600 + 29);
        client.get("/tickets").await.ok();
        desk.advance(1);
        client.get("/tickets").await.problem(401, "session_ended");
        let person = desk.new_client(Role::Agent).await;
        assert_eq!(claims(person.token())["scope"], Role::Agent.scopes().to_string());
    })
    .await;
}
