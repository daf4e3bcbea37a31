//! Customers: adding, changing, reading and finding them.

use caredesk_domain::{
    CustomerId,
    actor::Actor,
    change::Change,
    customer::{Customer, CustomerDetails, CustomerPatch, Identifier, Upserted},
    event::SubjectKind,
    policy::{Action, Relation, check, check_each, reads_deleted},
    search::Query,
};
use caredesk_persistence::{CustomerFilter, Found, Page, PageRequest, Profile, ReadClass, Store, StoreError, Work};

use super::{
    Expected, ServiceError,
    timelines::{note_shown, reads_customers_whole},
};

/// Adds a customer.
///
/// # Errors
/// When the actor may not, or a date lies in the future.
pub async fn create(store: &Store, actor: &Actor, details: CustomerDetails) -> Result<Customer, ServiceError> {
    check(actor, Action::CreateCustomer, Relation::Other)?;
    store
        .write(async |work| {
            let change = Customer::create(work.new_customer_id(), details.clone(), actor, work.at())?;
            let customer = work.save(change).await?;
            work.shows(customer.id);
            Ok(customer)
        })
        .await
}

/// One customer; a deleted one for actors who may restore them.
///
/// # Errors
/// When the actor may not read customers, or there is none they may see.
pub async fn get(store: &Store, actor: &Actor, id: CustomerId) -> Result<Customer, ServiceError> {
    check(actor, Action::ReadCustomers, Relation::Other)?;
    let seen = if reads_deleted(actor, SubjectKind::Customer) {
        store.get_hidden_too(actor.scope(), id).await?
    } else {
        store.get(actor.scope(), id).await?
    };
    Ok(seen.disclose(store.ledger(), actor).await?)
}

/// The profile of a customer: open and recent records, and the staff who handled them.
///
/// # Errors
/// When the actor may not read all kinds of records in it, or there is no such customer they may see.
pub async fn profile(store: &Store, actor: &Actor, id: CustomerId) -> Result<Profile, ServiceError> {
    reads_customers_whole(actor)?;
    Ok(store.profile(actor.scope(), id, reads_deleted(actor, SubjectKind::Customer)).await?.disclose(store.ledger(), actor).await?)
}

/// Checks that the actor may see a customer, for reading dependent records; shows nothing of the customer.
pub(super) async fn exists(store: &Store, actor: &Actor, id: CustomerId) -> Result<(), StoreError> {
    store.customer_of::<Customer>(actor.scope(), id, reads_deleted(actor, SubjectKind::Customer)).await.map(drop)
}

/// Customers, by when they were added or changed; one page.
///
/// # Errors
/// When the actor may not read customers, or not deleted ones.
pub async fn list(store: &Store, actor: &Actor, filter: &CustomerFilter, request: PageRequest) -> Result<Page<Customer>, ServiceError> {
    check(actor, Action::ReadCustomers, Relation::Other)?;
    if filter.deleted {
        check(actor, Action::RestoreCustomer, Relation::Other)?;
    }
    let (scope, filter) = (actor.scope(), filter.clone());
    let list = async move |store: Store| store.list_customers(scope, &filter, request).await;
    Ok(store.long_read(ReadClass::List, actor, list).await?.disclose(store.ledger(), actor).await?)
}

/// Finds customers by words of their name, e-mail address, phone digits or identifiers.
///
/// # Errors
/// When the actor may not read customers.
pub async fn search(store: &Store, actor: &Actor, query: &Query, request: PageRequest) -> Result<Found<Customer>, ServiceError> {
    check(actor, Action::ReadCustomers, Relation::Other)?;
    let (scope, query) = (actor.scope(), query.clone());
    let search = async move |store: Store| store.search_customers(scope, &query, request).await;
    Ok(store.long_read(ReadClass::Search, actor, search).await?.disclose(store.ledger(), actor).await?)
}

/// Edits a customer.
///
/// # Errors
/// When the actor may not, there is no such customer, or `expected` is another version.
pub async fn edit(
    store: &Store,
    actor: &Actor,
    id: CustomerId,
    expected: &Expected,
    patch: CustomerPatch,
) -> Result<Customer, ServiceError> {
    change(store, actor, Action::EditCustomer, id, expected, async |customer, work| Ok(customer.edit(patch.clone(), actor, work.at())?))
        .await
}

/// Deletes a customer.
///
/// # Errors
/// When the actor may not, or the customer has open records.
pub async fn delete(store: &Store, actor: &Actor, id: CustomerId, expected: &Expected) -> Result<Customer, ServiceError> {
    change(store, actor, Action::DeleteCustomer, id, expected, async |customer, work| {
        let ongoing = work.ongoing(customer.id).await?;
        Ok(customer.delete(ongoing, actor, work.at())?)
    })
    .await
}

/// Restores a deleted customer.
///
/// # Errors
/// When the actor may not, or the customer is not deleted.
pub async fn restore(store: &Store, actor: &Actor, id: CustomerId, expected: &Expected) -> Result<Customer, ServiceError> {
    change(store, actor, Action::RestoreCustomer, id, expected, async |customer, work| Ok(customer.undelete(actor, work.at())?)).await
}

/// Creates or updates a customer by an identifier of another system.
///
/// # Errors
/// When the actor may not, the customer is deleted, or several share the identifier.
pub async fn upsert(
    store: &Store,
    actor: &Actor,
    identifier: Identifier,
    patch: CustomerPatch,
) -> Result<(Customer, Upserted), ServiceError> {
    check_each(actor, &[Action::CreateCustomer, Action::EditCustomer])?;
    let (customer, outcome, told) = store
        .write(async |work| {
            let known = work.sent_before(std::slice::from_ref(&identifier)).await?.pop();
            let known = match known {
                Some(Ok(known)) => known,
                Some(Err(_)) => {
                    return Err(ServiceError::invalid("identifier", "ambiguous", "is shared by several customers; merge them first"));
                }
                None => None,
            };
            let change = Customer::upsert(known, work.new_customer_id(), identifier.clone(), patch.clone(), actor, work.at())?;
            let told = change.tells();
            let (customer, outcome) = work.save(change).await?;
            work.shows(customer.id);
            Ok::<_, ServiceError>((customer, outcome, told))
        })
        .await?;
    note_if_untold(store, actor, &customer, told).await?;
    Ok((customer, outcome))
}

async fn change(
    store: &Store,
    actor: &Actor,
    action: Action,
    id: CustomerId,
    expected: &Expected,
    transition: impl AsyncFn(Customer, &mut Work) -> Result<Change<Customer>, ServiceError>,
) -> Result<Customer, ServiceError> {
    check(actor, action, Relation::Other)?;
    let (customer, told) = store
        .write(async |work| {
            let scope = actor.scope();
            let customer = if reads_deleted(actor, SubjectKind::Customer) {
                work.get_hidden_too(scope, id).await?
            } else {
                work.get(scope, id).await?
            };
            let customer: Customer = customer;
            expected.check(customer.version)?;
            let change = transition(customer, work).await?;
            let told = change.tells();
            let customer = work.save(change).await?;
            work.shows(customer.id);
            Ok::<_, ServiceError>((customer, told))
        })
        .await?;
    note_if_untold(store, actor, &customer, told).await?;
    Ok(customer)
}

/// A change without event shows the customer, so the read log records it like any other read.
async fn note_if_untold(store: &Store, actor: &Actor, customer: &Customer, told: bool) -> Result<(), ServiceError> {
    if told { Ok(()) } else { note_shown(store, actor, customer).await }
}
