//! Test responses, and the checks that run on every one of them.

use std::ops::Deref;

use reqwest::{
    Method,
    header::{self, HeaderMap},
};
use serde_json::Value;

use crate::document;

/// A response that passed the contract checks.
#[derive(Debug)]
pub struct TestResponse {
    pub(crate) method: Method,
    pub(crate) path: String,
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The raw body.
    pub body: Vec<u8>,
}

/// A record as the server returned it, with its `ETag`.
#[derive(Debug, Clone)]
pub struct Record {
    /// The representation.
    pub body: Value,
    pub(crate) etag: Option<String>,
}

impl Record {
    /// The record's id.
    ///
    /// # Panics
    /// When it has none.
    pub fn id(&self) -> &str {
        self.body["id"].as_str().expect("a record with an id")
    }

    /// The record's tag, for `If-Match`.
    ///
    /// # Panics
    /// When it has none.
    pub fn etag(&self) -> &str {
        self.etag.as_deref().expect("a record with an ETag")
    }

    /// The rows of a list.
    ///
    /// # Panics
    /// When the body is no list.
    pub fn rows(&self) -> &[Value] {
        self.body["data"].as_array().expect("a list")
    }

    /// One field of each row of a list.
    ///
    /// # Panics
    /// When it is no list of records with such a text.
    pub fn each(&self, field: &str) -> Vec<&str> {
        self.rows().iter().map(|row| row[field].as_str().unwrap_or_else(|| panic!("{row} without {field}"))).collect()
    }

    /// The actions in the record's `allowed`.
    ///
    /// # Panics
    /// When it has no `allowed`.
    pub fn allowed_actions(&self) -> Vec<&str> {
        self.body["allowed"].as_array().expect("a record with allowed").iter().filter_map(Value::as_str).collect()
    }
}

impl Deref for Record {
    type Target = Value;

    fn deref(&self) -> &Value {
        &self.body
    }
}

impl TestResponse {
    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The body, which must be JSON.
    ///
    /// # Panics
    /// When it is not.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{self}: not JSON: {error}"))
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Asserts the status.
    ///
    /// # Panics
    /// When the status differs.
    #[track_caller]
    pub fn expect_status(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{self}");
        self
    }

    /// Asserts 200 and returns the record in the body.
    ///
    /// # Panics
    /// When it is not.
    #[track_caller]
    pub fn ok(self) -> Record {
        self.expect_status(200).record()
    }

    /// Asserts 201 with a `Location` and returns the record in the body.
    ///
    /// # Panics
    /// When it is not.
    #[track_caller]
    pub fn created(self) -> Record {
        let answer = self.expect_status(201);
        assert!(answer.header("location").is_some_and(|location| location.starts_with("/api/v1/")), "{answer}: without a Location");
        answer.record()
    }

    /// Asserts 204 without a body.
    ///
    /// # Panics
    /// When it is not.
    #[track_caller]
    pub fn no_content(self) {
        let answer = self.expect_status(204);
        assert!(answer.body.is_empty(), "{answer}");
    }

    /// Asserts a problem document of this status and code, and returns it.
    ///
    /// # Panics
    /// When it is not.
    #[track_caller]
    pub fn problem(self, status: u16, code: &str) -> Value {
        let answer = self.expect_status(status);
        let problem = answer.json();
        assert_eq!(problem["code"], code, "{answer}");
        problem
    }

    /// Asserts a 422 with exactly these field errors, each `(pointer or parameter, code)`.
    ///
    /// # Panics
    /// When it is not.
    #[track_caller]
    pub fn field_errors(self, expected: &[(&str, &str)]) {
        let answer = self.expect_status(422);
        let found = answer.error_locations();
        let found: Vec<(&str, &str)> = found.iter().map(|(place, code)| (place.as_str(), code.as_str())).collect();
        assert_eq!(found, expected, "{answer}");
    }

    /// The field errors of a problem, each `(pointer or parameter, code)`.
    #[track_caller]
    pub fn error_locations(&self) -> Vec<(String, String)> {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let problem = self.json();
        let errors = problem["errors"].as_array().cloned().unwrap_or_default();
        errors
            .iter()
            .map(|fault| {
                (text(&fault["pointer"]).or(text(&fault["parameter"])).unwrap_or_default(), text(&fault["code"]).unwrap_or_default())
            })
            .collect()
    }

