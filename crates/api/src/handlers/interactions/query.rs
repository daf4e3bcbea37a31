//! Filter of interaction lists.

use caredesk_domain::{CustomerId, Timestamp, actor::Actor, interaction::InteractionStatus, message::Channel};
use caredesk_persistence::{Assigned, Attended, InteractionFilter, PageRequest};
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::{
    answer::page_request,
    order::InteractionOrder,
    tickets::{AssigneeParameter, TicketName},
    timeline::CursorText,
};
use crate::{
    http::{ApiError, Cursors, Fingerprint, Flag, Limit, Optional, Several, query::parameters},
    services::tickets::TicketKey,
};

/// Filter, order and page of interactions.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct InteractionQuery {
    /// Only in these statuses.
    #[garde(dive)]
    status: Optional<Several<InteractionStatus>>,
    /// Only with these channels.
    #[garde(dive)]
    channel: Optional<Several<Channel>>,
    /// Only with these agents: staff ids, `me`, `none`.
    #[garde(dive)]
    agent: Optional<Several<AssigneeParameter>>,
    /// Only with this customer.
    #[garde(dive)]
    customer_id: Optional<CustomerId>,
    /// Only about this ticket, by id or number.
    #[garde(dive)]
    ticket_id: Optional<TicketName>,
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
    end_given: Optional<Flag>,
    /// Deleted records instead of the others; for admins.
    #[garde(dive)]
    deleted: Optional<Flag>,
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
    include_total: Optional<Flag>,
}

impl InteractionQuery {
    /// Filter, ticket, and page.
    pub(super) fn take(
        self,
        actor: &Actor,
        cursors: &Cursors,
        of: Fingerprint,
    ) -> Result<(InteractionFilter, Option<TicketKey>, PageRequest), ApiError> {
        let order = InteractionOrder::or_usual(self.sort.take()?).map_err(ApiError::internal)?;
        let filter = InteractionFilter {
            statuses: self.status.take()?.unwrap_or_default(),
            channels: self.channel.take()?.unwrap_or_default(),
            attended: self.agent.take()?.unwrap_or_default().into_iter().filter_map(|who| attended(who, actor)).collect(),
            customer: self.customer_id.take()?,
            ticket: None,
            started: (self.started_at_gte.take()?, self.started_at_lt.take()?),
            ended: (self.ended_at_gte.take()?, self.ended_at_lt.take()?),
            end_given: self.end_given.take()?,
            deleted: self.deleted.take()?.unwrap_or(false),
            sort: order.key,
            descending: order.descending,
            ..InteractionFilter::default()
        };
        let after = self.cursor.take()?.map(|cursor| cursors.parameter(of, cursor.as_str())).transpose()?;
        let request = page_request(self.limit.take()?, after, self.include_total.take()?)?;
        Ok((filter, self.ticket_id.take()?.map(|TicketName(key)| key), request))
    }
}

fn attended(who: AssigneeParameter, actor: &Actor) -> Option<Attended> {
    who.resolve(actor).map(|assigned| match assigned {
        Assigned::To(id) => Attended::By(id),
        Assigned::Nobody => Attended::Nobody,
    })
}

impl utoipa::IntoParams for InteractionQuery {
    fn into_params(_: impl Fn() -> Option<utoipa::openapi::path::ParameterIn>) -> Vec<utoipa::openapi::path::Parameter> {
        parameters::<Self>()
    }
}
