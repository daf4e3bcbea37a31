//! Static files of the single-page app, embedded in the binary.
//!
//! A debug build reads them from `frontend/dist`; a release build embeds them. Every page response has its own nonce and a content security policy
//! that runs scripts of this server only.

use std::borrow::Cow;

use actix_web::{
    Error, HttpRequest, HttpResponse,
    body::BoxBody,
    dev::{ServiceRequest, ServiceResponse},
    http::{
        Method,
        header::{self, Encoding, Header as _, HeaderValue, Preference, Quality},
    },
    web::{Bytes, Data},
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use caredesk_persistence::Store;
use rust_embed::{Embed, EmbeddedFile};

use crate::http::fallback;

/// The built files.
#[derive(Embed)]
#[folder = "../../frontend/dist"]
#[allow_missing = true]
struct Assets;

/// The time zone that the pages show times in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DeskZone(pub(crate) chrono_tz::Tz);

/// Placeholders in `index.html` that the server fills in.
const NONCE: &str = "__CSP_NONCE__";
const ZONE: &str = "__TIME_ZONE__";

/// Prefixes without pages: unknown paths there get a problem document.
const NOT_PAGES: [&str; 6] = ["/api/", "/docs", "/.well-known/", "/livez", "/readyz", "/metrics"];

/// Responds where no route matches: a static file, the app's page, or a problem document.
pub(crate) async fn serve(request: ServiceRequest) -> Result<ServiceResponse, Error> {
    let reading = [Method::GET, Method::HEAD].contains(request.method());
    if !reading || request.path() == "/api" || NOT_PAGES.iter().any(|prefix| request.path().starts_with(prefix)) {
        return fallback(request).await;
    }
    let name = request.path().trim_start_matches('/');
    let hidden = name.split('/').any(|part| part.starts_with('.'));
    if !hidden
        && name != "index.html"
        && let Some(response) = file(request.request(), name)
    {
        return Ok(request.into_response(response));
    }
    // A path without a file extension is a route of the app, which handles unknown ones itself.
    if hidden || name.rsplit('/').next().is_some_and(|last| last.contains('.')) {
        return fallback(request).await;
    }
    let response = page(request.request());
    Ok(request.into_response(response))
}

/// A static file in the smallest encoding the client accepts. Names under `assets/` contain a hash, so that they are cached forever.
fn file(request: &HttpRequest, name: &str) -> Option<HttpResponse<BoxBody>> {
    let plain = Assets::get(name)?;
    let kept = if name.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    let mut response = HttpResponse::Ok();
    response.insert_header((header::CACHE_CONTROL, kept)).insert_header((header::VARY, "accept-encoding"));
    response.content_type(plain.metadata.mimetype());
    let smaller = [("br", "br"), ("gzip", "gz")].into_iter().filter(|(coding, _)| accepts(request, coding));
    for (coding, ending) in smaller {
        if let Some(file) = Assets::get(&format!("{name}.{ending}")) {
            return Some(response.insert_header((header::CONTENT_ENCODING, coding)).body(bytes(file)));
        }
    }
    Some(response.body(bytes(plain)))
}

/// `index.html`, or how to build it.
fn page(request: &HttpRequest) -> HttpResponse<BoxBody> {
    let Some(file) = Assets::get("index.html") else { return HttpResponse::Ok().content_type("text/html; charset=utf-8").body(NOT_BUILT) };
    let nonce = request.app_data::<Data<Store>>().map(|store| BASE64_STANDARD.encode(store.ids().random_bytes::<16>())).unwrap_or_default();
    let zone = request.app_data::<Data<DeskZone>>().map_or("UTC", |zone| zone.0.name());
    let html = String::from_utf8_lossy(&file.data).replace(NONCE, &nonce).replace(ZONE, zone);
    let mut response = HttpResponse::Ok();
    response.content_type("text/html; charset=utf-8").insert_header((header::CACHE_CONTROL, "no-store"));
    if let Ok(policy) = HeaderValue::try_from(policy(&nonce)) {
        response.insert_header((header::CONTENT_SECURITY_POLICY, policy));
    }
    response.body(html)
}

/// Content security policy: scripts and styles from this server or with the nonce, no framing, no other origins.
fn policy(nonce: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; font-src 'self'; \
         connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
}

fn accepts(request: &HttpRequest, coding: &str) -> bool {
    let accepted = header::AcceptEncoding::parse(request).map_or_else(|_| Vec::new(), |accepted| accepted.0);
    let is_it = |preference: &Preference<Encoding>| preference.item().is_some_and(|encoding| encoding.to_string() == coding);
    accepted.iter().any(|accepted| accepted.quality > Quality::ZERO && is_it(&accepted.item))
}

/// A file's bytes; embedded ones are not copied.
fn bytes(file: EmbeddedFile) -> Bytes {
    match file.data {
        Cow::Borrowed(data) => Bytes::from_static(data),
        Cow::Owned(data) => data.into(),
    }
}

const NOT_BUILT: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>CareDesk</title>\
     <h1>CareDesk</h1><p>The desk is running. Its API is described at <a href=\"/docs/\">/docs/</a>.</p>\
     <p>This program was built without its pages: run <code>npm ci &amp;&amp; npm run build</code> in <code>frontend</code>, then build it again.</p></html>";
