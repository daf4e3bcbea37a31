//! Filter and order of escalation lists.

use std::str::FromStr;

use caredesk_domain::{
    CustomerId, Fault, StaffId, Timestamp,
    actor::Actor,
    escalation::{Awaiting, Ended, EscalationStatus, SourceKind, TargetRole},
    id::SHAPE,
};
use caredesk_persistence::{Asked, EscalationFilter, EscalationSort, PageRequest};
use serde::Deserialize;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        RefOr,
        schema::{ObjectBuilder, Schema, Type},
    },
};

use super::super::{
    answer::page_request,
    order::{Order, SortKey},
    principal::PrincipalParameter,
    timeline::{CursorText, TimelineQuery},
};
use crate::http::{ApiError, Cursors, Fingerprint, Flag, Limit, Optional, Several, query::parameters};

/// The order of escalations.
pub(in super::super) type EscalationOrder = Order<EscalationSort>;

impl SortKey for EscalationSort {
    const NAME: &'static str = "EscalationOrder";
    const KEYS: &'static [(&'static str, Self)] = &[("place", Self::Place), ("created_at", Self::CreatedAt)];
    const USUAL: &'static str = "place";
}

/// Addressees: a staff id, `me`, or `pool` for escalations that name nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TargetParameter {
    Me,
    Pool,
    Id(StaffId),
}

impl TargetParameter {
    fn resolve(self, actor: &Actor) -> Option<Asked> {
        match self {
            // A service account is no addressee: match none, instead of ignoring the filter.
            Self::Me => actor.principal().map(|id| Asked::Person(StaffId::from_uuid(id.uuid()))),
            Self::Pool => Some(Asked::Pool),
            Self::Id(id) => Some(Asked::Person(id)),
        }
    }
}

impl FromStr for TargetParameter {
    type Err = Fault;

    fn from_str(text: &str) -> Result<Self, Fault> {
        match text {
            "me" => Ok(Self::Me),
            "pool" => Ok(Self::Pool),
            id => id.parse().map(Self::Id).map_err(|_| Fault::format("must be me, pool, or a staff id")),
        }
    }
}

impl PartialSchema for TargetParameter {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::String).pattern(Some(format!("^(me|pool|{SHAPE})$"))).examples(["me"]).into()
    }
}

impl ToSchema for TargetParameter {}

/// Filter, order and page of escalations.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct EscalationQuery {
    /// Only in these statuses.
    #[garde(dive)]
    status: Optional<Several<EscalationStatus>>,
    /// Only with these ends.
    #[garde(dive)]
    ended: Optional<Several<Ended>>,
    /// Only escalations that were accepted, whatever their status; `false`: only those not accepted.
    #[garde(dive)]
    accepted: Optional<Flag>,
    /// Only escalations answered by the addressee; `false`: only those answered by another person.
    #[garde(dive)]
    answered_by_target: Optional<Flag>,
    /// Only addressed to these roles.
    #[garde(dive)]
    target_role: Optional<Several<TargetRole>>,
    /// Only to these addressees: staff ids, `me`, or `pool` for escalations that name nobody.
    #[garde(dive)]
    target: Optional<Several<TargetParameter>>,
    /// Only created by these: ids, `me`.
    #[garde(dive)]
    escalated_by: Optional<Several<PrincipalParameter>>,
    /// Only created by these, or from a ticket or interaction assigned to them: ids, `me`.
    #[garde(dive)]
    concerns: Optional<Several<PrincipalParameter>>,
    /// Only escalations that wait for these.
    #[garde(dive)]
    awaiting: Optional<Several<Awaiting>>,
    /// Only created from records of these kinds.
    #[garde(dive)]
    source_type: Optional<Several<SourceKind>>,
    /// Only of this customer.
    #[garde(dive)]
    customer_id: Optional<CustomerId>,
    /// Created at this instant or later.
    #[garde(dive)]
    #[serde(rename = "created_at[gte]")]
    created_at_gte: Optional<Timestamp>,
    /// Created before this instant.
    #[garde(dive)]
    #[serde(rename = "created_at[lt]")]
    created_at_lt: Optional<Timestamp>,
    /// Deleted records instead of the others; for admins.
    #[garde(dive)]
    deleted: Optional<Flag>,
    /// Sort order; `place`: waiting ones first, by priority and then waiting time, then answered and ended ones.
    #[garde(dive)]
    sort: Optional<EscalationOrder>,
    /// `next_cursor` of the previous page.
    #[garde(dive)]
    cursor: Optional<CursorText>,
    /// Maximum number of rows.
    #[garde(dive)]
    limit: Optional<Limit>,
    /// Whether to count the whole list.
    #[garde(dive)]
    include_total: Optional<Flag>,
}

impl EscalationQuery {
    /// The filter and the page.
    pub(super) fn take(self, actor: &Actor, cursors: &Cursors, of: Fingerprint) -> Result<(EscalationFilter, PageRequest), ApiError> {
        let order = EscalationOrder::or_usual(self.sort.take()?).map_err(ApiError::internal)?;
        let filter = EscalationFilter {
            statuses: self.status.take()?.unwrap_or_default(),
            ended: self.ended.take()?.unwrap_or_default(),
            accepted: self.accepted.take()?,
            answered_by_target: self.answered_by_target.take()?,
            target_roles: self.target_role.take()?.unwrap_or_default(),
            asked: self.target.take()?.unwrap_or_default().into_iter().filter_map(|who| who.resolve(actor)).collect(),
            escalated_by: self.escalated_by.take()?.unwrap_or_default().into_iter().filter_map(|who| who.resolve(actor)).collect(),
            concerns: self.concerns.take()?.unwrap_or_default().into_iter().filter_map(|who| who.resolve(actor)).collect(),
            awaiting: self.awaiting.take()?.unwrap_or_default(),
            source_kinds: self.source_type.take()?.unwrap_or_default(),
            source: None,
            customer: self.customer_id.take()?,
            created: (self.created_at_gte.take()?, self.created_at_lt.take()?),
            deleted: self.deleted.take()?.unwrap_or(false),
            sort: order.key,
            descending: order.descending,
        };
        let after = self.cursor.take()?.map(|cursor| cursors.parameter(of, cursor.as_str())).transpose()?;
        Ok((filter, page_request(self.limit.take()?, after, self.include_total.take()?)?))
    }
}

impl utoipa::IntoParams for EscalationQuery {
    fn into_params(_: impl Fn() -> Option<utoipa::openapi::path::ParameterIn>) -> Vec<utoipa::openapi::path::Parameter> {
        parameters::<Self>()
    }
}

/// All escalations of one record, the latest first.
pub(super) fn all() -> EscalationFilter {
    EscalationFilter { sort: EscalationSort::CreatedAt, descending: true, ..EscalationFilter::default() }
}

/// The requested page of a list without a filter.
pub(super) fn page(query: TimelineQuery, cursors: &Cursors, of: Fingerprint) -> Result<PageRequest, ApiError> {
    let TimelineQuery { cursor, limit, include_total } = query;
    let after = cursor.take()?.map(|cursor| cursors.parameter(of, cursor.as_str())).transpose()?;
    page_request(limit.take()?, after, include_total.take()?)
}
