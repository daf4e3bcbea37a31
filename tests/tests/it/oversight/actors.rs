//! The actors of the random commands.

use caredesk_domain::{
    ServiceAccountId, StaffId,
    actor::{Actor, Role},
    scopes::{OAuthScope, Scopes},
};

#[expect(clippy::disallowed_methods, reason = "a test can act as any principal")]
pub(super) fn staff(id: StaffId, role: Role) -> Actor {
    Actor::staff(id, role)
}

#[expect(clippy::disallowed_methods, reason = "a test can act as any principal")]
pub(super) fn service_account() -> Actor {
    let scopes: Scopes = [OAuthScope::TicketsWrite, OAuthScope::InteractionsWrite, OAuthScope::EscalationsWrite].into_iter().collect();
    Actor::service(ServiceAccountId::from_uuid(uuid::Uuid::from_u128(77)), scopes)
}
