//! What a notice shows of its record: number, priority, and for the notice list the subject.

use std::collections::HashMap;

use caredesk_domain::{
    CustomerId, EscalationId, TicketId,
    event::SubjectKind,
    id::{CustomerKind, EscalationKind, TicketKind},
    text::Subject,
    ticket::Priority,
    ticket_number::TicketNumber,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::NoticeReader;
use crate::{
    engine::column::{IdColumn, TextColumn},
    error::StoreError,
    store::Store,
    tables::{
        entity::{escalation, notice::Model, ticket},
        scope_filter,
    },
};

/// What a notice shows of its record; empty when the record is deleted or no longer in the reader's scope.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NoticeSubject {
    /// The number of the ticket, or of the ticket an escalation was raised from.
    pub number: Option<TicketNumber>,
    /// The priority of the ticket or the escalation.
    pub priority: Option<Priority>,
    /// The ticket's subject.
    pub subject: Option<Subject>,
}

type TicketRow = (IdColumn<TicketKind>, TextColumn<TicketNumber>, i16, TextColumn<Subject>, IdColumn<CustomerKind>);
type EscalationRow = (IdColumn<EscalationKind>, Option<IdColumn<TicketKind>>, i16);

impl Store {
    /// What `notices` show of their records, by notice id, in two queries; and the customers whose data that includes.
    pub(super) async fn notice_subjects(
        &self,
        reader: NoticeReader,
        notices: &[Model],
    ) -> Result<(HashMap<Uuid, NoticeSubject>, Vec<CustomerId>), StoreError> {
        let of = |kind| notices.iter().filter(move |row| row.subject_kind.0 == kind).map(|row| row.subject_id);
        let escalations: HashMap<Uuid, EscalationRow> = escalation::Entity::find()
            .select_only()
            .columns([escalation::Column::Id, escalation::Column::TicketId, escalation::Column::Priority])
            .filter(escalation::Column::Id.is_in(of(SubjectKind::Escalation).map(|id| IdColumn(EscalationId::from_uuid(id)))))
            .filter(escalation::Column::DeletedAt.is_null())
            .filter(scope_filter::escalations(reader.scope))
            .into_tuple()
            .all(self.reader())
            .await?
            .into_iter()
            .map(|row: EscalationRow| (row.0.0.uuid(), row))
            .collect();
        let raised_from = escalations.values().filter_map(|(_, ticket, _)| ticket.map(|id| id.0.uuid()));
        let wanted: Vec<Uuid> = of(SubjectKind::Ticket).chain(raised_from).collect();
        let tickets: HashMap<Uuid, TicketRow> = ticket::Entity::find()
            .select_only()
            .columns([
                ticket::Column::Id,
                ticket::Column::Number,
                ticket::Column::Priority,
                ticket::Column::Subject,
                ticket::Column::CustomerId,
            ])
            .filter(ticket::Column::Id.is_in(wanted.into_iter().map(|id| IdColumn(TicketId::from_uuid(id)))))
            .filter(ticket::Column::DeletedAt.is_null())
            .filter(scope_filter::tickets(reader.scope))
            .into_tuple()
            .all(self.reader())
            .await?
            .into_iter()
            .map(|row: TicketRow| (row.0.0.uuid(), row))
            .collect();
        let told = |row: &Model| {
            let escalation = escalations.get(&row.subject_id);
            let ticket = escalation.and_then(|(_, ticket, _)| *ticket).map_or(row.subject_id, |id| id.0.uuid());
            let ticket = tickets.get(&ticket);
            NoticeSubject {
                number: ticket.map(|(_, number, ..)| number.0),
                priority: escalation.map(|(.., rank)| *rank).or(ticket.map(|(_, _, rank, ..)| *rank)).and_then(Priority::from_rank),
                subject: ticket.filter(|_| reader.subjects).map(|(.., subject, _)| subject.0.clone()),
            }
        };
        let patients = tickets.values().filter(|_| reader.subjects).map(|(.., customer)| customer.0).collect();
        Ok((notices.iter().map(|row| (row.id, told(row))).collect(), patients))
    }
}
