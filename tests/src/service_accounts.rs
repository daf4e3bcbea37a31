//! Service accounts.

use caredesk_domain::actor::Role;
use serde_json::json;

use crate::{client::Client, person::Person, response::TestResponse, test_server::TestServer};

/// A service account and its secret.
#[derive(Debug, Clone)]
pub struct ServiceAccount {
    /// The account's id, its `client_id`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The secret.
    pub secret: String,
}

impl TestServer {
    /// A service account created by the default admin, valid for a year.
    ///
    /// # Panics
    /// When the request is rejected.
    pub async fn create_service_account(&self, scopes: &[&str]) -> ServiceAccount {
        let name = format!("Program {}", self.next_number());
        let expires_at = self.now().plus_seconds(365 * 24 * 60 * 60);
        let body = json!({"name": name, "scopes": scopes, "expires_at": expires_at});
        let account = self.admin().await.post("/service-accounts", body).await.created();
        ServiceAccount { id: account.id().to_owned(), name, secret: account["secret"].as_str().expect("a secret").to_owned() }
    }

    /// A client of a new service account with these scopes.
    pub async fn service_account_client(&self, scopes: &[&str]) -> Client {
        let program = self.create_service_account(scopes).await;
        program.sign_in(self).await
    }
}

impl ServiceAccount {
    /// Requests a token with this form.
    pub async fn request_token(&self, desk: &TestServer, form: &str) -> TestResponse {
        let call = desk.visitor().call(reqwest::Method::POST, "/auth/token");
        call.body("application/x-www-form-urlencoded", form.as_bytes()).send().await
    }

    /// The form that requests a token with all its scopes.
    pub fn token_form(&self) -> String {
        format!("grant_type=client_credentials&client_id={}&client_secret={}", self.id, self.secret)
    }

    /// A client with a token of all its scopes.
    ///
    /// # Panics
    /// When no token is issued.
    pub async fn sign_in(&self, desk: &TestServer) -> Client {
        let granted = self.request_token(desk, &self.token_form()).await.ok();
        self.with_token(desk, granted["access_token"].as_str().expect("a token"))
    }

    /// A client with this token.
    pub fn with_token(&self, desk: &TestServer, token: &str) -> Client {
        // A service account has no role; this value is not read.
        let person = Person { id: self.id.clone(), name: self.name.clone(), email: String::new(), role: Role::Auditor };
        desk.visitor().signed_in(person, token, None)
    }
}
