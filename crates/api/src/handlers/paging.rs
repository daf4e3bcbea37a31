//! Pages of lists: what a request asks for, and what the response shows.

use caredesk_domain::text::{Text, TextKind};
use caredesk_persistence::{Page, PageRequest, SeekKey};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::http::{ApiError, Bool, CursorCodec, CursorPosition, FieldErrors, Fingerprint, Limit, Optional, query::parameters};

/// Limits of a cursor sent by a client.
#[derive(Debug)]
pub(super) enum CursorLimits {}
impl TextKind for CursorLimits {
    const NAME: &'static str = "Cursor";
    const MIN: usize = 1;
    const MAX: usize = 1024;
    const ALLOWS_CONTROLS: bool = false;
    const DESCRIPTION: &'static str = "A `next_cursor` of the same list with the same filter and sort.";
    const EXAMPLE: &'static str = "WyIxNzcyMzU3NDAwMDAwMDAwIiwiMDE5MmYz";
}
/// A cursor sent by a client.
pub(super) type CursorText = Text<CursorLimits>;

/// Paging parameters.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
pub(super) struct PageQuery {
    /// `next_cursor` of the previous page.
    #[garde(dive)]
    cursor: Optional<CursorText>,
    /// Maximum number of rows.
    #[garde(dive)]
    limit: Optional<Limit>,
    /// Whether to count the whole list.
    #[garde(dive)]
    include_total: Optional<Bool>,
}

impl PageQuery {
    /// The requested page of the list `list`.
    pub(super) fn into_request(self, cursors: &CursorCodec, list: Fingerprint) -> Result<PageRequest, ApiError> {
        let Self { cursor, limit, include_total } = self;
        let after = cursor.into_value()?.map(|cursor| cursors.decode_parameter(list, cursor.as_str())).transpose()?;
        page_request(limit.into_value()?, after, include_total.into_value()?)
    }
}

impl utoipa::IntoParams for PageQuery {
    fn into_params(_: impl Fn() -> Option<utoipa::openapi::path::ParameterIn>) -> Vec<utoipa::openapi::path::Parameter> {
        parameters::<Self>()
    }
}

/// The requested page.
pub(super) fn page_request(limit: Option<Limit>, after: Option<CursorPosition>, with_total: Option<bool>) -> Result<PageRequest, ApiError> {
    let after = after.map(|at| Ok::<_, ApiError>(SeekKey { key: at.key.parse().map_err(ApiError::internal)?, id: at.id })).transpose()?;
    Ok(PageRequest { limit: limit.unwrap_or_default().rows(), after, with_total: with_total.unwrap_or(false) })
}

/// One page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ListResponse<T> {
    /// The rows.
    pub(super) data: Vec<T>,
    /// Paging information.
    pub(super) page: PageInfo,
}

/// Paging information of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PageInfo {
    /// `cursor` of the next page; `null` on the last.
    #[schema(required)]
    next_cursor: Option<String>,
    /// Whether there is a next page.
    has_more: bool,
    /// Number of rows in the whole list, if `include_total` was sent; at most 10,000.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    total: Option<u32>,
    /// Present and true if there are more rows than were counted.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schema(required = false)]
    total_capped: bool,
}

/// Converts a page of the store to the response of the list `list`.
pub(super) fn list_response<T, U>(
    page: Page<T>,
    cursors: &CursorCodec,
    list: Fingerprint,
    row: impl FnMut(T) -> U,
) -> Result<ListResponse<U>, ApiError> {
    let next = page.next.map(|next| CursorPosition { key: next.key.to_string(), id: next.id });
    let next_cursor = next.map(|next| cursors.encode(list, &next)).transpose()?;
    let page_of = PageInfo {
        has_more: next_cursor.is_some(),
        next_cursor,
        total: page.total.map(|total| u32::try_from(total.count).unwrap_or(u32::MAX)),
        total_capped: page.total.is_some_and(|total| total.capped),
    };
    Ok(ListResponse { data: page.rows.into_iter().map(row).collect(), page: page_of })
}
