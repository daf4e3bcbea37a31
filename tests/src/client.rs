//! Asking the desk.

use std::sync::atomic::{AtomicU64, Ordering};

use reqwest::{
    Method,
    header::{self, HeaderName, HeaderValue},
};
use serde_json::Value;

use crate::{answer::Answer, people::Person};

/// The prefix of every resource.
const BASE: &str = "/api/v1";

/// A key that nobody has used.
fn new_key() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    format!("new-{}", COUNT.fetch_add(1, Ordering::Relaxed))
}

/// Somebody who asks: a visitor, or a signed-in colleague.
#[derive(Debug, Clone)]
pub struct Client {
    http: reqwest::Client,
    url: String,
    signed_in: Option<SignedIn>,
    /// Whom each call names in `CareDesk-Staff`.
    expected: Option<String>,
}

#[derive(Debug, Clone)]
struct SignedIn {
    person: Person,
    token: String,
    cookie: Option<String>,
}

impl Client {
    /// Somebody who has not signed in, at a desk such as `http://127.0.0.1:8080`.
    ///
    /// # Panics
    /// When no client can be made.
    pub fn at(url: &str) -> Self {
        // The environment of whoever runs the tests may name a proxy; the desk is on this machine.
        let http = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Self { http, url: url.to_owned(), signed_in: None, expected: None }
    }

    /// Somebody who has not signed in, on a machine with this address of 127.0.0.0/8.
    ///
    /// # Panics
    /// When no client can be made.
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

    /// The same caller, naming in each call whom the page believes to be signed in.
    #[must_use]
    pub fn expecting(mut self, staff_id: &str) -> Self {
        self.expected = Some(staff_id.to_owned());
        self
    }

    /// Who it is.
    ///
    /// # Panics
    /// When nobody has signed in.
    pub fn person(&self) -> &Person {
        &self.signed_in.as_ref().expect("somebody signed in").person
    }

    /// Their id.
    ///
    /// # Panics
    /// When nobody has signed in.
    pub fn id(&self) -> &str {
        &self.person().id
    }

    /// Their access token.
    ///
    /// # Panics
    /// When nobody has signed in.
    pub fn token(&self) -> &str {
        &self.signed_in.as_ref().expect("somebody signed in").token
    }

    /// The value of their refresh cookie.
    ///
    /// # Panics
    /// When there is none.
    pub fn cookie(&self) -> &str {
        self.signed_in.as_ref().and_then(|signed_in| signed_in.cookie.as_deref()).expect("a refresh cookie")
    }

    /// Reads.
    pub async fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, path).send().await
    }

    /// Creates, searches, moves; as the pages do, with a key that nobody has used: an operation that does not take it shows at once.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.post_once(&new_key(), path, body).await
    }

    /// Asks for a move that needs no words.
    pub async fn post_empty(&self, path: &str) -> Answer {
        self.call(Method::POST, path).header("idempotency-key", &new_key()).send().await
    }

    /// Creates or moves under this `Idempotency-Key`.
    pub async fn post_once(&self, key: &str, path: &str, body: Value) -> Answer {
        self.call(Method::POST, path).header("idempotency-key", key).json(&body).send().await
    }

    /// Corrects what has the tag `if_match`.
    pub async fn patch(&self, path: &str, if_match: &str, body: Value) -> Answer {
        self.call(Method::PATCH, path).header("if-match", if_match).json(&body).send().await
    }

    /// Hides what has the tag `if_match`.
    pub async fn delete(&self, path: &str, if_match: &str) -> Answer {
        self.call(Method::DELETE, path).header("if-match", if_match).send().await
    }

    /// Any call, with the caller's token. A path such as `/tickets` is one of the API; `//livez` stands for the address `/livez`.
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

/// A call that is being put together.
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
    /// When it is none.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let (name, value) = (HeaderName::try_from(name).unwrap(), HeaderValue::try_from(value).unwrap());
        self.request = self.request.header(name, value);
        self
    }

    /// Adds the refresh cookie by hand: it is `Secure`, so that no client sends it over plain HTTP by itself.
    #[must_use]
    pub fn refresh_cookie(self, value: &str) -> Self {
        self.header("cookie", &format!("caredesk_refresh={value}"))
    }

    /// A JSON body.
    #[must_use]
    pub fn json(mut self, body: &Value) -> Self {
        self.request = self.request.json(body);
        self
    }

    /// A body of any bytes of any kind.
    #[must_use]
    pub fn body(mut self, kind: &str, bytes: impl Into<Vec<u8>>) -> Self {
        self.request = self.request.header(header::CONTENT_TYPE, kind).body(bytes.into());
        self
    }

    /// A body that comes bit by bit.
    #[must_use]
    pub fn streamed(mut self, kind: &str, body: impl Into<reqwest::Body>) -> Self {
        self.request = self.request.header(header::CONTENT_TYPE, kind).body(body);
        self
    }

    /// Asks, and holds the answer against the contract.
    ///
    /// # Panics
    /// When there is no answer, or it breaks the contract.
    pub async fn send(self) -> Answer {
        let answer = self.fail().await;
        assert!(answer.status != 500, "{answer}");
        answer
    }

    /// Asks a desk that was broken on purpose, whose answer may be that it has failed.
    ///
    /// # Panics
    /// When there is no answer, or it breaks the contract.
    pub async fn fail(self) -> Answer {
        let what = format!("{} {}", self.method, self.path);
        let response = self.request.send().await.unwrap_or_else(|error| panic!("{what}: no answer: {error:?}"));
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body = response.bytes().await.unwrap_or_else(|error| panic!("{what}: half an answer: {error:?}")).to_vec();
        let answer = Answer { method: self.method, path: self.path, status, headers, body };
        answer.check();
        answer
    }
}
