//! Representations with a version: `ETag`, `If-None-Match`, `If-Match` (RFC 9110, section 13).

use std::future::Ready;

use actix_web::{
    FromRequest, HttpRequest, HttpResponse, Responder,
    body::BoxBody,
    dev::Payload,
    http::{
        Method,
        header::{self, HeaderName, HeaderValue},
    },
};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::error::ApiError;

/// A record as this caller may see it. Its `ETag` is `"<version>-<digest of the body>"`, so that a 304 never hides a change that keeps the version, such as a
/// new message.
///
/// A caller who may not read it gets no body: 204, or 201 with `Location`. The digest in the `ETag` is then that of an empty body, so that it discloses only
/// the version.
#[derive(Debug)]
pub struct Representation<T> {
    version: i32,
    body: Option<T>,
    location: Option<String>,
}

impl<T: Serialize> Representation<T> {
    /// 200 with the record.
    pub const fn new(version: i32, body: T) -> Self {
        Self { version, body: Some(body), location: None }
    }

    /// 204: done, but the caller may not read the record.
    pub const fn withheld(version: i32) -> Self {
        Self { version, body: None, location: None }
    }

    /// 201 with the record's location, and the record unless it is withheld.
    #[must_use]
    pub fn created_at(mut self, location: String) -> Self {
        self.location = Some(location);
        self
    }

    fn to_response(&self, request: &HttpRequest) -> Result<HttpResponse, ApiError> {
        let body = self.body.as_ref().map(serde_json::to_vec).transpose().map_err(ApiError::internal)?;
        let tag = etag(self.version, body.as_deref().unwrap_or_default());
        let reading = [Method::GET, Method::HEAD].contains(request.method());
        if reading && self.location.is_none() && is_held(request, &tag) {
            return Ok(HttpResponse::NotModified().insert_header((header::ETAG, tag)).insert_header(NO_STORE).finish());
        }
        let mut answer = match (&self.location, &body) {
            (Some(_), _) => HttpResponse::Created(),
            (None, Some(_)) => HttpResponse::Ok(),
            (None, None) => HttpResponse::NoContent(),
        };
        if let Some(location) = &self.location {
            answer.insert_header((header::LOCATION, location.as_str()));
        }
        answer.insert_header((header::ETAG, tag)).insert_header(NO_STORE);
        Ok(match body {
            Some(body) => answer.content_type("application/json").body(body),
            None => answer.finish(),
        })
    }
}

impl<T: Serialize> Responder for Representation<T> {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        self.to_response(request).unwrap_or_else(HttpResponse::from_error)
    }
}

/// Responses may contain personal data: forbids caching.
pub(super) const NO_STORE: (HeaderName, HeaderValue) = (header::CACHE_CONTROL, HeaderValue::from_static("no-store"));

fn etag(version: i32, body: &[u8]) -> String {
    let digest = hex::encode(&Sha256::digest(body)[..8]);
    format!("\"{version}-{digest}\"")
}

/// Whether `If-None-Match` matches the representation; weak comparison (RFC 9110, section 13.1.2).
pub fn is_held(request: &HttpRequest, tag: &str) -> bool {
    tags(request, &header::IF_NONE_MATCH).any(|held| held == "*" || held.trim_start_matches("W/") == tag)
}

fn tags<'r>(request: &'r HttpRequest, name: &HeaderName) -> impl Iterator<Item = &'r str> {
    request.headers().get_all(name).filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(',')).map(str::trim)
}

/// The versions that the caller may change, from `If-Match`. Only the version of a tag counts: a new message changes the digest and does not conflict with a
/// change. `Option<IfMatch>` is optional; `IfMatch` gives 428 if the header is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IfMatch {
    /// `*`: any version of an existing record.
    Any,
    /// The versions of valid tags; other tags match nothing, so that without a valid one the condition fails.
    Versions(Vec<i32>),
}

impl IfMatch {
    /// Whether a record of this version may be changed.
    pub fn allows(&self, version: i32) -> bool {
        match self {
            Self::Any => true,
            Self::Versions(versions) => versions.contains(&version),
        }
    }

    /// 412 if the record has changed since the caller read it.
    pub fn check(&self, version: i32) -> Result<(), ApiError> {
        if self.allows(version) { Ok(()) } else { Err(ApiError::stale()) }
    }
}

impl FromRequest for IfMatch {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        if !request.headers().contains_key(header::IF_MATCH) {
            return std::future::ready(Err(ApiError::if_match_required()));
        }
        let mut versions = Vec::new();
        for tag in tags(request, &header::IF_MATCH) {
            if tag == "*" {
                return std::future::ready(Ok(Self::Any));
            }
            versions.extend(version(tag));
        }
        std::future::ready(Ok(Self::Versions(versions)))
    }
}

