//! Mapping between staff and rows.

use caredesk_domain::{
    CustomerId, Timestamp,
    actor::RowScope,
    change::VersionedWrite,
    event::SubjectKind,
    id::{Id, StaffKind},
    staff::{PasswordHash, Staff, StaffRecord},
};
use sea_orm::{ConnectionTrait, EntityTrait};

use crate::{
    engine::column::IdColumn,
    error::StoreError,
    scoped_record::{Lock, ScopedRecord, with_lock},
    tables::{entity::staff, versioned},
};

impl ScopedRecord for Staff {
    type Kind = StaffKind;
    const SUBJECT: SubjectKind = SubjectKind::Staff;

    async fn find<C: ConnectionTrait>(connection: &C, _: RowScope, id: Id<StaffKind>, lock: Lock) -> Result<Option<Self>, StoreError> {
        let select = with_lock(staff::Entity::find_by_id(IdColumn(id)), lock);
        Ok(select.one(connection).await?.map(from_row))
    }

    fn id(&self) -> uuid::Uuid {
        self.id.uuid()
    }

    fn changed_at(&self) -> Timestamp {
        self.updated_at
    }

    fn customers(&self) -> Vec<CustomerId> {
        Vec::new()
    }
}

#[expect(clippy::disallowed_methods, reason = "the row was validated before it was saved")]
pub(crate) fn from_row(row: staff::Model) -> Staff {
    Staff::from_row(StaffRecord {
        id: row.id.0,
        email: row.email.0,
        name: row.name.0,
        role: row.role.0,
        active: row.active,
        password: row.password_hash.map(PasswordHash::from_phc),
        created_at: row.created_at.0,
        updated_at: row.updated_at.0,
        version: row.version,
    })
}

fn to_row(staff: &Staff) -> staff::Model {
    staff::Model {
        id: staff.id.into(),
        email: staff.email.clone().into(),
        email_key: staff.email.folded(),
        name: staff.name.clone().into(),
        role: staff.role.into(),
        active: staff.active,
        password_hash: staff.password.as_ref().map(|hash| hash.phc().to_owned()),
        created_at: staff.created_at.into(),
        updated_at: staff.updated_at.into(),
        version: staff.version,
    }
}

pub(crate) async fn save<C: ConnectionTrait>(connection: &C, puts: &[VersionedWrite<Staff>]) -> Result<(), StoreError> {
    versioned::save::<staff::Entity, _, _>(connection, puts, to_row).await
}
