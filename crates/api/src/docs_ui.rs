//! `/docs/`: Swagger UI over the OpenAPI document.

use std::{borrow::Cow, sync::Arc};

use actix_web::{
    HttpResponse, get,
    http::header::{self, ContentEncoding},
    web::{Bytes, Data, Path},
};
use utoipa_swagger_ui::Config;

use crate::http::ApiError;

/// Configuration of Swagger UI.
pub(crate) fn config() -> Config<'static> {
    Config::from("/api/v1/openapi.json").try_it_out_enabled(true).persist_authorization(false).display_operation_id(true)
}

/// A file of Swagger UI, served from the binary's memory; the service of `utoipa_swagger_ui` copies the file for every request.
#[get("/docs/{file:.*}")]
pub(crate) async fn file(name: Path<String>, config: Data<Config<'static>>) -> Result<HttpResponse, ApiError> {
    let found = utoipa_swagger_ui::serve(&name, Arc::clone(&config)).map_err(|error| ApiError::internal(error.to_string()))?;
    let found = found.ok_or_else(ApiError::not_found)?;
    let mut response = HttpResponse::Ok();
    if found.gzpipped {
        response.insert_header((header::CONTENT_ENCODING, ContentEncoding::Gzip));
    }
    Ok(response.content_type(found.content_type).body(match found.bytes {
        Cow::Borrowed(data) => Bytes::from_static(data),
        Cow::Owned(data) => data.into(),
    }))
}
