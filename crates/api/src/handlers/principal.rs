//! Staff and service accounts as filter values.

use std::str::FromStr;

use caredesk_domain::{Fault, PrincipalId, actor::Actor, id::SHAPE};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        RefOr,
        schema::{ObjectBuilder, Schema, Type},
    },
};

/// A principal: the id of a staff member or a service account, or `me`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PrincipalParameter {
    Me,
    Id(PrincipalId),
}

impl PrincipalParameter {
    pub(super) fn resolve(self, actor: &Actor) -> Option<PrincipalId> {
        match self {
            Self::Me => actor.principal(),
            Self::Id(id) => Some(id),
        }
    }
}

impl FromStr for PrincipalParameter {
    type Err = Fault;

    fn from_str(text: &str) -> Result<Self, Fault> {
        match text {
            "me" => Ok(Self::Me),
            id => id.parse().map(Self::Id).map_err(|_| Fault::format("must be me, or the id of a staff member or service account")),
        }
    }
}

impl PartialSchema for PrincipalParameter {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::String).pattern(Some(format!("^(me|{SHAPE})$"))).examples(["me"]).into()
    }
}

impl ToSchema for PrincipalParameter {}
