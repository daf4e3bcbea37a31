//! Names of principals: staff and service accounts.

use std::collections::HashMap;

use caredesk_domain::{PrincipalId, ServiceAccountId, StaffId, id::ServiceAccountKind};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};

use crate::{
    engine::column::IdColumn,
    queries::staff::{self, StaffRef},
    tables::entity::service_account,
};

/// A reference to a staff member or service account: id and name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrincipalRef {
    /// The id.
    pub id: PrincipalId,
    /// The name.
    pub name: String,
}

/// Names of principals, looked up together.
#[derive(Debug, Default)]
pub(crate) struct NameLookup(HashMap<PrincipalId, String>);

impl NameLookup {
    /// A staff member or a service account.
    pub(crate) fn principal(&self, id: PrincipalId) -> Option<PrincipalRef> {
        self.0.get(&id).map(|name| PrincipalRef { id, name: name.clone() })
    }

    /// A staff member.
    pub(crate) fn staff(&self, id: StaffId) -> Option<StaffRef> {
        self.0.get(&id.into()).map(|name| StaffRef { id, name: name.clone() })
    }
}

/// The names of staff and service accounts: one query, and a second one if there are service accounts.
pub(crate) async fn names<C: ConnectionTrait>(connection: &C, ids: impl Iterator<Item = PrincipalId>) -> Result<NameLookup, DbErr> {
    let mut wanted: Vec<PrincipalId> = ids.collect();
    wanted.sort_unstable();
    wanted.dedup();
    let people = staff::names(connection, wanted.iter().map(|id| StaffId::from_uuid(id.uuid()))).await?;
    let mut names: HashMap<PrincipalId, String> = people.into_values().map(|person| (person.id.into(), person.name)).collect();
    wanted.retain(|id| !names.contains_key(id));
    if !wanted.is_empty() {
        let programs: Vec<(IdColumn<ServiceAccountKind>, String)> = service_account::Entity::find()
            .select_only()
            .columns([service_account::Column::Id, service_account::Column::Name])
            .filter(service_account::Column::Id.is_in(wanted.into_iter().map(|id| IdColumn(ServiceAccountId::from_uuid(id.uuid())))))
            .into_tuple()
            .all(connection)
            .await?;
        names.extend(programs.into_iter().map(|(id, name)| (id.0.into(), name)));
    }
    Ok(NameLookup(names))
}