/// The version of one of our tags. Proxies that compress weaken tags, so `W/` is accepted.
fn version(tag: &str) -> Option<i32> {
    let tag = tag.trim_start_matches("W/").strip_prefix('"')?.strip_suffix('"')?;
    let (version, digest) = tag.split_once('-')?;
    let is_digest = digest.len() == 16 && digest.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_digest { version.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use actix_web::{
        App, delete, get,
        http::StatusCode,
        post,
        test::{TestRequest, call_service, init_service, read_body},
    };
    use serde_json::json;

    use super::*;

    #[get("/record")]
    async fn read() -> Representation<serde_json::Value> {
        Representation::new(7, json!({"name": "record", "messages": 2}))
    }

    #[post("/record")]
    async fn create() -> Result<Representation<serde_json::Value>, ApiError> {
        Ok(Representation::new(1, json!({})).created_at("/api/v1/records/5".into()))
    }

    #[post("/record/withheld")]
    async fn create_withheld() -> Result<Representation<serde_json::Value>, ApiError> {
        Ok(Representation::withheld(3).created_at("/api/v1/records/5".into()))
    }

    #[post("/record/change")]
    async fn change_withheld() -> Result<Representation<serde_json::Value>, ApiError> {
        Ok(Representation::withheld(3))
    }

    #[delete("/record")]
    async fn hide(if_match: IfMatch) -> Result<HttpResponse, ApiError> {
        if_match.check(7)?;
        Ok(HttpResponse::NoContent().finish())
    }

    #[post("/record/claim")]
    async fn claim(if_match: Option<IfMatch>) -> Result<HttpResponse, ApiError> {
        if_match.map_or(Ok(()), |if_match| if_match.check(7))?;
        Ok(HttpResponse::NoContent().finish())
    }

    #[actix_web::test]
    async fn etag_of_response_is_version_and_body_digest() {
        let app = init_service(App::new().service(read).service(create)).await;
        let response = call_service(&app, TestRequest::get().uri("/record").to_request()).await;
        let tag = response.headers().get("etag").unwrap().to_str().unwrap().to_owned();
        assert_eq!(response.headers().get("cache-control").unwrap(), "no-store");
        assert_eq!(response.headers().get("content-type").unwrap(), "application/json");
        let body = read_body(response).await;
        assert_eq!(body, r#"{"messages":2,"name":"record"}"#);
        assert_eq!(tag, etag(7, &body));
        assert_eq!(tag.len(), "\"7-0123456789abcdef\"".len());

        let created = call_service(&app, TestRequest::post().uri("/record").insert_header(("if-none-match", "*")).to_request()).await;
        assert_eq!(created.status(), StatusCode::CREATED);
        assert_eq!(created.headers().get("location").unwrap(), "/api/v1/records/5");
    }

    #[actix_web::test]
    async fn respond_withheld_sends_version_and_location_only() {
        let app = init_service(App::new().service(create_withheld).service(change_withheld)).await;
        for (path, status, location) in [("/record/withheld", 201, Some("/api/v1/records/5")), ("/record/change", 204, None)] {
            let response = call_service(&app, TestRequest::post().uri(path).to_request()).await;
            assert_eq!(response.status(), status);
            assert_eq!(response.headers().get("location").map(|location| location.to_str().unwrap()), location);
            assert_eq!(response.headers().get("etag").unwrap(), &etag(3, b""));
            assert_eq!(response.headers().get("content-type"), None);
            assert!(read_body(response).await.is_empty());
        }
    }

    #[actix_web::test]
    async fn get_with_matching_etag_is_304_and_with_older_is_200() {
        let app = init_service(App::new().service(read)).await;
        let response = call_service(&app, TestRequest::get().uri("/record").to_request()).await;
        let tag = response.headers().get("etag").unwrap().to_str().unwrap().to_owned();
        let cases = [
            (tag.clone(), 304),
            (format!("W/{tag}"), 304),
            (format!("\"other\", {tag}"), 304),
            ("*".to_owned(), 304),
            ("\"7-0000000000000000\"".to_owned(), 200),
        ];
        for (held, status) in cases {
            let request = TestRequest::get().uri("/record").insert_header(("if-none-match", held.clone()));
            let response = call_service(&app, request.to_request()).await;
            assert_eq!(response.status(), status, "{held}");
            assert_eq!(response.headers().get("etag").unwrap().to_str().unwrap(), tag);
            assert_eq!(read_body(response).await.is_empty(), status == 304);
        }
    }

    #[actix_web::test]
    async fn if_match_is_required_for_change_and_optional_for_transition() {
        let app = init_service(App::new().service(hide).service(claim)).await;
        let cases = [
            (None, 428, 204),
            (Some("\"7-0000000000000000\""), 204, 204),
            (Some("W/\"7-0000000000000000\""), 204, 204),
            (Some("\"6-0000000000000000\", \"7-0000000000000000\""), 204, 204),
            (Some("*"), 204, 204),
            (Some("\"6-0000000000000000\""), 412, 412),
            (Some("\"77-0000000000000000\""), 412, 412),
            (Some("7"), 412, 412),
            (Some("\"7\""), 412, 412),
            (Some("\"99999999999-0000000000000000\""), 412, 412),
            (Some(""), 412, 412),
        ];
        for (tag, change, transition) in cases {
            for (request, status) in
                [(TestRequest::delete().uri("/record"), change), (TestRequest::post().uri("/record/claim"), transition)]
            {
                let request = tag.iter().fold(request, |request, tag| request.insert_header(("if-match", *tag)));
                assert_eq!(call_service(&app, request.to_request()).await.status(), status, "{tag:?}");
            }
        }
    }
}
