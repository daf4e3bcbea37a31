//! Where an attempt to authenticate comes from, and the actors that come of it.

use std::net::IpAddr;

use caredesk_domain::{
    RequestId, SecretId, ServiceAccountId, SessionId, StaffId,
    actor::{Actor, Role, SystemJob},
    event::EventSubject,
    scopes::Scopes,
    throttle::ThrottleKey,
};

use crate::services::throttle::FailedAttempt;

/// The source of an authentication attempt.
#[derive(Debug, Clone)]
pub struct AttemptSource {
    /// Makes the actors of the request.
    pub actors: ActorFactory,
    /// The network address.
    pub address: IpAddr,
    /// The device cookie, as sent.
    pub device: Option<String>,
}

impl AttemptSource {
    /// A failed attempt from here.
    pub fn failure(&self, keys: Vec<ThrottleKey>, subject: Option<EventSubject>) -> FailedAttempt {
        FailedAttempt { keys, subject, request: self.actors.request, address: self.address }
    }
}

/// Makes the actors of one request. Needed because a request to sign in has no actor yet.
#[derive(Debug, Clone, Copy)]
pub struct ActorFactory {
    request: RequestId,
}

impl ActorFactory {
    /// For one request.
    pub const fn new(request: RequestId) -> Self {
        Self { request }
    }

    /// A staff member whose session has been checked.
    #[expect(clippy::disallowed_methods, reason = "authentication makes actors of staff")]
    pub const fn staff(&self, id: StaffId, role: Role, session: SessionId) -> Actor {
        Actor::staff(id, role).in_session(session).in_request(self.request)
    }

    /// The holder of a password link acts as its staff member, without a session.
    #[expect(clippy::disallowed_methods, reason = "authentication makes actors of staff")]
    pub const fn by_link(&self, id: StaffId, role: Role) -> Actor {
        Actor::staff(id, role).in_request(self.request)
    }

    /// A service account whose secret has been checked. Its events name the secret in place of a session, so that the use of a leaked secret can be
    /// traced.
    #[expect(clippy::disallowed_methods, reason = "authentication makes actors of service accounts")]
    pub const fn service_account(&self, id: ServiceAccountId, secret: SecretId, scopes: Scopes) -> Actor {
        Actor::service(id, scopes).in_session(SessionId::from_uuid(secret.uuid())).in_request(self.request)
    }

    /// Authentication itself, as a system actor.
    #[expect(clippy::disallowed_methods, reason = "authentication acts as a system actor")]
    pub const fn system_actor(&self) -> Actor {
        Actor::system(SystemJob::Authentication).in_request(self.request)
    }
}
