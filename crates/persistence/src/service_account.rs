//! Service accounts and their secrets.

use std::collections::HashMap;

use caredesk_domain::{
    CustomerId, SecretId, ServiceAccountId, Timestamp,
    actor::RowScope,
    change::VersionedWrite,
    customer::Deletion,
    event::SubjectKind,
    id::{Id, ServiceAccountKind},
    service_account::{Secret, SecretHash, SecretRecord, ServiceAccount, ServiceAccountRecord},
};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, Order, QueryFilter, QueryOrder};

use crate::{
    column::{IdColumn, InstantColumn, JsonText},
    entity::{service_account, service_secret},
    page::{self, Page, PageRequest, SeekKey},
    scoped_record::{Lock, ScopedRecord, with_lock},
    staff::{self, StaffRef},
    store::{Store, StoreError},
    transaction::Transaction,
    versioned,
};

/// A secret without its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SecretRef {
    /// The id.
    pub id: SecretId,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it expires; set when a newer secret is created.
    pub expires_at: Option<Timestamp>,
}

/// A service account with the name of its creator and its valid secrets.
#[derive(Debug)]
pub struct ServiceAccountView {
    /// The account.
    pub account: ServiceAccount,
    /// Who created it.
    pub created_by: Option<StaffRef>,
    /// Its valid secrets, the latest first.
    pub secrets: Vec<SecretRef>,
}

/// A service account with the hashes of its valid secrets, for authentication.
#[derive(Debug)]
pub struct Credential {
    /// The account; may be expired.
    pub account: ServiceAccount,
    /// Its valid secrets.
    pub secrets: Vec<Secret>,
}

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

impl Store {
    /// Service accounts that are not deleted, the oldest first. They are not customer data, so the read is not logged.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_service_accounts(&self, request: PageRequest) -> Result<Page<ServiceAccountView>, StoreError> {
        let select = service_account::Entity::find().filter(service_account::Column::DeletedAt.is_null());
        let columns = (service_account::Column::CreatedAt, service_account::Column::Id);
        let position = |row: &service_account::Model| SeekKey { key: row.created_at.0.utc().timestamp_micros(), id: row.id.0.uuid() };
        let page = page::fetch(self.reader(), select, columns, Order::Asc, request, position).await?;
        let accounts = page.rows.into_iter().map(from_row).collect();
        Ok(Page { rows: views(self.reader(), accounts, self.now()).await?, next: page.next, total: page.total })
    }

    /// One service account that is not deleted.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none.
    pub async fn service_account(&self, id: ServiceAccountId) -> Result<ServiceAccountView, StoreError> {
        let account = ServiceAccount::find(self.reader(), RowScope::All, id, Lock::None).await?.filter(|account| !account.is_deleted());
        let views = views(self.reader(), account.into_iter().collect(), self.now()).await?;
        views.into_iter().next().ok_or(StoreError::NotFound)
    }

    /// A service account with its valid secrets; `None` when it does not exist or is deleted.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn credential(&self, id: ServiceAccountId) -> Result<Option<Credential>, StoreError> {
        let account = ServiceAccount::find(self.reader(), RowScope::All, id, Lock::None).await?.filter(|account| !account.is_deleted());
        let Some(account) = account else { return Ok(None) };
        Ok(Some(Credential { secrets: secrets(self.reader(), &[id], self.now()).await?, account }))
    }

    /// The service account of a secret, if both are valid at `at`. Checked at every request, so that revoked access ends at once.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn valid_secret(&self, id: ServiceAccountId, secret: SecretId, at: Timestamp) -> Result<Option<ServiceAccount>, StoreError> {
        let found = service_secret::Entity::find_by_id(IdColumn(secret))
            .filter(service_secret::Column::ServiceAccountId.eq(IdColumn(id)))
            .filter(valid_at(at))
            .one(self.reader())
            .await?;
        if found.is_none() {
            return Ok(None);
        }
        Ok(ServiceAccount::find(self.reader(), RowScope::All, id, Lock::None).await?.filter(|account| account.is_valid(at)))
    }
}

impl Transaction {
    /// A new service account id.
    pub fn new_service_account_id(&self) -> ServiceAccountId {
        self.ids().id(self.timestamp())
    }

    /// A new secret id.
    pub fn new_secret_id(&self) -> SecretId {
        self.ids().id(self.timestamp())
    }

    /// The valid secrets of an account. To change them, lock the account exclusively.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn secrets_of(&mut self, account: ServiceAccountId) -> Result<Vec<Secret>, StoreError> {
        Ok(secrets(self.connection(), &[account], self.timestamp()).await?)
    }

    /// A service account with its view data, for the response to a write.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn service_account_view(&mut self, account: ServiceAccount) -> Result<ServiceAccountView, StoreError> {
        self.set_response_record(account.id);
        let views = views(self.connection(), vec![account], self.timestamp()).await?;
        views.into_iter().next().ok_or(StoreError::NotFound)
    }
}

fn valid_at(at: Timestamp) -> Condition {
    Condition::any().add(service_secret::Column::ExpiresAt.is_null()).add(service_secret::Column::ExpiresAt.gt(InstantColumn(at)))
}

/// The valid secrets of accounts, the latest first.
async fn secrets<C: ConnectionTrait>(connection: &C, accounts: &[ServiceAccountId], at: Timestamp) -> Result<Vec<Secret>, DbErr> {
    let rows = service_secret::Entity::find()
        .filter(service_secret::Column::ServiceAccountId.is_in(accounts.iter().copied().map(IdColumn)))
        .filter(valid_at(at))
        .order_by_desc(service_secret::Column::CreatedAt)
        .order_by_desc(service_secret::Column::Id)
        .all(connection)
        .await?;
    rows.into_iter().map(secret_from_row).collect()
}

async fn views<C: ConnectionTrait>(
    connection: &C,
    accounts: Vec<ServiceAccount>,
    at: Timestamp,
) -> Result<Vec<ServiceAccountView>, StoreError> {
    let ids: Vec<ServiceAccountId> = accounts.iter().map(|account| account.id).collect();
    let names = staff::names(connection, accounts.iter().map(|account| account.created_by)).await?;
    let mut theirs: HashMap<ServiceAccountId, Vec<SecretRef>> = HashMap::new();
    for secret in secrets(connection, &ids, at).await? {
        let shown = SecretRef { id: secret.id, created_at: secret.created_at, expires_at: secret.expires_at };
        theirs.entry(secret.account).or_default().push(shown);
    }
    let view = |account: ServiceAccount| ServiceAccountView {
        created_by: names.get(&account.created_by).cloned(),
        secrets: theirs.remove(&account.id).unwrap_or_default(),
        account,
    };
    Ok(accounts.into_iter().map(view).collect())
}

#[expect(clippy::disallowed_methods, reason = "the row was validated before it was saved")]
fn secret_from_row(row: service_secret::Model) -> Result<Secret, DbErr> {
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

pub(crate) async fn save<C: ConnectionTrait>(connection: &C, puts: Vec<VersionedWrite<ServiceAccount>>) -> Result<(), StoreError> {
    versioned::save::<service_account::Entity, _, _>(connection, &puts, to_row).await
}

pub(crate) async fn save_secrets<C: ConnectionTrait>(connection: &C, puts: Vec<VersionedWrite<Secret>>) -> Result<(), StoreError> {
    versioned::save::<service_secret::Entity, _, _>(connection, &puts, secret_to_row).await
}
