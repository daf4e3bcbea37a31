//! Customers: adding, changing, reading and finding them.

use caredesk_domain::{
    CustomerId,
    actor::Actor,
    change::Change,
    customer::{Customer, CustomerDetails, CustomerPatch, Identifier, Upserted},
    event::{SubjectKind, TimelineKind},
    policy::{Action, Ownership, can_read_deleted, check, check_each},
    search::SearchQuery,
};
use caredesk_persistence::{
    CustomerFilter, Page, PageRequest, Profile, ReadClass, SearchPage, Store, StoreError, TimelineEntry, TimelineFilter, Transaction,
    Written,
};

use super::{
    ExpectedVersion, ServiceError,
    timelines::{check_customer_records_readable, excluded_actions, record_read, remove_assignment_notes},
};

/// Adds a customer.
///
/// # Errors
/// When the actor may not, or a date lies in the future.
pub async fn create(store: &Store, actor: &Actor, details: CustomerDetails) -> Result<Written<Customer>, ServiceError> {
    check(actor, Action::CreateCustomer, Ownership::Other)?;
    store
        .write_once(async |work| {
            let change = Customer::create(work.new_customer_id(), details.clone(), actor, work.timestamp())?;
            let customer = work.save(change).await?;
            work.set_response_record(customer.id);
            Ok(customer)
        })
        .await
}

/// One customer; a deleted one for actors who may restore them.
///
/// # Errors
/// When the actor may not read customers, or there is none they may see.
pub async fn get(store: &Store, actor: &Actor, id: CustomerId) -> Result<Customer, ServiceError> {
    check(actor, Action::ReadCustomers, Ownership::Other)?;
    let seen = if can_read_deleted(actor, SubjectKind::Customer) {
        store.get_including_deleted(actor.row_scope(), id).await?
    } else {
        store.get(actor.row_scope(), id).await?
    };
    Ok(seen.disclose(store.read_log(), actor).await?)
}

/// The profile of a customer: open and recent records, and the staff who handled them.
///
/// # Errors
/// When the actor may not read all kinds of records in it, or there is no such customer they may see.
pub async fn profile(store: &Store, actor: &Actor, id: CustomerId) -> Result<Profile, ServiceError> {
    check_customer_records_readable(actor)?;
    Ok(store
        .profile(actor.row_scope(), id, can_read_deleted(actor, SubjectKind::Customer))
        .await?
        .disclose(store.read_log(), actor)
        .await?)
}

/// The timeline of a customer. Doctors see only events of records in their scope.
///
/// # Errors
/// When the actor may not read all kinds of records in it, or there is no such customer they may see.
pub async fn timeline(
    store: &Store,
    actor: &Actor,
    id: CustomerId,
    kinds: &[TimelineKind],
    request: PageRequest,
) -> Result<Page<TimelineEntry>, ServiceError> {
    check_customer_records_readable(actor)?;
    ensure_visible(store, actor, id).await?;
    let filter = TimelineFilter { kinds, excluded_actions: excluded_actions(actor) };
    let mut page = store.customer_timeline(actor.row_scope(), id, &filter, request).await?.disclose(store.read_log(), actor).await?;
    remove_assignment_notes(actor, &mut page.rows);
    Ok(page)
}

/// Checks that the actor may see a customer, for reading dependent records; shows nothing of the customer.
pub(super) async fn ensure_visible(store: &Store, actor: &Actor, id: CustomerId) -> Result<(), StoreError> {
    store.customer_of::<Customer>(actor.row_scope(), id, can_read_deleted(actor, SubjectKind::Customer)).await.map(drop)
}

/// Customers, by when they were added or changed; one page.
///
/// # Errors
/// When the actor may not read customers, or not deleted ones.
pub async fn list(store: &Store, actor: &Actor, filter: &CustomerFilter, request: PageRequest) -> Result<Page<Customer>, ServiceError> {
    check(actor, Action::ReadCustomers, Ownership::Other)?;
    if filter.deleted {
        check(actor, Action::RestoreCustomer, Ownership::Other)?;
    }
    let (scope, filter) = (actor.row_scope(), filter.clone());
    let list = async move |store: Store| store.list_customers(scope, &filter, request).await;
    Ok(store.long_read(ReadClass::List, actor, list).await?.disclose(store.read_log(), actor).await?)
}

