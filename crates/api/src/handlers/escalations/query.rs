//! Filter and order of escalation lists.

use std::str::FromStr;

use caredesk_domain::{
    CustomerId, FieldError, StaffId, Timestamp,
    actor::Actor,
    escalation::{EscalationEndKind, EscalationSourceKind, EscalationStatus, TargetRole, WaitingOn},
    id::UUID_PATTERN,
};
use caredesk_persistence::{EscalationFilter, EscalationSort, PageRequest, TargetFilter};
use serde::Deserialize;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        RefOr,
        schema::{ObjectBuilder, Schema, Type},
    },
};

use crate::{
    handlers::{
        order::{Order, SortKey},
        paging::{CursorText, page_request},
        principal::PrincipalParameter,
    },
    http::{ApiError, Bool, CommaSeparated, CursorCodec, FieldErrors, Fingerprint, Limit, Optional, query::parameters},
};

/// The order of escalations.
pub(in super::super) type EscalationOrder = Order<EscalationSort>;

impl SortKey for EscalationSort {
    const NAME: &'static str = "EscalationOrder";
    const KEYS: &'static [(&'static str, Self)] = &[("place", Self::Inbox), ("created_at", Self::CreatedAt)];
    const DEFAULT: &'static str = "place";
}

/// Addressees: a staff id, `me`, or `pool` for escalations that name nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TargetParameter {
    Me,
    Pool,
    Id(StaffId),
}

impl TargetParameter {
    fn resolve(self, actor: &Actor) -> Option<TargetFilter> {
        match self {
            // A service account is no addressee: match none, instead of ignoring the filter.
            Self::Me => actor.principal_id().map(|id| TargetFilter::Person(StaffId::from_uuid(id.uuid()))),
            Self::Pool => Some(TargetFilter::Pool),
            Self::Id(id) => Some(TargetFilter::Person(id)),
        }
    }
}

impl FromStr for TargetParameter {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        match text {
            "me" => Ok(Self::Me),
            "pool" => Ok(Self::Pool),
            id => id.parse().map(Self::Id).map_err(|_| FieldError::format("must be me, pool, or a staff id")),
        }
    }
}

impl PartialSchema for TargetParameter {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::String).pattern(Some(format!("^(me|pool|{UUID_PATTERN})$"))).examples(["me"]).into()
    }
}

impl ToSchema for TargetParameter {}

/// Filter, order and page of escalations.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
pub(super) struct EscalationQuery {
    /// Only in these statuses.
    #[garde(dive)]
    status: Optional<CommaSeparated<EscalationStatus>>,
    /// Only with these ends.
    #[garde(dive)]
    ended: Optional<CommaSeparated<EscalationEndKind>>,
    /// Only escalations that were accepted, whatever their status; `false`: only those not accepted.
    #[garde(dive)]
    accepted: Optional<Bool>,
    /// Only escalations answered by the addressee; `false`: only those answered by another person.
    #[garde(dive)]
    answered_by_target: Optional<Bool>,
    /// Only addressed to these roles.
    #[garde(dive)]
    target_role: Optional<CommaSeparated<TargetRole>>,
    /// Only to these addressees: staff ids, `me`, or `pool` for escalations that name nobody.
    #[garde(dive)]
    target: Optional<CommaSeparated<TargetParameter>>,
    /// Only created by these: ids, `me`.
    #[garde(dive)]
    escalated_by: Optional<CommaSeparated<PrincipalParameter>>,
    /// Only created by these, or from a ticket or interaction assigned to them: ids, `me`.
    #[garde(dive)]
    concerns: Optional<CommaSeparated<PrincipalParameter>>,
    /// Only escalations that wait for these.
    #[garde(dive)]
    awaiting: Optional<CommaSeparated<WaitingOn>>,
    /// Only created from records of these kinds.
    #[garde(dive)]
    source_type: Optional<CommaSeparated<EscalationSourceKind>>,
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
    deleted: Optional<Bool>,
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
    include_total: Optional<Bool>,
}

impl EscalationQuery {
    /// The filter and the page.
    pub(super) fn into_filter(
        self,
        actor: &Actor,
        cursors: &CursorCodec,
        of: Fingerprint,
    ) -> Result<(EscalationFilter, PageRequest), ApiError> {
        let order = EscalationOrder::or_default(self.sort.into_value()?).map_err(ApiError::internal)?;
        let filter = EscalationFilter {
            statuses: self.status.into_value()?.unwrap_or_default(),
            ended: self.ended.into_value()?.unwrap_or_default(),
            accepted: self.accepted.into_value()?,
            answered_by_target: self.answered_by_target.into_value()?,
            target_roles: self.target_role.into_value()?.unwrap_or_default(),
            targets: self.target.into_value()?.unwrap_or_default().into_iter().filter_map(|who| who.resolve(actor)).collect(),
            escalated_by: self.escalated_by.into_value()?.unwrap_or_default().into_iter().filter_map(|who| who.resolve(actor)).collect(),
            involves: self.concerns.into_value()?.unwrap_or_default().into_iter().filter_map(|who| who.resolve(actor)).collect(),
            awaiting: self.awaiting.into_value()?.unwrap_or_default(),
            source_kinds: self.source_type.into_value()?.unwrap_or_default(),
            source: None,
            customer: self.customer_id.into_value()?,
            created: (self.created_at_gte.into_value()?, self.created_at_lt.into_value()?),
            deleted: self.deleted.into_value()?.unwrap_or(false),
            sort: order.key,
            descending: order.descending,
        };
        let after = self.cursor.into_value()?.map(|cursor| cursors.decode_parameter(of, cursor.as_str())).transpose()?;
        Ok((filter, page_request(self.limit.into_value()?, after, self.include_total.into_value()?)?))
    }
}

impl utoipa::IntoParams for EscalationQuery {
    fn into_params(_: impl Fn() -> Option<utoipa::openapi::path::ParameterIn>) -> Vec<utoipa::openapi::path::Parameter> {
        parameters::<Self>()
    }
}

/// All escalations of one record, the latest first.
pub(super) fn default_filter() -> EscalationFilter {
    EscalationFilter { sort: EscalationSort::CreatedAt, descending: true, ..EscalationFilter::default() }
}
