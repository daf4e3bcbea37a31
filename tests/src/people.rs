//! The staff of a test server.

use caredesk_api::token::LIFETIME_SECONDS;
use caredesk_domain::{
    actor::{Actor, Role, SystemJob},
    staff::{NewStaff, PasswordHash, Staff},
};
use caredesk_persistence::StoreError;
use serde_json::json;

use crate::{client::Client, person::Person, test_server::TestServer};

/// The password of all test staff.
pub const PASSWORD: &str = "correct horse battery";

/// The hash of `PASSWORD` with the salt `[7; 16]`: hashing is slow by design.
pub const PASSWORD_HASH: &str = "$argon2id$v=19$m=19456,t=2,p=1$BwcHBwcHBwcHBwcHBwcHBw$WLRGUa13/B3MXznFse33FId4O++DaYL6ulYUMEhpRqE";

impl TestServer {
    /// Ada Obi, an agent, signed in.
    pub async fn agent(&self) -> Client {
        self.usual(Role::Agent, 0, "Ada Obi", "ada@desk.example").await
    }

    /// Dr. Ngozi Eze, a doctor, signed in.
    pub async fn doctor(&self) -> Client {
        self.usual(Role::Doctor, 1, "Dr. Ngozi Eze", "ngozi@desk.example").await
    }

    /// Tunde Bello, an admin, signed in.
    pub async fn admin(&self) -> Client {
        self.usual(Role::Admin, 2, "Tunde Bello", "tunde@desk.example").await
    }

    /// Uche Okafor, an auditor, signed in.
    pub async fn auditor(&self) -> Client {
        self.usual(Role::Auditor, 3, "Uche Okafor", "uche@desk.example").await
    }

    /// The default client of a role.
    pub async fn client_of_role(&self, role: Role) -> Client {
        match role {
            Role::Agent => self.agent().await,
            Role::Doctor => self.doctor().await,
            Role::Admin => self.admin().await,
            Role::Auditor => self.auditor().await,
        }
    }

    async fn usual(&self, role: Role, place: usize, name: &str, email: &str) -> Client {
        let mut known = self.staff[place].lock().await;
        let person = match &*known {
            Some((client, since)) if self.now().seconds_since(*since) < LIFETIME_SECONDS => return client.clone(),
            Some((client, _)) => client.person().clone(),
            None => self.add_staff_named(role, name, email).await,
        };
        let client = self.sign_in(&person).await;
        *known = Some((client.clone(), self.now()));
        client
    }

    /// A new staff member, not signed in.
    pub async fn add_staff(&self, role: Role) -> Person {
        let number = self.next_number();
        self.add_staff_named(role, &format!("Colleague {number}"), &format!("colleague-{number}@desk.example")).await
    }

    /// A new staff member, signed in.
    pub async fn new_client(&self, role: Role) -> Client {
        self.sign_in(&self.add_staff(role).await).await
    }

    /// A new staff member with this name, this email and `PASSWORD`.
    ///
    /// # Panics
    /// When the email is taken.
    #[expect(clippy::disallowed_methods, reason = "staff are added as the command line adds them")]
    pub async fn add_staff_named(&self, role: Role, name: &str, email: &str) -> Person {
        let staff = self
            .store()
            .write(async |work| {
                let password = Some(PasswordHash::from_phc(PASSWORD_HASH.to_owned()));
                let new = NewStaff { id: work.new_staff_id(), email: email.parse().unwrap(), name: name.parse().unwrap(), role, password };
                let change = Staff::create(new, &Actor::system(SystemJob::Bootstrap), work.timestamp()).unwrap();
                work.save(change).await
            })
            .await;
        let staff: Result<Staff, StoreError> = staff;
        Person { id: staff.unwrap().id.to_string(), name: name.to_owned(), email: email.to_owned(), role }
    }

    /// Signs a staff member in with `PASSWORD`.
    ///
    /// # Panics
    /// When the sign-in fails.
    pub async fn sign_in(&self, person: &Person) -> Client {
        let answer = self.visitor().post("/auth/login", json!({"email": person.email, "password": PASSWORD})).await;
        let cookie = answer.refresh_cookie();
        let session = answer.ok();
        self.visitor().signed_in(person.clone(), session["access_token"].as_str().unwrap(), cookie)
    }
}
