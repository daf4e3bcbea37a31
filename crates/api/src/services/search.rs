//! Global search: tickets, customers and interactions at once.

use caredesk_domain::{
    actor::Actor,
    policy::{Action, check_each},
    search::Query,
};
use caredesk_persistence::{FoundAnything, ReadClass, Store};

use super::ServiceError;

/// Finds tickets, customers and interactions, best first, at most `most` of them.
///
/// # Errors
/// When the actor may not read one of these.
pub async fn everything(store: &Store, actor: &Actor, query: &Query, most: usize) -> Result<FoundAnything, ServiceError> {
    check_each(actor, &[Action::ReadTickets, Action::ReadCustomers, Action::ReadInteractions])?;
    let (scope, query) = (actor.scope(), query.clone());
    let search = async move |store: Store| store.search_everything(scope, &query, most).await;
    Ok(store.long_read(ReadClass::Search, actor, search).await?.disclose(store.ledger(), actor).await?)
}
