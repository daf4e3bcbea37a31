//! Mapping between service accounts, their secrets and rows.

use caredesk_domain::{
    CustomerId, Timestamp,
    actor::RowScope,
    change::VersionedWrite,
    customer::Deletion,
    event::SubjectKind,
    id::{Id, ServiceAccountKind},
    service_account::{Secret, SecretHash, SecretRecord, ServiceAccount, ServiceAccountRecord},
};
use sea_orm::{ConnectionTrait, DbErr, EntityTrait};

use crate::{
    engine::column::{IdColumn, JsonText},
    error::StoreError,
    scoped_record::{Lock, ScopedRecord, with_lock},
    tables::{
        entity::{service_account, service_secret},
        versioned,
    },
};

impl ScopedRecord for ServiceAccount {
    type Kind = ServiceAccountKind;
    const SUBJECT: SubjectKind = SubjectKind::ServiceAccount;

    async fn find<C: ConnectionTrait>(
        connection: &C,
        _: RowScope,
        id: Id<ServiceAccountKind>,
        lock: Lock,
    ) -> Result<Option<Self>, StoreError> {
        let select = with_lock(service_account::Entity::find_by_id(IdColumn(id)), lock);
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

    fn is_deleted(&self) -> bool {
        self.deleted.is_some()
    }
}

#[expect(clippy::disallowed_methods, reason = "the row was validated before it was saved")]
pub(crate) fn secret_from_row(row: service_secret::Model) -> Result<Secret, DbErr> {
    let hash = row.hash.try_into().map_err(|_| DbErr::Type(format!("the secret {} has a hash of the wrong length", row.id.0)))?;
    Ok(Secret::from_row(SecretRecord {
        id: row.id.0,
        account: row.service_account_id.0,
        hash: SecretHash(hash),
        created_at: row.created_at.0,
        expires_at: row.expires_at.map(|at| at.0),
        version: row.version,
    }))
}

#[expect(clippy::disallowed_methods, reason = "the row was validated before it was saved")]
pub(crate) fn from_row(row: service_account::Model) -> ServiceAccount {
    ServiceAccount::from_row(ServiceAccountRecord {
        id: row.id.0,
        name: row.name.0,
        scopes: row.scopes.0,
        expires_at: row.expires_at.0,
        created_by: row.created_by.0,
        created_at: row.created_at.0,
        updated_at: row.updated_at.0,
        deleted: row.deleted_at.zip(row.deleted_by).map(|(at, by)| Deletion { at: at.0, by: by.0 }),
        version: row.version,
    })
}

fn to_row(account: &ServiceAccount) -> service_account::Model {
    service_account::Model {
        id: account.id.into(),
        name: account.name.clone().into(),
        scopes: JsonText(account.scopes),
        expires_at: account.expires_at.into(),
        created_by: account.created_by.into(),
        created_at: account.created_at.into(),
        updated_at: account.updated_at.into(),
        deleted_at: account.deleted.map(|deleted| deleted.at.into()),
        deleted_by: account.deleted.map(|deleted| deleted.by.into()),
        version: account.version,
    }
}

fn secret_to_row(secret: &Secret) -> service_secret::Model {
    service_secret::Model {
        id: secret.id.into(),
        service_account_id: secret.account.into(),
        hash: secret.hash.0.to_vec(),
        created_at: secret.created_at.into(),
        expires_at: secret.expires_at.map(Into::into),
        version: secret.version,
    }
}

pub(crate) async fn save<C: ConnectionTrait>(connection: &C, puts: &[VersionedWrite<ServiceAccount>]) -> Result<(), StoreError> {
    versioned::save::<service_account::Entity, _, _>(connection, puts, to_row).await
}

pub(crate) async fn save_secrets<C: ConnectionTrait>(connection: &C, puts: &[VersionedWrite<Secret>]) -> Result<(), StoreError> {
    versioned::save::<service_secret::Entity, _, _>(connection, puts, secret_to_row).await
}
