//! Limits of a request's head, checked before it is parsed: URL, headers and cookies are lists of any length.

use actix_web::{
    dev::RequestHead,
    http::{StatusCode, header::HeaderMap},
};

use super::error::ApiError;

/// Maximum bytes of path and query.
const MAX_ADDRESS: usize = 16 * 1024;
/// Maximum query parameters.
const MAX_PARAMETERS: usize = 100;
/// Maximum bytes of all header names and values.
const MAX_HEADERS: usize = 16 * 1024;
/// Maximum items of a header that is a list, such as `Cookie`, `Accept` or `If-None-Match`.
const MAX_ITEMS: usize = 200;

/// The error for a head that exceeds a limit.
pub(super) fn check_limits(head: &RequestHead) -> Option<ApiError> {
    let query = head.uri.query().unwrap_or_default();
    if head.uri.path().len() + query.len() > MAX_ADDRESS {
        return Some(ApiError::too_complex(format!("must have an address of at most {MAX_ADDRESS} bytes")));
    }
    if query.bytes().filter(|byte| *byte == b'&').count() >= MAX_PARAMETERS {
        return Some(ApiError::too_complex(format!("must have at most {MAX_PARAMETERS} query parameters")));
    }
    exceed(&head.headers).then(|| {
        let detail = format!("The request may have {MAX_HEADERS} bytes of headers, and {MAX_ITEMS} items in each that is a list.");
        ApiError::new(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, "headers_too_large", detail)
    })
}

fn exceed(headers: &HeaderMap) -> bool {
    let bytes: usize = headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    let is_separator = |byte: &&u8| matches!(**byte, b',' | b';');
    bytes > MAX_HEADERS || headers.iter().any(|(_, value)| value.as_bytes().iter().filter(is_separator).count() >= MAX_ITEMS)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn status(uri: &str, header: (&str, &str)) -> Option<u16> {
        let request = TestRequest::with_uri(uri).insert_header(header).to_http_request();
        check_limits(request.head()).map(|refusal| refusal.problem().status)
    }

    #[test]
    fn head_at_bounds_passes_and_beyond_is_rejected() {
        let none = ("x", "");
        let query = |count: usize| format!("/tickets?{}", vec!["a=1"; count].join("&"));
        let items = |count: usize, separator: &str| vec!["a"; count].join(separator);
        assert_eq!(status(&query(100), none), None);
        assert_eq!(status(&query(101), none), Some(400));
        assert_eq!(status(&format!("/{}", "a".repeat(MAX_ADDRESS - 1)), none), None);
        assert_eq!(status(&format!("/{}", "a".repeat(MAX_ADDRESS)), none), Some(400));
        assert_eq!(status(&format!("/?{}", "a".repeat(MAX_ADDRESS)), none), Some(400));
        for (name, separator) in [("cookie", ";"), ("accept", ","), ("if-none-match", ", "), ("accept-language", ","), ("if-match", ",")] {
            assert_eq!(status("/", (name, &items(200, separator))), None, "{name}");
            assert_eq!(status("/", (name, &items(201, separator))), Some(431), "{name}");
        }
        assert_eq!(status("/", ("authorization", &"a".repeat(MAX_HEADERS - 13))), None);
        assert_eq!(status("/", ("authorization", &"a".repeat(MAX_HEADERS - 12))), Some(431));
    }

    #[test]
    fn head_with_repeated_header_counts_all() {
        let request = (0..40).fold(TestRequest::default(), |request, _| request.append_header(("cookie", "a".repeat(500))));
        assert!(check_limits(request.to_http_request().head()).is_some());
    }
}
