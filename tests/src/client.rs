//! HTTP client of the tests.

use std::sync::atomic::{AtomicU64, Ordering};

use reqwest::{
    Method,
    header::{self, HeaderName, HeaderValue},
};
use serde_json::Value;

use crate::{person::Person, response::TestResponse};

/// The prefix of every resource.
const BASE: &str = "/api/v1";

/// An unused idempotency key.
fn new_key() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    format!("new-{}", COUNT.fetch_add(1, Ordering::Relaxed))
}

/// A caller of the API: anonymous, or signed in.
#[derive(Debug, Clone)]
pub struct Client {
    http: reqwest::Client,
    url: String,
    signed_in: Option<SignedIn>,
    /// The value of `CareDesk-Staff` in each call.
    expected: Option<String>,
}

#[derive(Debug, Clone)]
struct SignedIn {
    person: Person,
    token: String,
    cookie: Option<String>,
}

impl Client {
    /// An anonymous caller of a server such as `http://127.0.0.1:8080`.
    ///
    /// # Panics
    /// When the client cannot be built.
    pub fn at(url: &str) -> Self {
        // The environment may name a proxy; the server is on this machine.
        let http = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Self { http, url: url.to_owned(), signed_in: None, expected: None }
    }

    /// An anonymous caller from this address of 127.0.0.0/8.
    ///
    /// # Panics
    /// When the client cannot be built.
    #[must_use]
    pub fn from_address(self, address: [u8; 4]) -> Self {
        let http = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none());
        Self { http: http.local_address(std::net::IpAddr::from(address)).build().unwrap(), ..self }
    }

    /// The same caller with an access token, and the refresh cookie's value where there is one.
    #[must_use]
    pub fn signed_in(mut self, person: Person, token: &str, cookie: Option<String>) -> Self {
        self.signed_in = Some(SignedIn { person, token: token.to_owned(), cookie });
        self
    }

    /// The same caller, with the `CareDesk-Staff` header: who the page believes is signed in.
    #[must_use]
    pub fn expecting(mut self, staff_id: &str) -> Self {
        self.expected = Some(staff_id.to_owned());
        self
    }

    /// The signed-in person.
    ///
    /// # Panics
    /// When the caller is anonymous.
    pub fn person(&self) -> &Person {
        &self.signed_in.as_ref().expect("a signed-in caller").person
    }

    /// The signed-in person's id.
    ///
    /// # Panics
    /// When the caller is anonymous.
    pub fn id(&self) -> &str {
        &self.person().id
    }

    /// The access token.
    ///
    /// # Panics
    /// When the caller is anonymous.
    pub fn token(&self) -> &str {
        &self.signed_in.as_ref().expect("a signed-in caller").token
    }

    /// The value of the refresh cookie.
    ///
    /// # Panics
    /// When there is none.
    pub fn cookie(&self) -> &str {
        self.signed_in.as_ref().and_then(|signed_in| signed_in.cookie.as_deref()).expect("a refresh cookie")
    }

    /// Sends a GET.
    pub async fn get(&self, path: &str) -> TestResponse {
        self.call(Method::GET, path).send().await
    }

    /// Sends a POST with an unused `Idempotency-Key`, as the pages do: an operation that rejects the key is found at once.
    pub async fn post(&self, path: &str, body: Value) -> TestResponse {
        self.post_with_key(&new_key(), path, body).await
    }

    /// Sends a POST without a body.
    pub async fn post_empty(&self, path: &str) -> TestResponse {
        self.call(Method::POST, path).header("idempotency-key", &new_key()).send().await
    }

    /// Sends a POST with this `Idempotency-Key`.
    pub async fn post_with_key(&self, key: &str, path: &str, body: Value) -> TestResponse {
        self.call(Method::POST, path).header("idempotency-key", key).json(&body).send().await
    }

    /// Sends a PATCH with this `If-Match`.
    pub async fn patch(&self, path: &str, if_match: &str, body: Value) -> TestResponse {
        self.call(Method::PATCH, path).header("if-match", if_match).json(&body).send().await
    }

    /// Sends a DELETE with this `If-Match`.
    pub async fn delete(&self, path: &str, if_match: &str) -> TestResponse {
        self.call(Method::DELETE, path).header("if-match", if_match).send().await
    }

    /// Any call, with the caller's token. A path such as `/tickets` is below the API prefix; `//livez` stands for `/livez`.
    pub fn call(&self, method: Method, path: &str) -> Call {
        let path = path.strip_prefix('/').filter(|rest| rest.starts_with('/')).map_or_else(|| format!("{BASE}{path}"), str::to_owned);
        let mut request = self.http.request(method.clone(), format!("{}{path}", self.url));
        if let Some(SignedIn { token, .. }) = &self.signed_in {
            request = request.bearer_auth(token);
        }
        if let Some(expected) = &self.expected {
            request = request.header("caredesk-staff", expected);
        }
        Call { method, path, request }
    }
}

/// Builder of a call.
#[derive(Debug)]
pub struct Call {
    method: Method,
    path: String,
    request: reqwest::RequestBuilder,
}

impl Call {
    /// Adds a header.
    ///
    /// # Panics
    /// When it is no valid header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let (name, value) = (HeaderName::try_from(name).unwrap(), HeaderValue::try_from(value).unwrap());
        self.request = self.request.header(name, value);
        self
    }

    /// Adds the refresh cookie: it is `Secure`, so a client does not send it over plain HTTP by itself.
    #[must_use]
    pub fn refresh_cookie(self, value: &str) -> Self {
        self.header("cookie", &format!("caredesk_refresh={value}"))
    }

    /// Sets a JSON body.
    #[must_use]
    pub fn json(mut self, body: &Value) -> Self {
        self.request = self.request.json(body);
        self
    }

    /// Sets a body of any media type.
    #[must_use]
    pub fn body(mut self, kind: &str, bytes: impl Into<Vec<u8>>) -> Self {
        self.request = self.request.header(header::CONTENT_TYPE, kind).body(bytes.into());
        self
    }

    /// Sets a streamed body.
    #[must_use]
    pub fn streamed(mut self, kind: &str, body: impl Into<reqwest::Body>) -> Self {
        self.request = self.request.header(header::CONTENT_TYPE, kind).body(body);
        self
    }

    /// Sends the call and checks the response against the contract. A 500 fails the test.
    ///
    /// # Panics
    /// When there is no response, or it breaks the contract.
    pub async fn send(self) -> TestResponse {
        let answer = self.send_allowing_500().await;
        assert!(answer.status != 500, "{answer}");
        answer
    }

    /// As `send`, but a 500 is allowed: for a server that was broken on purpose.
    ///
    /// # Panics
    /// When there is no response, or it breaks the contract.
    pub async fn send_allowing_500(self) -> TestResponse {
        let what = format!("{} {}", self.method, self.path);
        let response = self.request.send().await.unwrap_or_else(|error| panic!("{what}: no response: {error:?}"));
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body = response.bytes().await.unwrap_or_else(|error| panic!("{what}: incomplete response: {error:?}")).to_vec();
        let answer = TestResponse { method: self.method, path: self.path, status, headers, body };
        answer.check();
        answer
    }
}
