//! Writes the notices that follow from changes, in the same transaction, and purges old ones.

use std::collections::HashSet;

use caredesk_domain::{
    PrincipalId, StaffId, Timestamp,
    actor::Role,
    escalation::{EscalationSource, EscalationStatus},
    id::{EventKind, StaffKind},
    notice::{Notice, NoticeChange, NoticeKind, Recipient, notice_changes},
};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect, sea_query::ExprTrait as _};
use uuid::Uuid;

use super::saved_changes::SavedChanges;
use crate::{
    engine::{
        bulk_insert,
        column::{IdColumn, TextColumn},
        ids::Ids,
    },
    error::StoreError,
    tables::entity::{
        escalation, interaction,
        notice::{Column, Entity, Model},
        staff, ticket,
    },
};

/// How long notices are shown, in seconds.
pub(crate) const RETENTION_SECONDS: i64 = 30 * 24 * 60 * 60;
/// Maximum number of records whose notices are deleted in one statement.
const BATCH_SIZE: usize = 5_000;

/// Applies the notices that follow from the changes.
pub(super) async fn update<C: ConnectionTrait>(connection: &C, changes: &SavedChanges<'_>) -> Result<(), StoreError> {
    let notices = changes.events.iter().flat_map(|events| notice_changes(events)).collect();
    apply_changes(connection, changes.ids, changes.at, notices, &changes.inserted).await
}

/// Applies the notice changes in order. `new` are the records that this transaction creates: they have no earlier notices to delete.
pub(crate) async fn apply_changes<C: ConnectionTrait>(
    connection: &C,
    ids: &Ids,
    at: Timestamp,
    words: Vec<NoticeChange>,
    new: &HashSet<Uuid>,
) -> Result<(), StoreError> {
    let kept_since = at.plus_seconds(-RETENTION_SECONDS);
    let mut rows: Vec<Model> = Vec::new();
    let (mut settled, mut deleted): (Vec<(NoticeKind, Uuid)>, Vec<Uuid>) = (Vec::new(), Vec::new());
    for word in words {
        match word {
            NoticeChange::Create(notice) => {
                // Also for notices that are too old to be written, so that seeded demo data has the same ids at any time.
                let id = ids.id::<EventKind>(notice.at).uuid();
                if notice.at > kept_since {
                    rows.extend(to_row(connection, id, notice).await?);
                }
            }
            NoticeChange::Dismiss(kind, subject) => {
                rows.retain(|row| (row.kind.0, row.subject_id) != (kind, subject.id));
                settled.extend((!new.contains(&subject.id)).then_some((kind, subject.id)));
            }
            NoticeChange::DismissAll(subject) => {
                rows.retain(|row| row.subject_id != subject.id && row.case_id != subject.id);
                deleted.extend((!new.contains(&subject.id)).then_some(subject.id));
            }
            NoticeChange::Reassign { from, at } => rows.extend(reassigned_notices(connection, ids, from, at).await?),
        }
    }
    dismiss(connection, &settled).await?;
    delete_for_records(connection, &deleted).await?;
    bulk_insert::insert(connection, rows.into_iter().map(sea_orm::IntoActiveModel::into_active_model)).await
}

/// Deletes the notices of these kinds about these records.
async fn dismiss<C: ConnectionTrait>(connection: &C, settled: &[(NoticeKind, Uuid)]) -> Result<(), DbErr> {
    for kind in NoticeKind::ALL {
        let of_kind: Vec<Uuid> = settled.iter().filter(|(settled, _)| settled == kind).map(|(_, id)| *id).collect();
        for some in of_kind.chunks(BATCH_SIZE) {
            let done = Column::SubjectId.is_in(some.iter().copied()).and(Column::Kind.eq(TextColumn(*kind)));
            Entity::delete_many().filter(done).exec(connection).await?;
        }
    }
    Ok(())
}

/// Deletes all notices about these records and about the escalations raised from them.
async fn delete_for_records<C: ConnectionTrait>(connection: &C, deleted: &[Uuid]) -> Result<(), DbErr> {
    for some in deleted.chunks(BATCH_SIZE) {
        let of = |column: Column| column.is_in(some.iter().copied());
        Entity::delete_many().filter(of(Column::SubjectId).or(of(Column::CaseId))).exec(connection).await?;
    }
    Ok(())
}

