//! Security headers of every response.

use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};

use super::etag::NO_STORE;

/// JSON is not a page: nothing in it runs, loads, or is framed.
const DATA_POLICY: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/// Swagger UI needs its own scripts and styles, one inline style (by hash), and icons as `data:`.
const DOCS_POLICY: &str = "default-src 'none'; script-src 'self'; \
                           style-src 'self' 'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='; img-src 'self' data:; font-src 'self'; connect-src 'self'; \
                           base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/// Browser features that no page uses, so that an injected script cannot either.
const PERMISSIONS: &str = "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), magnetometer=(), \
                           microphone=(), midi=(), payment=(), serial=(), usb=(), xr-spatial-tracking=()";
/// One year, as the browsers' preload lists require; for this host only, because other hosts of the domain may not support TLS.
const ONE_YEAR: &str = "max-age=31536000";

const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// The headers of one response.
#[derive(Debug, Clone, Copy)]
pub(super) struct SecurityHeaders {
    content_policy: &'static str,
    is_behind_tls: bool,
}

impl SecurityHeaders {
    /// The headers of a response at this path. `is_behind_tls`: browsers reach the server over HTTPS only.
    pub(super) fn for_path(path: &str, is_behind_tls: bool) -> Self {
        let is_docs = path == "/docs" || path.starts_with("/docs/");
        Self { content_policy: if is_docs { DOCS_POLICY } else { DATA_POLICY }, is_behind_tls }
    }

    /// Adds those that the response does not set itself.
    pub(super) fn add_to(self, headers: &mut HeaderMap) {
        let transport = self.is_behind_tls.then_some((header::STRICT_TRANSPORT_SECURITY, ONE_YEAR));
        let fixed = [
            (header::CONTENT_SECURITY_POLICY, self.content_policy),
            (header::X_FRAME_OPTIONS, "DENY"),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (header::REFERRER_POLICY, "no-referrer"),
            (OPENER_POLICY, "same-origin"),
            (RESOURCE_POLICY, "same-origin"),
            (header::PERMISSIONS_POLICY, PERMISSIONS),
        ];
        let fixed = fixed.into_iter().chain(transport).map(|(name, value)| (name, HeaderValue::from_static(value)));
        for (name, value) in fixed.chain([NO_STORE]) {
            if !headers.contains_key(&name) {
                headers.insert(name, value);
            }
        }
    }
}