/// Finds customers by words of their name, e-mail address, phone digits or identifiers.
///
/// # Errors
/// When the actor may not read customers.
pub async fn search(store: &Store, actor: &Actor, query: &SearchQuery, request: PageRequest) -> Result<SearchPage<Customer>, ServiceError> {
    check(actor, Action::ReadCustomers, Ownership::Other)?;
    let (scope, query) = (actor.row_scope(), query.clone());
    let search = async move |store: Store| store.search_customers(scope, &query, request).await;
    Ok(store.long_read(ReadClass::Search, actor, search).await?.disclose(store.read_log(), actor).await?)
}

/// Edits a customer.
///
/// # Errors
/// When the actor may not, there is no such customer, or `expected` is another version.
pub async fn edit(
    store: &Store,
    actor: &Actor,
    id: CustomerId,
    expected: &ExpectedVersion,
    patch: CustomerPatch,
) -> Result<Customer, ServiceError> {
    let edited = change(store, actor, Action::EditCustomer, id, expected, async |customer, work| {
        Ok(customer.edit(patch.clone(), actor, work.timestamp())?)
    });
    Ok(edited.await?.without_key()?)
}

/// Deletes a customer.
///
/// # Errors
/// When the actor may not, or the customer has open records.
pub async fn delete(store: &Store, actor: &Actor, id: CustomerId, expected: &ExpectedVersion) -> Result<Customer, ServiceError> {
    let deleted = change(store, actor, Action::DeleteCustomer, id, expected, async |customer, work| {
        let ongoing = work.unended_counts(customer.id).await?;
        Ok(customer.delete(ongoing, actor, work.timestamp())?)
    });
    Ok(deleted.await?.without_key()?)
}

/// Restores a deleted customer.
///
/// # Errors
/// When the actor may not, or the customer is not deleted.
pub async fn restore(store: &Store, actor: &Actor, id: CustomerId, expected: &ExpectedVersion) -> Result<Written<Customer>, ServiceError> {
    change(store, actor, Action::RestoreCustomer, id, expected, async |customer, work| Ok(customer.restore(actor, work.timestamp())?)).await
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
) -> Result<Written<(Customer, Upserted)>, ServiceError> {
    check_each(actor, &[Action::CreateCustomer, Action::EditCustomer])?;
    let written = store
        .write_once(async |work| {
            let known = work.find_by_identifiers(std::slice::from_ref(&identifier)).await?.pop();
            let known = match known {
                Some(Ok(known)) => known,
                Some(Err(_)) => {
                    return Err(ServiceError::invalid("identifier", "ambiguous", "is shared by several customers; merge them first"));
                }
                None => None,
            };
            let change = Customer::upsert(known, work.new_customer_id(), identifier.clone(), patch.clone(), actor, work.timestamp())?;
            let told = change.has_events();
            let (customer, outcome) = work.save(change).await?;
            work.set_response_record(customer.id);
            Ok::<_, ServiceError>((customer, outcome, told))
        })
        .await?;
    if let Written::Done((customer, _, told)) = &written {
        record_read_unless_event(store, actor, customer, *told).await?;
    }
    Ok(written.map(|(customer, outcome, _)| (customer, outcome)))
}

async fn change(
    store: &Store,
    actor: &Actor,
    action: Action,
    id: CustomerId,
    expected: &ExpectedVersion,
    transition: impl AsyncFn(Customer, &mut Transaction) -> Result<Change<Customer>, ServiceError>,
) -> Result<Written<Customer>, ServiceError> {
    check(actor, action, Ownership::Other)?;
    let written = store
        .write_once(async |work| {
            let scope = actor.row_scope();
            let customer = if can_read_deleted(actor, SubjectKind::Customer) {
                work.get_including_deleted(scope, id).await?
            } else {
                work.get(scope, id).await?
            };
            let customer: Customer = customer;
            expected.check(customer.version)?;
            let change = transition(customer, work).await?;
            let told = change.has_events();
            let customer = work.save(change).await?;
            work.set_response_record(customer.id);
            Ok::<_, ServiceError>((customer, told))
        })
        .await?;
    if let Written::Done((customer, told)) = &written {
        record_read_unless_event(store, actor, customer, *told).await?;
    }
    Ok(written.map(|(customer, _)| customer))
}

/// A change without event shows the customer, so the read log records it like any other read.
async fn record_read_unless_event(store: &Store, actor: &Actor, customer: &Customer, told: bool) -> Result<(), ServiceError> {
    if told { Ok(()) } else { record_read(store, actor, customer).await }
}