/// The row of a notice; `None` when the recipient caused it.
async fn to_row<C: ConnectionTrait>(connection: &C, id: Uuid, notice: Notice) -> Result<Option<Model>, StoreError> {
    let (person, role) = match notice.to {
        Recipient::Person(staff) => (Some(staff), None),
        Recipient::Role(role) => (None, Some(role)),
        Recipient::CareTeam { raised_by, source } => match care_team(connection, raised_by, source).await? {
            Some(staff) => (Some(staff), None),
            None => (None, Some(Role::Agent)),
        },
    };
    if person.is_some() && person.map(PrincipalId::from) == notice.caused_by {
        return Ok(None);
    }
    Ok(Some(Model {
        id,
        at: notice.at.into(),
        staff_id: person.map(Into::into),
        role: role.map(Into::into),
        kind: notice.kind.into(),
        subject_kind: notice.subject.kind.into(),
        subject_id: notice.subject.id,
        case_id: notice.case,
        caused_by: notice.caused_by.map(Into::into),
    }))
}

/// The recipient in the care team: who raised the escalation, else the assignee of its source record; `None` when neither can relay an answer.
async fn care_team<C: ConnectionTrait>(
    connection: &C,
    raised_by: PrincipalId,
    source: EscalationSource,
) -> Result<Option<StaffId>, StoreError> {
    let raiser = StaffId::from_uuid(raised_by.uuid());
    if can_relay(connection, raiser).await? {
        return Ok(Some(raiser));
    }
    let worker: Option<Option<IdColumn<StaffKind>>> = match source {
        EscalationSource::Ticket(id) => {
            let ticket = ticket::Entity::find_by_id(IdColumn(id)).select_only().column(ticket::Column::AssigneeId);
            ticket.into_tuple().one(connection).await?
        }
        EscalationSource::Interaction(id) => {
            let interaction = interaction::Entity::find_by_id(IdColumn(id)).select_only().column(interaction::Column::AgentId);
            interaction.into_tuple().one(connection).await?
        }
    };
    match worker.flatten() {
        Some(worker) if can_relay(connection, worker.0).await? => Ok(Some(worker.0)),
        Some(_) | None => Ok(None),
    }
}

/// Whether this is an active agent or admin.
async fn can_relay<C: ConnectionTrait>(connection: &C, id: StaffId) -> Result<bool, StoreError> {
    let works = [Role::Agent, Role::Admin].map(TextColumn);
    let colleague = staff::Entity::find_by_id(IdColumn(id)).filter(staff::Column::Active.eq(true)).filter(staff::Column::Role.is_in(works));
    let found: Option<IdColumn<StaffKind>> = colleague.select_only().column(staff::Column::Id).into_tuple().one(connection).await?;
    Ok(found.is_some())
}

/// Notices of the answers that a staff member has not relayed and no longer can, for the new recipient in the care team.
async fn reassigned_notices<C: ConnectionTrait>(connection: &C, ids: &Ids, from: StaffId, at: Timestamp) -> Result<Vec<Model>, StoreError> {
    use escalation::Column as Of;
    if can_relay(connection, from).await? {
        return Ok(Vec::new());
    }
    let answered = escalation::Entity::find()
        .filter(Of::EscalatedBy.eq(IdColumn(PrincipalId::from(from))))
        .filter(Of::Status.eq(TextColumn(EscalationStatus::Resolved)))
        .filter(Of::DeletedAt.is_null())
        .all(connection)
        .await?;
    let mut rows = Vec::new();
    for escalation in answered {
        let escalation = crate::tables::escalation::from_row(escalation)?;
        let to = Recipient::CareTeam { raised_by: escalation.escalated_by, source: escalation.source };
        let subject = caredesk_domain::event::Auditable::subject(&escalation);
        // Not caused by the admin who deactivated them: that admin may be the one to relay the answer.
        let notice = Notice { at, to, kind: NoticeKind::EscalationAnswer, subject, case: escalation.source.uuid(), caused_by: None };
        rows.extend(to_row(connection, ids.id::<EventKind>(at).uuid(), notice).await?);
    }
    Ok(rows)
}
