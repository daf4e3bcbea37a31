//! Service accounts, and how they authenticate.

use caredesk_domain::{
    SecretId, ServiceAccountId, Timestamp,
    actor::{Actor, RowScope},
    event::{EventSubject, SubjectKind},
    policy::{Action, Ownership, check},
    scopes::Scopes,
    service_account::{NewSecret, NewServiceAccount, SecretHash, ServiceAccount, ServiceAccountPatch},
    text::FullName,
};
use caredesk_persistence::{Page, PageRequest, ServiceAccountView, Store, Written};

use super::{
    ExpectedVersion, ServiceError,
    authentication::{ActorFactory, AttemptSource},
    throttle::Throttle,
};
use crate::{secret::Secret, token::TokenSubject};

/// The fields of a new service account.
#[derive(Debug, Clone)]
pub struct AddServiceAccount {
    /// Its name.
    pub name: FullName,
    /// Its scopes.
    pub scopes: Scopes,
    /// When it expires.
    pub expires_at: Timestamp,
}

/// Adds an account with its first secret, which is shown once.
///
/// # Errors
/// When the actor may not, it would be expired, or its scopes are empty or not open to service accounts.
pub async fn add(store: &Store, actor: &Actor, new: AddServiceAccount) -> Result<Written<(ServiceAccountView, Secret)>, ServiceError> {
    check(actor, Action::CreateServiceAccount, Ownership::Other)?;
    store
        .write_once(async |work| {
            let secret = Secret::generate(store.ids());
            let AddServiceAccount { name, scopes, expires_at } = new.clone();
            let account = NewServiceAccount { id: work.new_service_account_id(), name, scopes, expires_at };
            let first = NewSecret { id: work.new_secret_id(), hash: SecretHash(secret.hash()) };
            let change = ServiceAccount::create(account, first, actor, work.timestamp())?;
            let account = work.save(change).await?;
            Ok((work.service_account_view(account).await?, secret))
        })
        .await
}

/// The accounts, one page of them.
///
/// # Errors
/// When the actor may not.
pub async fn list(store: &Store, actor: &Actor, request: PageRequest) -> Result<Page<ServiceAccountView>, ServiceError> {
    check(actor, Action::ReadServiceAccounts, Ownership::Other)?;
    Ok(store.list_service_accounts(request).await?)
}

/// One account.
///
/// # Errors
/// When the actor may not, or there is none.
pub async fn get(store: &Store, actor: &Actor, id: ServiceAccountId) -> Result<ServiceAccountView, ServiceError> {
    check(actor, Action::ReadServiceAccounts, Ownership::Other)?;
    Ok(store.service_account(id).await?)
}

/// Changes an account; new scopes apply at once.
///
/// # Errors
/// When the actor may not, there is none, `expected` is another version, or a field is invalid as in [`add`].
pub async fn edit(
    store: &Store,
    actor: &Actor,
    id: ServiceAccountId,
    expected: &ExpectedVersion,
    patch: ServiceAccountPatch,
) -> Result<ServiceAccountView, ServiceError> {
    check(actor, Action::EditServiceAccount, Ownership::Other)?;
    store
        .write(async |work| {
            let account: ServiceAccount = work.get(RowScope::All, id).await?;
            expected.check(account.version)?;
            let change = account.edit(patch.clone(), actor, work.timestamp())?;
            let account = work.save(change).await?;
            Ok(work.service_account_view(account).await?)
        })
        .await
}

/// Deletes an account; it loses access at once.
///
/// # Errors
/// When the actor may not, there is none, or `expected` is another version.
pub async fn delete(store: &Store, actor: &Actor, id: ServiceAccountId, expected: &ExpectedVersion) -> Result<(), ServiceError> {
    check(actor, Action::DeleteServiceAccount, Ownership::Other)?;
    store
        .write(async |work| {
            let account: ServiceAccount = work.get(RowScope::All, id).await?;
            expected.check(account.version)?;
            let change = account.delete(actor, work.timestamp())?;
            work.save(change).await?;
            Ok(())
        })
        .await
}

