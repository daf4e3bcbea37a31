//! Filter of interaction lists.

use caredesk_domain::{CustomerId, Timestamp, actor::Actor, interaction::InteractionStatus, message::Channel};
use caredesk_persistence::{AgentFilter, AssigneeFilter, InteractionFilter, PageRequest};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    handlers::{
        order::InteractionOrder,
        paging::{CursorText, page_request},
        tickets::{AssigneeParameter, TicketIdOrNumber},
    },
    http::{ApiError, Bool, CommaSeparated, CursorCodec, FieldErrors, Fingerprint, Limit, Optional, query::parameters},
    services::tickets::TicketKey,
};

/// Filter, order and page of interactions.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
pub(super) struct InteractionQuery {
    /// Only in these statuses.
    #[garde(dive)]
    status: Optional<CommaSeparated<InteractionStatus>>,
    /// Only with these channels.
    #[garde(dive)]
    channel: Optional<CommaSeparated<Channel>>,
    /// Only with these agents: staff ids, `me`, `none`.
    #[garde(dive)]
    agent: Optional<CommaSeparated<AssigneeParameter>>,
    /// Only with this customer.
    #[garde(dive)]
    customer_id: Optional<CustomerId>,
    /// Only about this ticket, by id or number.
    #[garde(dive)]
    ticket_id: Optional<TicketIdOrNumber>,
    /// Started at this instant or later.
    #[garde(dive)]
    #[serde(rename = "started_at[gte]")]
    started_at_gte: Optional<Timestamp>,
    /// Started before this instant.
    #[garde(dive)]
    #[serde(rename = "started_at[lt]")]
    started_at_lt: Optional<Timestamp>,
    /// Ended at this instant or later: drill-down of a report's number of interactions.
    #[garde(dive)]
    #[serde(rename = "ended_at[gte]")]
    ended_at_gte: Optional<Timestamp>,
    /// Ended before this instant.
    #[garde(dive)]
    #[serde(rename = "ended_at[lt]")]
    ended_at_lt: Optional<Timestamp>,
    /// Only interactions whose `ended_at` was entered; `false`: only those that ended when the end was reported.
    #[garde(dive)]
    end_given: Optional<Bool>,
    /// Deleted records instead of the others; for admins.
    #[garde(dive)]
    deleted: Optional<Bool>,
    /// Sort order.
    #[garde(dive)]
    sort: Optional<InteractionOrder>,
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

impl InteractionQuery {
    /// Filter, ticket, and page.
    pub(super) fn into_filter(
        self,
        actor: &Actor,
        cursors: &CursorCodec,
        of: Fingerprint,
    ) -> Result<(InteractionFilter, Option<TicketKey>, PageRequest), ApiError> {
        let order = InteractionOrder::or_default(self.sort.into_value()?).map_err(ApiError::internal)?;
        let filter = InteractionFilter {
            statuses: self.status.into_value()?.unwrap_or_default(),
            channels: self.channel.into_value()?.unwrap_or_default(),
            agents: self.agent.into_value()?.unwrap_or_default().into_iter().filter_map(|who| agent_filter(who, actor)).collect(),
            customer: self.customer_id.into_value()?,
            ticket: None,
            started: (self.started_at_gte.into_value()?, self.started_at_lt.into_value()?),
            ended: (self.ended_at_gte.into_value()?, self.ended_at_lt.into_value()?),
            end_given: self.end_given.into_value()?,
            deleted: self.deleted.into_value()?.unwrap_or(false),
            sort: order.key,
            descending: order.descending,
            ..InteractionFilter::default()
        };
        let after = self.cursor.into_value()?.map(|cursor| cursors.decode_parameter(of, cursor.as_str())).transpose()?;
        let request = page_request(self.limit.into_value()?, after, self.include_total.into_value()?)?;
        Ok((filter, self.ticket_id.into_value()?.map(|TicketIdOrNumber(key)| key), request))
    }
}

fn agent_filter(who: AssigneeParameter, actor: &Actor) -> Option<AgentFilter> {
    who.resolve(actor).map(|assigned| match assigned {
        AssigneeFilter::Staff(id) => AgentFilter::Agent(id),
        AssigneeFilter::Unassigned => AgentFilter::Unassigned,
    })
}

impl utoipa::IntoParams for InteractionQuery {
    fn into_params(_: impl Fn() -> Option<utoipa::openapi::path::ParameterIn>) -> Vec<utoipa::openapi::path::Parameter> {
        parameters::<Self>()
    }
}
