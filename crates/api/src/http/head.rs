//! Bounds of a request's head, checked before anybody reads it: addresses, headers and cookies are lists of any length to whoever parses them.

use actix_web::{
    dev::RequestHead,
    http::{StatusCode, header::HeaderMap},
};

use super::error::ApiError;

/// The most bytes of an address with its query.
const MAX_ADDRESS: usize = 16 * 1024;
/// The most parameters of a query.
const MAX_PARAMETERS: usize = 100;
/// The most bytes of all header names and values together.
const MAX_HEADERS: usize = 16 * 1024;
/// The most items of a header that is a list, such as `Cookie`, `Accept` or `If-None-Match`.
const MAX_ITEMS: usize = 200;

/// The refusal of a head that would cost too much to read.
pub(super) fn refusal(head: &RequestHead) -> Option<ApiError> {
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
        refusal(request.head()).map(|refusal| refusal.problem().status)
    }

    #[test]
    fn head_at_its_bounds_passes_and_beyond_is_refused() {
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
    fn head_with_a_header_repeated_counts_every_one() {
        let request = (0..40).fold(TestRequest::default(), |request, _| request.append_header(("cookie", "a".repeat(500))));
        assert!(refusal(request.to_http_request().head()).is_some());
    }
}
