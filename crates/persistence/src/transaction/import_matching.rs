//! Matches the customers of an import, and counts what keeps a customer from being deleted.

use std::collections::HashMap;

use caredesk_domain::{
    CustomerId,
    customer::{Customer, Identifier, ImportSnapshot, PreviousImport, Unended},
    escalation::EscalationStatus,
    ticket::TicketStatus,
};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::{
    engine::column::{IdColumn, TextColumn},
    error::StoreError,
    tables::{
        customer::from_row,
        entity::{
            customer, customer_source, escalation, interaction,
            search_key::{self, KeyKind},
            ticket,
        },
    },
    transaction::Transaction,
};

impl Transaction {
    /// How many unresolved tickets, unended interactions and open escalations a customer has.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn unended_counts(&mut self, customer: CustomerId) -> Result<Unended, StoreError> {
        let tickets = ticket::Entity::find()
            .filter(ticket::Column::CustomerId.eq(IdColumn(customer)))
            .filter(ticket::Column::Status.ne(TextColumn(TicketStatus::Resolved)))
            .filter(ticket::Column::DeletedAt.is_null());
        let interactions = interaction::Entity::find()
            .filter(interaction::Column::CustomerId.eq(IdColumn(customer)))
            .filter(interaction::Column::EndedAt.is_null())
            .filter(interaction::Column::DeletedAt.is_null());
        let escalations = escalation::Entity::find()
            .filter(escalation::Column::CustomerId.eq(IdColumn(customer)))
            .filter(escalation::Column::Status.is_in([EscalationStatus::Pending, EscalationStatus::InProgress].map(TextColumn)))
            .filter(escalation::Column::DeletedAt.is_null());
        Ok(Unended {
            tickets: tickets.count(self.connection()).await?,
            interactions: interactions.count(self.connection()).await?,
            escalations: escalations.count(self.connection()).await?,
        })
    }

    /// The customers that an import refers to by these identifiers, in the same order: by the identifier of an earlier import, else by an
    /// identifier that staff entered. Includes deleted customers. `Err` holds the number of customers when several share the identifier.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_by_identifiers(
        &mut self,
        identifiers: &[Identifier],
    ) -> Result<Vec<Result<Option<PreviousImport>, usize>>, StoreError> {
        let mut sources = self.import_snapshots(identifiers).await?;
        let unsent: Vec<&str> = identifiers
            .iter()
            .filter(|identifier| !sources.contains_key(&identifier_key(identifier)))
            .map(|identifier| identifier.value.as_str())
            .collect();
        let mut wanted: Vec<CustomerId> = sources.values().map(|source| source.customer).collect();
        if !unsent.is_empty() {
            let known = search_key::Entity::find()
                .filter(search_key::Column::Kind.eq(KeyKind::Identifier.code()))
                .filter(search_key::Column::Key.is_in(unsent))
                .all(self.connection())
                .await?;
            wanted.extend(known.into_iter().map(|row| row.customer_id.0));
        }
        let customers = self.lock_customers(wanted).await?;
        customers.values().for_each(|customer| self.clamp_timestamp(customer.updated_at));
        let find = |identifier: &Identifier| {
            if let Some(source) = sources.remove(&identifier_key(identifier)) {
                let customer = customers.get(&source.customer).cloned();
                return Ok(customer.map(|customer| PreviousImport { customer, snapshot: Some(source) }));
            }
            let (hidden, here): (Vec<_>, Vec<_>) = customers
                .values()
                .filter(|customer| customer.details.identifiers.contains(identifier))
                .partition(|customer| customer.deleted.is_some());
            // A deleted customer matches only if no other does: staff resolve duplicates by deleting one.
            match here.as_slice() {
                [] => Ok(hidden.first().map(|customer| PreviousImport { customer: (*customer).clone(), snapshot: None })),
                [only] => Ok(Some(PreviousImport { customer: (*only).clone(), snapshot: None })),
                several => Err(several.len()),
            }
        };
        Ok(identifiers.iter().map(find).collect())
    }

    async fn import_snapshots(&self, identifiers: &[Identifier]) -> Result<HashMap<(String, String), ImportSnapshot>, DbErr> {
        let mut by_system: HashMap<&str, Vec<&str>> = HashMap::new();
        for identifier in identifiers {
            by_system.entry(identifier.system.as_str()).or_default().push(identifier.value.as_str());
        }
        let mut sources = HashMap::new();
        let mut systems: Vec<_> = by_system.into_iter().collect();
        systems.sort_unstable();
        for (system, values) in systems {
            let rows = customer_source::Entity::find()
                .filter(customer_source::Column::System.eq(system))
                .filter(customer_source::Column::Value.is_in(values))
                // Locked, so that the snapshot of a concurrent import is not overwritten unseen.
                .order_by_asc(customer_source::Column::Value)
                .lock_exclusive()
                .all(self.connection())
                .await?;
            for row in rows {
                let identifier = identifiers.iter().find(|one| one.system.as_str() == row.system && one.value.as_str() == row.value);
                if let Some(identifier) = identifier {
                    let source = ImportSnapshot { identifier: identifier.clone(), customer: row.customer_id.0, sent: row.sent.0 };
                    sources.insert((row.system, row.value), source);
                }
            }
        }
        Ok(sources)
    }

    async fn lock_customers(&self, mut ids: Vec<CustomerId>) -> Result<HashMap<CustomerId, Customer>, DbErr> {
        ids.sort_unstable();
        ids.dedup();
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        // Locked in id order, so that concurrent imports do not deadlock.
        let rows = customer::Entity::find()
            .filter(customer::Column::Id.is_in(ids.into_iter().map(IdColumn)))
            .order_by_asc(customer::Column::Id)
            .lock_exclusive()
            .all(self.connection())
            .await?;
        Ok(rows.into_iter().map(|row| (row.id.0, from_row(row))).collect())
    }
}

fn identifier_key(identifier: &Identifier) -> (String, String) {
    (identifier.system.to_string(), identifier.value.to_string())
}
