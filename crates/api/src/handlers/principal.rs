//! Staff and service accounts as filter values.

use std::str::FromStr;

use caredesk_domain::{FieldError, PrincipalId, actor::Actor, id::UUID_PATTERN};
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
            Self::Me => actor.principal_id(),
            Self::Id(id) => Some(id),
        }
    }
}

impl FromStr for PrincipalParameter {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        match text {
            "me" => Ok(Self::Me),
            id => id.parse().map(Self::Id).map_err(|_| FieldError::format("must be me, or the id of a staff member or service account")),
        }
    }
}

impl PartialSchema for PrincipalParameter {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::String).pattern(Some(format!("^(me|{UUID_PATTERN})$"))).examples(["me"]).into()
    }
}

impl ToSchema for PrincipalParameter {}
