//! The actors and their roles.

/// The role of an actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Agent,
    Doctor,
    Admin,
}

/// The actors, two of each role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Actor {
    Ada,
    Ben,
    Ngozi,
    Obi,
    Tunde,
    Uche,
}

impl Actor {
    pub(super) const ALL: [Self; 6] = [Self::Ada, Self::Ben, Self::Ngozi, Self::Obi, Self::Tunde, Self::Uche];

    pub(super) const fn role(self) -> Role {
        match self {
            Self::Ada | Self::Ben => Role::Agent,
            Self::Ngozi | Self::Obi => Role::Doctor,
            Self::Tunde | Self::Uche => Role::Admin,
        }
    }

    /// Agents and admins work tickets.
    pub(super) fn works_tickets(self) -> bool {
        self.role() != Role::Doctor
    }

    pub(super) fn is_admin(self) -> bool {
        self.role() == Role::Admin
    }

    /// The index in `ALL`.
    pub(super) fn index(self) -> usize {
        Self::ALL.iter().position(|who| *who == self).unwrap()
    }
}
