//! How a record relates to an actor.

use crate::{PrincipalId, StaffId, actor::Actor};

/// How the record acted on relates to the actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ownership {
    /// The actor created it, is assigned to it, or is the record.
    Own,
    /// In the pool of the actor's role.
    Pool,
    /// Neither, or ownership does not matter.
    Other,
}

impl Ownership {
    /// `Own` where `person` is the actor.
    pub fn of_staff(actor: &Actor, person: Option<StaffId>) -> Self {
        if person.is_some() && actor.staff_id() == person { Self::Own } else { Self::Other }
    }

    /// `Own` where `principal` is the actor.
    pub fn of_principal(actor: &Actor, principal: Option<PrincipalId>) -> Self {
        if principal.is_some() && actor.principal_id() == principal { Self::Own } else { Self::Other }
    }

    pub(super) const fn is_own(self) -> bool {
        match self {
            Self::Own => true,
            Self::Pool | Self::Other => false,
        }
    }

    pub(super) const fn owns_or_in_pool(self) -> bool {
        match self {
            Self::Own | Self::Pool => true,
            Self::Other => false,
        }
    }
}

pub(super) fn all_ownerships() -> impl Iterator<Item = Ownership> + Clone {
    [Ownership::Own, Ownership::Pool, Ownership::Other].into_iter()
}