    /// The refresh cookie set by the response.
    pub fn refresh_cookie(&self) -> Option<String> {
        let cookie = self.header("set-cookie")?.strip_prefix("caredesk_refresh=")?;
        cookie.split(';').next().map(str::to_owned)
    }

    /// The device cookie set by the response.
    pub fn device_cookie(&self) -> Option<String> {
        let cookies = self.headers.get_all(header::SET_COOKIE).iter().filter_map(|cookie| cookie.to_str().ok());
        let device = cookies.filter_map(|cookie| cookie.strip_prefix("caredesk_device=")).next()?;
        device.split(';').next().map(str::to_owned)
    }

    #[track_caller]
    fn record(self) -> Record {
        Record { body: self.json(), etag: self.header("etag").map(str::to_owned) }
    }

    /// Checks what holds for every response: headers, problem document, OpenAPI document.
    #[track_caller]
    pub(crate) fn check(&self) {
        assert_eq!(self.header("cache-control"), Some("no-store"), "{self}");
        assert_eq!(self.header("x-content-type-options"), Some("nosniff"), "{self}");
        assert_eq!(self.header("referrer-policy"), Some("no-referrer"), "{self}");
        assert_eq!(self.header("cross-origin-opener-policy"), Some("same-origin"), "{self}");
        assert_eq!(self.header("cross-origin-resource-policy"), Some("same-origin"), "{self}");
        assert!(self.header("permissions-policy").is_some_and(|policy| policy.contains("microphone=()")), "{self}");
        assert!(self.header("content-security-policy").is_some_and(|policy| policy.contains("frame-ancestors 'none'")), "{self}");
        let id = self.header("x-request-id").unwrap_or_else(|| panic!("{self}: without a request id"));
        if self.status >= 400 && self.method != Method::HEAD {
            self.check_problem(id);
        }
        if let Err(wrong) = document::check(&self.method, &self.path, self.status, &self.headers, &self.body) {
            panic!("{self}\ndoes not match the OpenAPI document: {wrong}");
        }
    }

    fn kind(&self) -> Option<&str> {
        self.header(header::CONTENT_TYPE.as_str())
    }

    #[track_caller]
    fn check_problem(&self, id: &str) {
        assert_eq!(self.kind(), Some("application/problem+json"), "{self}");
        let problem = self.json();
        assert_eq!(problem["request_id"], id, "{self}");
        assert_eq!(problem["status"], self.status, "{self}");
        assert_eq!(problem["type"], format!("/problems/{}", problem["code"].as_str().unwrap_or_default()), "{self}");
        let code = problem["code"].as_str().unwrap_or_default();
        assert!(!code.is_empty() && code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'), "{self}");
        for sentence in ["title", "detail"] {
            assert!(problem[sentence].as_str().is_some_and(|text| !text.is_empty()), "{self}: without {sentence}");
        }
        match self.status {
            // A service account authenticates with Basic, everybody else with a token (RFC 6749, section 5.2).
            401 if code == "invalid_client" => {
                assert!(self.header("www-authenticate").is_some_and(|it| it.starts_with("Basic ")), "{self}")
            }
            401 => assert_eq!(self.header("www-authenticate"), Some("Bearer"), "{self}: RFC 9110 requires it"),
            405 => assert!(self.header("allow").is_some(), "{self}: without Allow"),
            422 => {
                assert!(
                    !self.error_locations().is_empty() && self.error_locations().iter().all(|(place, _)| !place.is_empty()),
                    "{self}: without pointers"
                )
            }
            429 | 503 => assert!(self.header("retry-after").is_some(), "{self}: without Retry-After"),
            _ => {}
        }
    }
}

/// Request, status and the start of the body.
impl std::fmt::Display for TestResponse {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut body = self.text();
        if body.len() > 2000 {
            body = body.chars().take(2000).chain("…".chars()).collect();
        }
        write!(f, "{} {} answered {}: {body}", self.method, self.path, self.status)
    }
}
