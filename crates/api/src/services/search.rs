//! Global search: tickets, customers and interactions at once.

use caredesk_domain::{
    actor::Actor,
    policy::{Action, check_each},
    search::SearchQuery,
};
use caredesk_persistence::{GlobalResults, ReadClass, Store};

use super::ServiceError;

/// Finds tickets, customers and interactions, best first, at most `most` of them.
///
/// # Errors
/// When the actor may not read one of these.
pub async fn global(store: &Store, actor: &Actor, query: &SearchQuery, most: usize) -> Result<GlobalResults, ServiceError> {
    check_each(actor, &[Action::ReadTickets, Action::ReadCustomers, Action::ReadInteractions])?;
    let (scope, query) = (actor.row_scope(), query.clone());
    let search = async move |store: Store| store.global_search(scope, &query, most).await;
    Ok(store.long_read(ReadClass::Search, actor, search).await?.disclose(store.read_log(), actor).await?)
}
