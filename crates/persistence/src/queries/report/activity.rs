//! Activity of staff members per customer, and of one staff member with all customers.

use std::collections::HashMap;

use caredesk_domain::{
    CustomerId, StaffId, Timestamp,
    event::SubjectKind,
    id::{CustomerKind, Id, StaffKind},
};
use sea_orm::QueryResult;
use uuid::Uuid;

use super::{
    TimeBuckets,
    sql::{Sql, number},
};
use crate::{
    audited::Audited,
    engine::column::{IdColumn, InstantColumn},
    error::StoreError,
    queries::{
        customer::{self, CustomerRef},
        staff::{self, StaffRef},
    },
    read_log::ReadAction,
    store::Store,
};

/// Activity of one staff member for one customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActivityCount {
    /// Ended interactions they handled.
    pub interactions: i64,
    /// Tickets they resolved, without duplicates.
    pub tickets: i64,
    /// Replies they wrote.
    pub replies: i64,
    /// Time of the first.
    pub first_at: Timestamp,
    /// Time of the last.
    pub last_at: Timestamp,
}

/// A kind of activity.
struct Activity {
    count_expression: &'static str,
    at: &'static str,
    staff_column: &'static str,
    customer_column: &'static str,
    from: &'static str,
    /// Whether its index is by time only, not by staff member.
    indexed_by_time: bool,
}

const ACTIVITIES: [Activity; 3] = [
    Activity {
        count_expression: "COUNT(*)",
        at: "i.ended_at",
        staff_column: "i.agent_id",
        customer_column: "i.customer_id",
        from: "interaction i WHERE i.deleted_at IS NULL AND i.ended_at IS NOT NULL",
        indexed_by_time: true,
    },
    Activity {
        count_expression: "COUNT(DISTINCT s.ticket_id)",
        at: "s.ended_at",
        staff_column: "s.ended_by",
        customer_column: "s.customer_id",
        from: "open_period s WHERE NOT s.ticket_deleted AND s.ended_by IS NOT NULL AND NOT s.duplicate",
        indexed_by_time: true,
    },
    Activity {
        count_expression: "COUNT(*)",
        at: "m.created_at",
        staff_column: "m.principal_id",
        customer_column: "t.customer_id",
        from: "message m JOIN ticket t ON t.id = m.ticket_id WHERE t.deleted_at IS NULL AND m.kind = 'reply' AND m.author = 'staff'",
        indexed_by_time: false,
    },
];

/// SQL join: keeps the rows of `d` whose customer is not deleted.
pub(super) const JOIN_NOT_DELETED_CUSTOMER: &str = "JOIN customer c ON c.id = d.id AND c.deleted_at IS NULL";

/// Subject of the query.
#[derive(Debug, Clone, Copy)]
enum ActivityScope<'c> {
    /// Of all staff members for a customer.
    Customer(CustomerId),
    /// Of a staff member with all customers, in one span.
    Staff(StaffId, &'c TimeBuckets),
}

impl Store {
    /// The staff members who worked for a customer, latest activity first, at most `most`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn handlers_of(&self, customer: CustomerId, most: u64) -> Result<Vec<(StaffRef, ActivityCount)>, StoreError> {
        let did: Vec<(StaffId, ActivityCount)> = self.activity_counts::<StaffKind>(ActivityScope::Customer(customer), most).await?;
        let mut names = staff::names(self.reader(), did.iter().map(|(id, _)| *id)).await?;
        Ok(did.into_iter().filter_map(|(id, did)| names.remove(&id).map(|staff| (staff, did))).collect())
    }

    /// The customers a staff member worked for in a span, latest activity first, at most `most`; without deleted customers.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn activity_of(
        &self,
        staff: StaffId,
        cut: &TimeBuckets,
        most: u64,
    ) -> Result<Audited<Vec<(CustomerRef, ActivityCount)>>, StoreError> {
        let did: Vec<(CustomerId, ActivityCount)> = self.activity_counts::<CustomerKind>(ActivityScope::Staff(staff, cut), most).await?;
        let patients = did.iter().map(|(id, _)| *id).collect();
        let mut names: HashMap<CustomerId, CustomerRef> = customer::names(self.reader(), did.iter().map(|(id, _)| *id)).await?;
        let handled = did.into_iter().filter_map(|(id, did)| names.remove(&id).map(|customer| (customer, did))).collect();
        Ok(Audited::new(handled, ReadAction::Listed, SubjectKind::Staff, Some(staff.uuid()), patients))
    }

    /// A customer's name, deleted or not; to be shown with data that is disclosed of them.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such customer.
    pub async fn customer_ref(&self, id: CustomerId) -> Result<CustomerRef, StoreError> {
        customer::names(self.reader(), std::iter::once(id)).await?.remove(&id).ok_or(StoreError::NotFound)
    }

    async fn activity_counts<K>(&self, of: ActivityScope<'_>, most: u64) -> Result<Vec<(Id<K>, ActivityCount)>, StoreError> {
        let mut sql = Sql::default();
        let kinds = ACTIVITIES.iter().enumerate().map(
            |(
                place,
                Activity { count_expression: counted, at, staff_column: who, customer_column: whom, from, indexed_by_time: by_time },
            )| {
                let (id, condition) = match of {
                    ActivityScope::Customer(customer) => (who, format!("{whom} = {} AND {who} IS NOT NULL", sql.bind(IdColumn(customer)))),
                    ActivityScope::Staff(staff, cut) => {
                        let theirs = if *by_time { sql.credited(who, staff) } else { format!("{who} = {}", sql.staff(staff)) };
                        (whom, format!("{theirs} AND {}", sql.within(at, cut)))
                    }
                };
                let counts: Vec<String> = (0..ACTIVITIES.len())
                    .map(|other| format!("CAST({} AS BIGINT) AS n_{other}", if other == place { counted } else { "0" }))
                    .collect();
                format!(
                    "SELECT {id} AS id, {}, MIN({at}) AS first_at, MAX({at}) AS last_at FROM {from} AND {condition} GROUP BY {id}",
                    counts.join(", ")
                )
            },
        );
        let kinds = kinds.collect::<Vec<_>>().join(" UNION ALL ");
        let shown = match of {
            ActivityScope::Customer(_) => "",
            ActivityScope::Staff(..) => JOIN_NOT_DELETED_CUSTOMER,
        };
        let sums: Vec<String> = (0..ACTIVITIES.len()).map(|place| format!("CAST(SUM(d.n_{place}) AS BIGINT) AS n_{place}")).collect();
        let most = sql.bind(i64::try_from(most).unwrap_or(i64::MAX));
        let text = format!(
            "SELECT d.id AS id, {}, MIN(d.first_at) AS first_at, MAX(d.last_at) AS last_at FROM ({kinds}) d {shown} \
             GROUP BY d.id ORDER BY MAX(d.last_at) DESC, d.id LIMIT {most}",
            sums.join(", ")
        );
        Ok(sql.fetch_all(self.reader(), text).await?.iter().map(read::<K>).collect::<Result<Vec<_>, _>>()?)
    }
}

fn read<K>(row: &QueryResult) -> Result<(Id<K>, ActivityCount), sea_orm::DbErr> {
    let (first_at, last_at): (InstantColumn, InstantColumn) = (row.try_get("", "first_at")?, row.try_get("", "last_at")?);
    let did = ActivityCount {
        interactions: number(row, "n_0")?,
        tickets: number(row, "n_1")?,
        replies: number(row, "n_2")?,
        first_at: first_at.0,
        last_at: last_at.0,
    };
    Ok((Id::from_uuid(row.try_get::<Uuid>("", "id")?), did))
}
