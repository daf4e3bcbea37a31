//! Form bodies of OAuth 2 (RFC 6749, appendix B): read within the same limits as JSON.

use actix_web::{FromRequest, HttpMessage as _, HttpRequest, dev::Payload, http::header, web};
use futures::future::LocalBoxFuture;

use super::{body::read_body, error::ApiError};

const ACCEPTED: &str = "application/x-www-form-urlencoded";

/// Maximum parameters of a form; OAuth 2 defines about ten.
const MAX_PARAMETERS: usize = 100;

/// The parameters of a form. Unknown ones are ignored, as OAuth 2 requires (RFC 6749, section 3.2).
pub struct Form(Vec<(String, String)>);

/// Omits the values: they are secrets.
impl std::fmt::Debug for Form {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Form({} parameters)", self.0.len())
    }
}

impl Form {
    /// A parameter's value; an empty one counts as left out (RFC 6749, section 3.2).
    ///
    /// # Errors
    /// 400 `invalid_request` if it is sent twice.
    pub fn get(&self, name: &str) -> Result<Option<&str>, ApiError> {
        let mut values = self.0.iter().filter(|(other, _)| other == name).map(|(_, value)| value.as_str());
        let value = values.next().filter(|value| !value.is_empty());
        match values.next() {
            None => Ok(value),
            Some(_) => Err(ApiError::malformed("invalid_request", "A parameter of the form is given twice.")),
        }
    }
}

impl FromRequest for Form {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let plain = request.headers().get(header::CONTENT_ENCODING).is_none_or(|encoding| encoding == "identity");
            if !request.content_type().eq_ignore_ascii_case(ACCEPTED) || !plain {
                return Err(ApiError::unsupported_media_type(ACCEPTED));
            }
            let bytes = read_body(&request, payload).await?;
            if bytes.split(|byte| *byte == b'&').count() > MAX_PARAMETERS {
                let detail = format!("The form has more than {MAX_PARAMETERS} parameters.");
                return Err(ApiError::malformed("invalid_request", detail));
            }
            let malformed = || ApiError::malformed("invalid_request", "The body is not a form in percent-encoded UTF-8.");
            let text = std::str::from_utf8(&bytes).map_err(|_| malformed())?;
            let pairs = web::Query::<Vec<(String, String)>>::from_query(text).map_err(|_| malformed())?.into_inner();
            // Decoding replaces invalid UTF-8 by this character.
            if pairs.iter().any(|(name, value)| name.contains(char::REPLACEMENT_CHARACTER) || value.contains(char::REPLACEMENT_CHARACTER)) {
                return Err(malformed());
            }
            Ok(Self(pairs))
        })
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    async fn read(kind: &str, body: &'static [u8]) -> Result<Form, ApiError> {
        let (request, mut payload) = TestRequest::post().insert_header(("content-type", kind)).set_payload(body).to_http_parts();
        Form::from_request(&request, &mut payload).await
    }

    #[actix_web::test]
    async fn form_returns_known_parameters_and_rejects_repeated_ones() {
        let form = read("application/x-www-form-urlencoded; charset=utf-8", b"a=1%202&b=&c=x&c=x&d=%C3%A9+e&unknown").await.unwrap();
        assert_eq!(form.get("a").unwrap(), Some("1 2"));
        assert_eq!(form.get("b").unwrap(), None);
        assert_eq!(form.get("none").unwrap(), None);
        assert_eq!(form.get("d").unwrap(), Some("é e"));
        assert_eq!(form.get("c").unwrap_err().problem().code, "invalid_request");
        assert_eq!(format!("{form:?}"), "Form(6 parameters)");
    }

    #[actix_web::test]
    async fn form_with_more_than_100_parameters_is_rejected() {
        let form = "application/x-www-form-urlencoded";
        let many = |count: usize| vec!["a"; count].join("&").leak().as_bytes();
        read(form, many(100)).await.unwrap();
        assert_eq!(read(form, many(101)).await.unwrap_err().problem().code, "invalid_request");
        // One byte per parameter: the longest list within the limit for unauthenticated callers.
        assert_eq!(read(form, many(4096)).await.unwrap_err().problem().code, "invalid_request");
    }

    #[actix_web::test]
    async fn body_that_is_no_form_is_415_or_invalid_request() {
        assert_eq!(read("application/json", b"{}").await.unwrap_err().problem().status, 415);
        for broken in [&b"a=\xff"[..], b"a=%FF"] {
            assert_eq!(read("application/x-www-form-urlencoded", broken).await.unwrap_err().problem().code, "invalid_request");
        }
    }
}
