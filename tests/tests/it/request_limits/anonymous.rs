//! Unauthenticated requests are rejected before their body is read.

use caredesk_tests::{
    document::{Operation, operations},
    on_both_engines,
};
use reqwest::Method;

use super::raw::{Framing, RawConnection};

const NOBODY: &str = "0192f3c4-7a1b-7c2d-8e3f-405162738495";
const FORM: &str = "application/x-www-form-urlencoded";

fn reads_a_body(operation: Operation) -> bool {
    ["post", "patch", "put"].contains(&operation.method)
}

fn address(operation: Operation) -> String {
    let path: Vec<&str> = operation.template.split('/').map(|part| if part.starts_with('{') { NOBODY } else { part }).collect();
    path.join("/")
}

fn request(operation: Operation) -> String {
    format!("{} {}", operation.method(), address(operation))
}

/// Caught: the body was awaited: 408 after ten seconds.
#[tokio::test]
async fn unknown_caller_is_401_before_body_arrives() {
    on_both_engines(async |desk| {
        let mut tried = 0;
        for operation in operations().filter(|operation| reads_a_body(*operation) && !operation.is_public()) {
            for (token, code) in [(None, "unauthenticated"), (Some("x"), "session_ended")] {
                let mut connection = RawConnection::connect(desk).await;
                let request = request(operation);
                connection.head(&request, token, "content-type: application/json\r\ncontent-length: 2000000\r\n").await;
                let answer = connection.answer().await;
                answer.problem(401, code, &request);
                assert!(answer.head.contains("connection: close"), "an unread body must close the connection: {}", answer.head);
                tried += 1;
            }
        }
        assert!(tried > 80, "only {tried} operations were found in the document");
    })
    .await;
}

/// Caught: errors of a body that had already arrived were reported instead.
#[tokio::test]
async fn unknown_caller_with_invalid_body_is_401() {
    let bodies = [("application/json", "{"), ("application/json", r#"{"surprise": 1}"#), ("application/json", "[]"), ("text/plain", "x")];
    on_both_engines(async |desk| {
        for operation in operations().filter(|operation| reads_a_body(*operation) && !operation.is_public()) {
            for (kind, body) in bodies {
                let mut connection = RawConnection::connect(desk).await;
                connection.send(&request(operation), None, kind, body.as_bytes(), Framing::ContentLength).await;
                connection.answer().await.problem(401, "unauthenticated", &format!("{} with {kind}", request(operation)));
            }
        }
    })
    .await;
}

/// Caught: they accepted 1 MiB.
#[tokio::test]
async fn sign_in_body_over_8_kib_is_413() {
    on_both_engines(async |desk| {
        let mut tried = 0;
        for operation in operations().filter(|operation| reads_a_body(*operation) && operation.is_public()) {
            let kind = if operation.id() == "issue_token" { FORM } else { "application/json" };
            let request = request(operation);
            let mut connection = RawConnection::connect(desk).await;
            connection.head(&request, None, &format!("content-type: {kind}\r\ncontent-length: 8193\r\n")).await;
            connection.answer().await.problem(413, "too_large", &format!("{request} announced"));
            let mut connection = RawConnection::connect(desk).await;
            connection.send(&request, None, kind, &[b' '; 8193], Framing::Chunked).await;
            connection.answer().await.problem(413, "too_large", &format!("{request} in chunks"));
            let mut connection = RawConnection::connect(desk).await;
            connection.send(&request, None, kind, &[b' '; 8192], Framing::Chunked).await;
            let answer = connection.answer().await;
            assert_eq!(answer.status, 400, "{request} with white space: {}", String::from_utf8_lossy(&answer.body));
            tried += 1;
        }
        assert_eq!(tried, 5, "login, refresh, logout, token and password link");
    })
    .await;
}

#[tokio::test]
async fn token_form_with_thousands_of_parameters_is_400() {
    on_both_engines(async |desk| {
        let form = "&a=".repeat(2000);
        desk.visitor().call(Method::POST, "/auth/token").body(FORM, form).send().await.problem(400, "invalid_request");
    })
    .await;
}

#[tokio::test]
async fn percent_encoded_path_without_token_is_401() {
    on_both_engines(async |desk| {
        for path in ["/%74ickets", "/%61uth/me", "/customers/%69mport"] {
            let method = if path.ends_with("mport") { Method::POST } else { Method::GET };
            desk.visitor().call(method, path).send().await.problem(401, "unauthenticated");
        }
        desk.agent().await.get("/%74ickets").await.ok();
    })
    .await;
}