/// Issues another secret, which is shown once; earlier ones stay valid for a day.
///
/// # Errors
/// When the actor may not, there is none, `expected` is another version, or the account is expired or deleted.
pub async fn issue_secret(
    store: &Store,
    actor: &Actor,
    id: ServiceAccountId,
    expected: &ExpectedVersion,
) -> Result<(ServiceAccountView, Secret), ServiceError> {
    check(actor, Action::IssueSecret, Ownership::Other)?;
    store
        .write(async |work| {
            let account: ServiceAccount = work.get(RowScope::All, id).await?;
            expected.check(account.version)?;
            let secret = Secret::generate(store.ids());
            let another = NewSecret { id: work.new_secret_id(), hash: SecretHash(secret.hash()) };
            let earlier = work.secrets_of(id).await?;
            let change = account.issue_secret(another, earlier, actor, work.timestamp())?;
            let account = work.save(change).await?;
            Ok((work.service_account_view(account).await?, secret))
        })
        .await
}

/// Why a token request is denied (RFC 6749, section 5.2).
#[derive(Debug, thiserror::Error)]
pub enum OAuthError {
    /// No such account, or a wrong or expired secret; always the same error, whatever the reason.
    #[error("the client is not valid")]
    InvalidClient,
    /// An unknown scope, or one that the account does not have.
    #[error("the scope is not valid")]
    InvalidScope,
    /// Throttled, or the database failed.
    #[error(transparent)]
    Service(#[from] ServiceError),
}

/// Grants an access token for a valid secret: with all scopes of the account, or the requested ones. The secret is checked before throttling: it cannot
/// be guessed, and failures of others must not keep its holder out.
///
/// # Errors
/// See [`OAuthError`].
pub async fn grant(
    store: &Store,
    throttle: &Throttle,
    origin: &AttemptSource,
    client: &str,
    secret: &Secret,
    scope: Option<&str>,
) -> Result<(TokenSubject, Scopes), OAuthError> {
    let credential = match client.parse() {
        Ok(id) => store.credential(id).await.map_err(ServiceError::from)?,
        Err(_) => None,
    };
    let hash = SecretHash(secret.hash());
    let good = credential.as_ref().filter(|credential| credential.account.is_valid(store.now()));
    let known = good
        .and_then(|credential| credential.secrets.iter().find(|secret| secret.hash == hash).map(|secret| (&credential.account, secret.id)));
    let Some((account, secret)) = known else {
        let keys = vec![throttle.keys().service_account(client), throttle.keys().token_address(origin.address)];
        let subject = credential.map(|credential| EventSubject { kind: SubjectKind::ServiceAccount, id: credential.account.id.uuid() });
        throttle.count_wrong_secret(origin.failure(keys, subject)).await?;
        return Err(OAuthError::InvalidClient);
    };
    let scopes = match scope.map(str::parse::<Scopes>) {
        None => account.scopes,
        Some(Ok(asked)) if asked.is_empty() => account.scopes,
        Some(Ok(asked)) if asked.intersection(account.scopes) == asked => asked,
        Some(Ok(_) | Err(_)) => return Err(OAuthError::InvalidScope),
    };
    let actor = origin.actors.service_account(account.id, secret, scopes);
    record_sign_in(store, account, &actor).await?;
    Ok((TokenSubject::ServiceAccount { id: account.id, secret, scopes }, scopes))
}

async fn record_sign_in(store: &Store, account: &ServiceAccount, actor: &Actor) -> Result<(), ServiceError> {
    store
        .write(async |work| {
            let change = account.signed_in(actor, work.timestamp())?;
            Ok(work.save(change).await?)
        })
        .await
}

/// The actor of a service account's token, with the requested scopes that the account still has; `None` unless account and secret are valid.
pub(super) async fn authenticate(
    store: &Store,
    request: &ActorFactory,
    id: ServiceAccountId,
    secret: SecretId,
    scopes: Scopes,
) -> Result<Option<Actor>, ServiceError> {
    let account = store.valid_secret(id, secret, store.now()).await?;
    Ok(account.map(|account| request.service_account(id, secret, scopes.intersection(account.scopes))))
}
