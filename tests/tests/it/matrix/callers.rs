//! Everybody who may call: nobody signed in, one of each role, and programs of every scope.

use caredesk_domain::actor::Role;
use caredesk_tests::{Client, Desk, document};
use serde_json::{Value, json};

/// Somebody who calls.
pub(super) struct Caller {
    /// Who it is, for people to read.
    pub(super) name: String,
    /// The column of the table that says what they may do.
    pub(super) column: &'static str,
    /// Of a program.
    pub(super) scopes: Vec<&'static str>,
    pub(super) client: Client,
}

impl Caller {
    /// Everybody. None of them is one of the usual people, who are their colleagues.
    pub(super) async fn all(desk: &Desk) -> Vec<Self> {
        let mut all = vec![Self::new("visitor", "visitor", desk.visitor())];
        for role in Role::ALL {
            all.push(Self::new(role.as_str(), role.as_str(), desk.another(*role).await));
        }
        let scopes = every_scope();
        for scope in &scopes {
            all.push(Self::program(desk, scope, vec![*scope]).await);
        }
        all.push(Self::program(desk, "every scope", scopes.clone()).await);
        all.push(Self::new("program without a scope", "program", without_scope(desk).await));
        all
    }

    /// Everybody, and programs that have all scopes but one that lets them read, or only those that let them write.
    pub(super) async fn all_with_parts(desk: &Desk) -> Vec<Self> {
        let mut all = Self::all(desk).await;
        let scopes = every_scope();
        for without in scopes.iter().filter(|scope| scope.ends_with(":read")) {
            let others = scopes.iter().copied().filter(|scope| scope != without).collect();
            all.push(Self::program(desk, &format!("all but {without}"), others).await);
        }
        let writes = scopes.iter().copied().filter(|scope| scope.ends_with(":write")).collect();
        all.push(Self::program(desk, "write scopes alone", writes).await);
        all
    }

    fn new(name: &str, column: &'static str, client: Client) -> Self {
        Self { name: name.to_owned(), column, scopes: Vec::new(), client }
    }

    async fn program(desk: &Desk, with: &str, scopes: Vec<&'static str>) -> Self {
        let client = desk.program(&scopes).await;
        Self { scopes, ..Self::new(&format!("program with {with}"), "program", client) }
    }

    pub(super) fn is_person(&self) -> bool {
        !["visitor", "program"].contains(&self.column)
    }

    /// Whether escalations can be for them.
    pub(super) fn is_asked(&self) -> bool {
        ["doctor", "admin"].contains(&self.column)
    }

    /// Whether what is written and worked can be theirs; a program's is where it has the scope for it.
    pub(super) fn works(&self, scope: &str) -> bool {
        ["agent", "admin"].contains(&self.column) || self.scopes.contains(&scope)
    }
}

/// Every scope that a program can have.
fn every_scope() -> Vec<&'static str> {
    let known = document::document()["components"]["schemas"]["ProgramScope"]["enum"].as_array().expect("the scopes");
    known.iter().filter_map(Value::as_str).collect()
}

/// No account is without a scope, but a token can be: the account lost those that it was given for.
async fn without_scope(desk: &Desk) -> Client {
    let program = desk.program_account(&["tickets:read"]).await;
    let client = program.come_in(desk).await;
    let account = format!("/service-accounts/{}", program.id);
    desk.admin().await.patch(&account, "*", json!({"scopes": ["reports:read"]})).await.ok();
    client
}
