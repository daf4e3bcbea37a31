//! Service accounts and their secrets.

use std::collections::HashMap;

use caredesk_domain::{
    SecretId, ServiceAccountId, Timestamp,
    actor::RowScope,
    service_account::{Secret, ServiceAccount},
};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, Order, QueryFilter, QueryOrder};

use crate::{
    engine::{
        column::{IdColumn, InstantColumn},
        page::{self, Page, PageRequest, SeekKey},
    },
    error::StoreError,
    queries::staff::{self, StaffRef},
    scoped_record::{Lock, ScopedRecord},
    store::Store,
    tables::{
        entity::{service_account, service_secret},
        service_account::{from_row, secret_from_row},
    },
    transaction::Transaction,
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
