//! The programs of other systems.

use caredesk_domain::actor::Role;
use serde_json::json;

use crate::{answer::Answer, client::Client, desk::Desk, people::Person};

/// A program's account, and a secret of it.
#[derive(Debug, Clone)]
pub struct Program {
    /// The account's id, which it signs in with.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// The secret.
    pub secret: String,
}

impl Desk {
    /// An account for a program, added by the usual admin, good for a year.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn program_account(&self, scopes: &[&str]) -> Program {
        let name = format!("Program {}", self.next());
        let expires_at = self.now().plus_seconds(365 * 24 * 60 * 60);
        let body = json!({"name": name, "scopes": scopes, "expires_at": expires_at});
        let account = self.admin().await.post("/service-accounts", body).await.created();
        Program { id: account.id().to_owned(), name, secret: account["secret"].as_str().expect("a secret").to_owned() }
    }

    /// A program that may do this, with a token.
    pub async fn program(&self, scopes: &[&str]) -> Client {
        let program = self.program_account(scopes).await;
        program.come_in(self).await
    }
}

impl Program {
    /// Asks for a token with this form.
    pub async fn ask(&self, desk: &Desk, form: &str) -> Answer {
        let call = desk.visitor().call(reqwest::Method::POST, "/auth/token");
        call.body("application/x-www-form-urlencoded", form.as_bytes()).send().await
    }

    /// The form that asks for a token of all it may do.
    pub fn form(&self) -> String {
        format!("grant_type=client_credentials&client_id={}&client_secret={}", self.id, self.secret)
    }

    /// Comes in, with all it may do.
    ///
    /// # Panics
    /// When it is not let in.
    pub async fn come_in(&self, desk: &Desk) -> Client {
        let granted = self.ask(desk, &self.form()).await.ok();
        self.with_token(desk, granted["access_token"].as_str().expect("a token"))
    }

    /// With a token it has.
    pub fn with_token(&self, desk: &Desk, token: &str) -> Client {
        // A program has no role; nobody asks for that of this one.
        let person = Person { id: self.id.clone(), name: self.name.clone(), email: String::new(), role: Role::Auditor };
        desk.visitor().signed_in(person, token, None)
    }
}
