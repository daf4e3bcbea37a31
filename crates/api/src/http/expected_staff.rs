//! `CareDesk-Staff`: the staff member whom the client expects to be signed in, so that nothing is done in another person's name.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::StatusCode};
use caredesk_domain::{FieldError, StaffId};

use super::{error::ApiError, problem::ProblemField};

/// The header's name.
pub(super) const NAME: &str = "CareDesk-Staff";

/// The staff member that the request names, if any.
#[derive(Debug, Clone, Copy)]
pub struct ExpectedStaff(pub Option<StaffId>);

impl ExpectedStaff {
    /// Compares with the caller; `None` for a service account.
    ///
    /// # Errors
    /// 409 if the request names another person.
    pub fn check(self, actual: Option<StaffId>) -> Result<(), ApiError> {
        if self.0.is_none() || self.0 == actual { Ok(()) } else { Err(ApiError::another_person()) }
    }
}

impl FromRequest for ExpectedStaff {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(read(request).map(Self))
    }
}

fn read(request: &HttpRequest) -> Result<Option<StaffId>, ApiError> {
    let mut sent = request.headers().get_all(NAME);
    let Some(first) = sent.next() else { return Ok(None) };
    let id = first.to_str().ok().and_then(|text| text.trim().parse().ok()).filter(|_| sent.next().is_none());
    id.map(Some).ok_or_else(|| {
        let fault = FieldError::format("must be sent once, with the id of a member of staff");
        ApiError::new(StatusCode::BAD_REQUEST, "invalid_staff_header", format!("The header {NAME} is not the id of a member of staff."))
            .with_errors(vec![ProblemField::parameter(NAME, fault)])
    })
}

impl ApiError {
    /// 409: the request names another person than the caller.
    pub fn another_person() -> Self {
        let detail = format!("The header {NAME} names another person than the one who is signed in: nothing was done or read.");
        Self::conflict("another_person", detail, [""; 0])
    }
}
