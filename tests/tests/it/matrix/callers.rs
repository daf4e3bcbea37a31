//! All kinds of callers: anonymous, one of each role, and service accounts with every scope.

use caredesk_domain::actor::Role;
use caredesk_tests::{Client, TestServer, document};
use serde_json::{Value, json};

/// One kind of caller.
pub(super) struct Caller {
    /// Its name in messages.
    pub(super) name: String,
    /// Its column in the table.
    pub(super) column: &'static str,
    /// The scopes of a service account.
    pub(super) scopes: Vec<&'static str>,
    pub(super) client: Client,
}

impl Caller {
    /// All callers. None of them is a default staff member of the test server; those act as the others.
    pub(super) async fn create_all(desk: &TestServer) -> Vec<Self> {
        let mut all = vec![Self::new("visitor", "visitor", desk.visitor())];
        for role in Role::ALL {
            all.push(Self::new(role.as_str(), role.as_str(), desk.new_client(*role).await));
        }
        let scopes = every_scope();
        for scope in &scopes {
            all.push(Self::service_account(desk, scope, vec![*scope]).await);
        }
        all.push(Self::service_account(desk, "every scope", scopes.clone()).await);
        all.push(Self::new("service account without a scope", "service account", without_scope(desk).await));
        all
    }

    /// All callers, and service accounts with all scopes but one read scope, or with only the write scopes.
    pub(super) async fn create_all_with_partial_scopes(desk: &TestServer) -> Vec<Self> {
        let mut all = Self::create_all(desk).await;
        let scopes = every_scope();
        for without in scopes.iter().filter(|scope| scope.ends_with(":read")) {
            let others = scopes.iter().copied().filter(|scope| scope != without).collect();
            all.push(Self::service_account(desk, &format!("all but {without}"), others).await);
        }
        let writes = scopes.iter().copied().filter(|scope| scope.ends_with(":write")).collect();
        all.push(Self::service_account(desk, "write scopes alone", writes).await);
        all
    }

    fn new(name: &str, column: &'static str, client: Client) -> Self {
        Self { name: name.to_owned(), column, scopes: Vec::new(), client }
    }

    async fn service_account(desk: &TestServer, with: &str, scopes: Vec<&'static str>) -> Self {
        let client = desk.service_account_client(&scopes).await;
        Self { scopes, ..Self::new(&format!("service account with {with}"), "service account", client) }
    }

    pub(super) fn is_person(&self) -> bool {
        !["visitor", "service account"].contains(&self.column)
    }

    /// Whether escalations can be addressed to them.
    pub(super) fn is_escalation_target(&self) -> bool {
        ["doctor", "admin"].contains(&self.column)
    }

    /// Whether a record can be their own; for a service account, whether it has the scope.
    pub(super) fn can_own(&self, scope: &str) -> bool {
        ["agent", "admin"].contains(&self.column) || self.scopes.contains(&scope)
    }
}

/// Every scope that a service account can have.
fn every_scope() -> Vec<&'static str> {
    let known = document::document()["components"]["schemas"]["ServiceAccountScope"]["enum"].as_array().expect("the scopes");
    known.iter().filter_map(Value::as_str).collect()
}

/// A token without a scope: its account lost the scopes after it was issued.
async fn without_scope(desk: &TestServer) -> Client {
    let account = desk.create_service_account(&["tickets:read"]).await;
    let client = account.sign_in(desk).await;
    let path = format!("/service-accounts/{}", account.id);
    desk.admin().await.patch(&path, "*", json!({"scopes": ["reports:read"]})).await.ok();
    client
}
