//! Filter of ticket lists.

use std::str::FromStr;

use caredesk_domain::{
    CustomerId, FieldError, StaffId, Timestamp,
    actor::Actor,
    id::UUID_PATTERN,
    ticket::{Category, Priority, TicketStatus},
};
use caredesk_persistence::{AssigneeFilter, UnfetchedFilter};
use serde::Deserialize;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        RefOr,
        schema::{ObjectBuilder, Schema, Type},
    },
};

use crate::{
    handlers::{order::TicketOrder, paging::CursorText, principal::PrincipalParameter},
    http::{Bool, CommaSeparated, FieldErrors, Limit, Optional, query::parameters},
};

/// Assignees: a staff id, `me`, or `none` for the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum AssigneeParameter {
    Me,
    Nobody,
    Id(StaffId),
}

impl AssigneeParameter {
    pub(in super::super) fn resolve(self, actor: &Actor) -> Option<AssigneeFilter> {
        match self {
            // A service account has no tickets: match none, instead of ignoring the filter.
            Self::Me => actor.principal_id().map(|id| AssigneeFilter::Staff(StaffId::from_uuid(id.uuid()))),
            Self::Nobody => Some(AssigneeFilter::Unassigned),
            Self::Id(id) => Some(AssigneeFilter::Staff(id)),
        }
    }
}

impl FromStr for AssigneeParameter {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        match text {
            "me" => Ok(Self::Me),
            "none" => Ok(Self::Nobody),
            id => id.parse().map(Self::Id).map_err(|_| FieldError::format("must be me, none, or a staff id")),
        }
    }
}

impl PartialSchema for AssigneeParameter {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::String).pattern(Some(format!("^(me|none|{UUID_PATTERN})$"))).examples(["me"]).into()
    }
}

impl ToSchema for AssigneeParameter {}

/// Authors of replies: a staff id, `me`, or `anyone`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum AuthorParameter {
    Me,
    Anyone,
    Id(StaffId),
}

impl AuthorParameter {
    pub(in super::super) fn resolve(self, actor: &Actor) -> Option<UnfetchedFilter> {
        match self {
            Self::Me => actor.principal_id().map(|id| UnfetchedFilter::Author(StaffId::from_uuid(id.uuid()))),
            Self::Anyone => Some(UnfetchedFilter::Any),
            Self::Id(id) => Some(UnfetchedFilter::Author(id)),
        }
    }
}

impl FromStr for AuthorParameter {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        match text {
            "me" => Ok(Self::Me),
            "anyone" => Ok(Self::Anyone),
            id => id.parse().map(Self::Id).map_err(|_| FieldError::format("must be me, anyone, or a staff id")),
        }
    }
}

impl PartialSchema for AuthorParameter {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::String).pattern(Some(format!("^(me|anyone|{UUID_PATTERN})$"))).examples(["me"]).into()
    }
}

impl ToSchema for AuthorParameter {}

/// Filter, order and page of tickets.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
pub(super) struct TicketQuery {
    /// Only in these statuses.
    #[garde(dive)]
    pub(super) status: Optional<CommaSeparated<TicketStatus>>,
    /// Only of these priorities.
    #[garde(dive)]
    pub(super) priority: Optional<CommaSeparated<Priority>>,
    /// Only of these categories.
    #[garde(dive)]
    pub(super) category: Optional<CommaSeparated<Category>>,
    /// Only with these assignees: staff ids, `me`, `none`.
    #[garde(dive)]
    pub(super) assignee: Optional<CommaSeparated<AssigneeParameter>>,
    /// Only with a reply by these authors that the app has not fetched in time (an hour, ten minutes if urgent): staff ids, `me`, `anyone`.
    #[garde(dive)]
    pub(super) unfetched_by: Optional<CommaSeparated<AuthorParameter>>,
    /// Only of this customer.
    #[garde(dive)]
    pub(super) customer_id: Optional<CustomerId>,
    /// Opened at this instant or later.
    #[garde(dive)]
    #[serde(rename = "created_at[gte]")]
    pub(super) created_at_gte: Optional<Timestamp>,
    /// Opened before this instant.
    #[garde(dive)]
    #[serde(rename = "created_at[lt]")]
    pub(super) created_at_lt: Optional<Timestamp>,
    /// Changed at this instant or later.
    #[garde(dive)]
    #[serde(rename = "updated_at[gte]")]
    pub(super) updated_at_gte: Optional<Timestamp>,
    /// Changed before this instant.
    #[garde(dive)]
    #[serde(rename = "updated_at[lt]")]
    pub(super) updated_at_lt: Optional<Timestamp>,
    /// Only tickets that are resolved, by these: ids of staff or service accounts, `me`.
    #[garde(dive)]
    pub(super) resolved_by: Optional<CommaSeparated<PrincipalParameter>>,
    /// Resolved at this instant or later, and not reopened since.
    #[garde(dive)]
    #[serde(rename = "resolved_at[gte]")]
    pub(super) resolved_at_gte: Optional<Timestamp>,
    /// Resolved before this instant, and not reopened since.
    #[garde(dive)]
    #[serde(rename = "resolved_at[lt]")]
    pub(super) resolved_at_lt: Optional<Timestamp>,
    /// Deleted records instead of the others; for admins.
    #[garde(dive)]
    pub(super) deleted: Optional<Bool>,
    /// Sort order. `queue` is the working order, in which `POST /tickets/next` assigns tickets: by priority, the urgent first, then by waiting time; within a
    /// priority, tickets that do not wait are last.
    #[garde(dive)]
    pub(super) sort: Optional<TicketOrder>,
    /// `next_cursor` of the previous page.
    #[garde(dive)]
    pub(super) cursor: Optional<CursorText>,
    /// Maximum number of rows.
    #[garde(dive)]
    pub(super) limit: Optional<Limit>,
    /// Whether to count the whole list.
    #[garde(dive)]
    pub(super) include_total: Optional<Bool>,
}

impl utoipa::IntoParams for TicketQuery {
    fn into_params(_: impl Fn() -> Option<utoipa::openapi::path::ParameterIn>) -> Vec<utoipa::openapi::path::Parameter> {
        parameters::<Self>()
    }
}
