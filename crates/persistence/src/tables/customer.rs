//! Mapping between customers and rows.

use caredesk_domain::{
    CustomerId, Timestamp,
    actor::RowScope,
    change::VersionedWrite,
    customer::{Customer, CustomerDetails, CustomerRecord, Death, Deletion, ImportSnapshot},
    event::SubjectKind,
    id::{CustomerKind, Id},
    phone::Phone,
};
use sea_orm::{ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, sea_query::OnConflict};

use crate::{
    engine::{
        bulk_insert,
        column::{IdColumn, JsonText},
    },
    error::StoreError,
    scoped_record::{Lock, ScopedRecord, with_lock},
    tables::{
        entity::{
            customer::{self, StoredPhone},
            customer_source,
        },
        scope_filter, versioned,
    },
};

impl ScopedRecord for Customer {
    type Kind = CustomerKind;
    const SUBJECT: SubjectKind = SubjectKind::Customer;

    async fn find<C: ConnectionTrait>(
        connection: &C,
        scope: RowScope,
        id: Id<CustomerKind>,
        lock: Lock,
    ) -> Result<Option<Self>, StoreError> {
        let select = with_lock(customer::Entity::find_by_id(IdColumn(id)).filter(scope_filter::customers(scope)), lock);
        Ok(select.one(connection).await?.map(from_row))
    }

    fn id(&self) -> uuid::Uuid {
        self.id.uuid()
    }

    fn changed_at(&self) -> Timestamp {
        self.updated_at
    }

    fn customers(&self) -> Vec<CustomerId> {
        vec![self.id]
    }

    fn is_deleted(&self) -> bool {
        self.deleted.is_some()
    }
}

#[expect(clippy::disallowed_methods, reason = "the row was validated before it was saved")]
pub(crate) fn from_row(row: customer::Model) -> Customer {
    let details = CustomerDetails {
        given_name: row.given_name.map(|name| name.0),
        family_name: row.family_name.0,
        former_names: row.former_names.0,
        email: row.email.map(|email| email.0),
        phone: row.phone.map(|typed| Phone::from_row(typed.0, row.phone_e164)),
        other_phones: row.other_phones.0.into_iter().map(|kept| Phone::from_row(kept.typed, kept.e164)).collect(),
        birth_date: row.birth_date.map(|date| date.0),
        gender: row.gender.map(|gender| gender.0),
        preferred_language: row.preferred_language.map(|language| language.0),
        death: row.deceased.then(|| Death { at: row.deceased_at.map(|at| at.0) }),
        identifiers: row.identifiers.0,
    };
    Customer::from_row(CustomerRecord {
        id: row.id.0,
        details,
        created_at: row.created_at.0,
        updated_at: row.updated_at.0,
        deleted: row.deleted_at.zip(row.deleted_by).map(|(at, by)| Deletion { at: at.0, by: by.0 }),
        version: row.version,
    })
}

fn to_row(customer: &Customer) -> customer::Model {
    let details = customer.details.clone();
    let kept = |phone: &Phone| StoredPhone { typed: phone.typed().clone(), e164: phone.e164().map(str::to_owned) };
    customer::Model {
        id: customer.id.into(),
        given_name: details.given_name.map(Into::into),
        family_name: details.family_name.into(),
        former_names: JsonText(details.former_names),
        email: details.email.map(Into::into),
        phone: details.phone.as_ref().map(|phone| phone.typed().clone().into()),
        phone_e164: details.phone.as_ref().and_then(|phone| phone.e164().map(str::to_owned)),
        other_phones: JsonText(details.other_phones.iter().map(kept).collect()),
        birth_date: details.birth_date.map(Into::into),
        gender: details.gender.map(Into::into),
        preferred_language: details.preferred_language.map(Into::into),
        deceased: details.death.is_some(),
        deceased_at: details.death.and_then(|death| death.at).map(Into::into),
        identifiers: JsonText(details.identifiers),
        created_at: customer.created_at.into(),
        updated_at: customer.updated_at.into(),
        deleted_at: customer.deleted.map(|deleted| deleted.at.into()),
        deleted_by: customer.deleted.map(|deleted| deleted.by.into()),
        version: customer.version,
    }
}

pub(crate) async fn save<C: ConnectionTrait>(connection: &C, puts: &[VersionedWrite<Customer>]) -> Result<(), StoreError> {
    versioned::save::<customer::Entity, _, _>(connection, puts, to_row).await
}

pub(crate) async fn save_sources<C: ConnectionTrait>(connection: &C, sources: &[VersionedWrite<ImportSnapshot>]) -> Result<(), StoreError> {
    let row = |source: &ImportSnapshot| {
        let row = customer_source::Model {
            system: source.identifier.system.to_string(),
            value: source.identifier.value.to_string(),
            customer_id: source.customer.into(),
            sent: JsonText(source.sent.clone()),
        };
        row.into_active_model()
    };
    let (new, known): (Vec<_>, Vec<_>) = sources.iter().partition(|source| source.expected_version().is_none());
    // No upsert: if a concurrent import has added the same customer, this one must fail instead of adding a duplicate.
    bulk_insert::insert(connection, new.into_iter().map(|source| row(source))).await?;
    let key = [customer_source::Column::System, customer_source::Column::Value];
    for some in known.chunks(5_000) {
        customer_source::Entity::insert_many(some.iter().map(|source| row(source)))
            .on_conflict(OnConflict::columns(key).update_column(customer_source::Column::Sent).to_owned())
            .exec_without_returning(connection)
            .await?;
    }
    Ok(())
}
