//! Service accounts.

use caredesk_domain::actor::Role;
use serde_json::json;

use crate::{answer::Answer, client::Client, desk::Desk, people::Person};

/// A service account and its secret.
#[derive(Debug, Clone)]
pub struct Program {
    /// The account's id, its `client_id`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The secret.
    pub secret: String,
}

impl Desk {
    /// A service account created by the default admin, valid for a year.
    ///
    /// # Panics
    /// When the request is rejected.
    pub async fn program_account(&self, scopes: &[&str]) -> Program {
        let name = format!("Program {}", self.next());
        let expires_at = self.now().plus_seconds(365 * 24 * 60 * 60);
        let body = json!({"name": name, "scopes": scopes, "expires_at": expires_at});
        let account = self.admin().await.post("/service-accounts", body).await.created();
        Program { id: account.id().to_owned(), name, secret: account["secret"].as_str().expect("a secret").to_owned() }
    }

    /// A client of a new service account with these scopes.
    pub async fn program(&self, scopes: &[&str]) -> Client {
        let program = self.program_account(scopes).await;
        program.come_in(self).await
    }
}

impl Program {
    /// Requests a token with this form.
    pub async fn ask(&self, desk: &Desk, form: &str) -> Answer {
        let call = desk.visitor().call(reqwest::Method::POST, "/auth/token");
        call.body("application/x-www-form-urlencoded", form.as_bytes()).send().await
    }

    /// The form that requests a token with all its scopes.
    pub fn form(&self) -> String {
        format!("grant_type=client_credentials&client_id={}&client_secret={}", self.id, self.secret)
    }

    /// A client with a token of all its scopes.
    ///
    /// # Panics
    /// When no token is issued.
    pub async fn come_in(&self, desk: &Desk) -> Client {
        let granted = self.ask(desk, &self.form()).await.ok();
        self.with_token(desk, granted["access_token"].as_str().expect("a token"))
    }

    /// A client with this token.
    pub fn with_token(&self, desk: &Desk, token: &str) -> Client {
        // A service account has no role; this value is not read.
        let person = Person { id: self.id.clone(), name: self.name.clone(), email: String::new(), role: Role::Auditor };
        desk.visitor().signed_in(person, token, None)
    }
}
