//! Throttling of password and secret guessing, without delaying others.

mod addresses;
mod audit;
mod devices;
mod fairness;
mod limits;
mod secrets;
mod servers;

use caredesk_tests::{Client, PASSWORD, TestResponse};
use reqwest::Method;
use serde_json::json;

const WRONG: &str = "not the right password";

async fn login(client: &Client, email: &str, password: &str) -> TestResponse {
    client.post("/auth/login", json!({"email": email, "password": password})).await
}

/// Signs in, in a browser that holds this device cookie.
async fn login_with(client: &Client, cookie: &str, email: &str, password: &str) -> TestResponse {
    let call = client.call(Method::POST, "/auth/login").header("cookie", &format!("caredesk_device={cookie}"));
    call.json(&json!({"email": email, "password": password})).send().await
}

/// Fails to sign in `times` times.
async fn fail(client: &Client, email: &str, times: usize) {
    for _ in 0..times {
        login(client, email, WRONG).await.problem(401, "sign_in_refused");
    }
}

/// The seconds after which a throttled caller may try again.
#[track_caller]
fn retry_after(answer: TestResponse) -> i64 {
    let seconds = answer.header("retry-after").and_then(|seconds| seconds.parse().ok());
    answer.problem(429, "too_many_attempts");
    seconds.unwrap()
}

/// A device cookie from a sign-in.
async fn device_cookie(client: &Client, email: &str) -> String {
    login(client, email, PASSWORD).await.device_cookie().unwrap()
}
