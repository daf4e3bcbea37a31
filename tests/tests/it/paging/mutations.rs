//! Adds, changes and deletes the rows of each list.

use caredesk_domain::actor::Role;
use caredesk_tests::{Client, Record, TestRng, TestServer};
use serde_json::{Value, json};

use super::paging_fixture::{PagingFixture, RowKind};

const REASON: &str = "A rash since she uses the cream: is this an allergy?";
const PRIORITIES: [&str; 4] = ["low", "medium", "high", "urgent"];

/// An escalation to the doctors' pool.
pub(super) async fn create_escalation(desk: &TestServer, source: &str, priority: &str) -> Record {
    let body = json!({"target": {"role": "doctor"}, "reason": REASON, "priority": priority});
    desk.agent().await.post(&format!("{source}/escalations"), body).await.created()
}

impl PagingFixture<'_> {
    /// One write: a new row, or a change of one in `changing`. Some writes share their instant.
    pub(super) async fn write(&self, changing: &mut Vec<Value>, chance: &mut TestRng) {
        if chance.percent(40) {
            self.desk.advance(1);
        }
        match Self::take_row_to_change(changing, chance) {
            Some(row) => self.change(&row, chance).await,
            None => self.add(chance).await,
        }
    }

    async fn add(&self, chance: &mut TestRng) {
        let (desk, agent) = (self.desk, self.desk.agent().await);
        match self.row_kind {
            RowKind::Customers => drop(desk.customer().await),
            RowKind::CustomerTimeline => {
                let customer = desk.agent().await.get(self.base()).await.ok();
                match chance.below(3) {
                    0 => drop(desk.interaction().for_customer(&customer).await),
                    1 => drop(agent.patch(self.base(), "*", json!({"given_name": format!("Ife {}", desk.next_number())})).await.ok()),
                    _ => {
                        let path = format!("/tickets/{}/messages", desk.ticket().for_customer(&customer).await.id());
                        drop(agent.post(&path, json!({"kind": "reply", "body": "We look into it."})).await.created());
                    }
                }
            }
            RowKind::Tickets => {
                let ticket = desk.ticket().with("priority", chance.pick(&PRIORITIES));
                drop(if chance.percent(50) { ticket.queued().await } else { ticket.await });
            }
            RowKind::Interactions => {
                let ago = i64::try_from(chance.below(600)).unwrap();
                drop(desk.interaction().with("started_at", desk.now().plus_seconds(-ago).to_string()).await);
            }
            RowKind::Escalations => {
                drop(create_escalation(desk, &format!("/tickets/{}", desk.ticket().await.id()), chance.pick(&PRIORITIES)).await)
            }
            RowKind::RecordEscalations => {
                // Only one can be open at a time.
                let raised = create_escalation(desk, self.base(), chance.pick(&PRIORITIES)).await;
                drop(agent.post(&format!("/escalations/{}/withdraw", raised.id()), json!({"reason": REASON})).await.ok());
            }
            RowKind::EscalationMessages => {
                drop(agent.post(&format!("{}/messages", self.base()), json!({"body": "Since when?"})).await.created())
            }
            RowKind::TicketMessages => {
                let kind = if chance.percent(70) { "reply" } else { "note" };
                let body = json!({"kind": kind, "body": "We look into it."});
                drop(agent.post(&format!("{}/messages", self.base()), body).await.created());
            }
            RowKind::Notes => drop(agent.post(&format!("{}/notes", self.base()), json!({"body": "She is upset."})).await),
            RowKind::Notices => {
                let mut body = json!({"target": {"role": "doctor"}, "reason": REASON});
                if chance.percent(50) {
                    body["target"]["staff_id"] = self.person().id.clone().into();
                }
                drop(agent.post(&format!("/tickets/{}/escalations", desk.ticket().await.id()), body).await.created());
            }
            RowKind::Staff => drop(desk.add_staff(Role::Agent).await),
            RowKind::ServiceAccounts => drop(desk.create_service_account(&["tickets:read"]).await),
            RowKind::Sessions => drop(desk.sign_in(self.person()).await),
        }
    }

    /// Changes what a row is sorted by, or whether it is in the list, or neither.
    async fn change(&self, row: &Value, chance: &mut TestRng) {
        let (desk, agent, admin) = (self.desk, self.desk.agent().await, self.desk.admin().await);
        let at = |kind: &str| format!("/{kind}/{}", row["id"].as_str().unwrap());
        match self.row_kind {
            RowKind::Customers if chance.percent(70) => {
                drop(agent.patch(&at("customers"), "*", json!({"given_name": format!("Ife {}", desk.next_number())})).await.ok());
            }
            // Customers with records cannot be deleted.
            RowKind::Customers => drop(admin.delete(&at("customers"), "*").await),
            // Deleting a record removes all its timeline entries; several rows can be about one record.
            RowKind::CustomerTimeline if row["subject"]["kind"] == "ticket" => {
                drop(admin.delete(&format!("/tickets/{}", row["subject"]["id"].as_str().unwrap()), "*").await);
            }
            RowKind::CustomerTimeline => self.add(chance).await,
            RowKind::Tickets => ticket(&agent, &admin, &at("tickets"), row, chance).await,
            RowKind::Interactions => interaction(&admin, &at("interactions"), row, chance).await,
            RowKind::Escalations => escalation(desk, &at("escalations"), row, chance).await,
            RowKind::RecordEscalations => admin.delete(&at("escalations"), "*").await.no_content(),
            // Append-only lists.
            RowKind::EscalationMessages | RowKind::TicketMessages | RowKind::Notes => self.add(chance).await,
            RowKind::Notices => {
                let path = format!("/escalations/{}/withdraw", row["subject"]["id"].as_str().unwrap());
                drop(agent.post(&path, json!({"reason": REASON})).await.ok());
            }
            // Staff that this test signs in with stay unchanged.
            RowKind::Staff if row["email"].as_str().unwrap().starts_with("colleague") => {
                let patches = [
                    json!({"active": row["active"] == false}),
                    json!({"name": format!("Renamed {}", desk.next_number())}),
                    json!({"role": "doctor"}),
                ];
                drop(admin.patch(&at("staff"), "*", patches[chance.below(3)].clone()).await.ok());
            }
            RowKind::Staff => self.add(chance).await,
            RowKind::ServiceAccounts if chance.percent(50) => {
                drop(admin.patch(&at("service-accounts"), "*", json!({"name": format!("Program {}", desk.next_number())})).await.ok());
            }
            RowKind::ServiceAccounts => admin.delete(&at("service-accounts"), "*").await.no_content(),
            // The reader's own session stays.
            RowKind::Sessions if row["current"] == true => self.add(chance).await,
            RowKind::Sessions => {
                let by = desk.sign_in(self.person()).await;
                by.delete(&at("auth/sessions"), "*").await.no_content();
            }
        }
    }
}

async fn ticket(agent: &Client, admin: &Client, path: &str, row: &Value, chance: &mut TestRng) {
    let said = async |body: Value| agent.post(&format!("{path}/messages"), body).await.created();
    let escalated = row["status"] == "escalated";
    match chance.below(6) {
        0 if !escalated => {
            let to = if row["status"] == "open" { "resolved" } else { "open" };
            drop(agent.post(&format!("{path}/status"), json!({"status": to})).await.ok());
        }
        1 => drop(said(json!({"kind": "reply", "body": "We look into it."})).await),
        2 => drop(said(json!({"kind": "note", "body": "She is upset."})).await),
        3 => drop(said(json!({"kind": "reply", "author": "customer", "via": "chat", "body": "Is it back?"})).await),
        4 if !escalated => admin.delete(path, "*").await.no_content(),
        _ => {
            let others: Vec<&str> = PRIORITIES.into_iter().filter(|other| row["priority"] != **other).collect();
            drop(agent.patch(path, "*", json!({"priority": chance.pick(&others)})).await.ok());
        }
    }
}

async fn interaction(admin: &Client, path: &str, row: &Value, chance: &mut TestRng) {
    match chance.below(3) {
        0 if row["ended_at"].is_null() => {
            drop(admin.post(&format!("{path}/end"), json!({"summary": "Moved to Thursday at nine."})).await.ok())
        }
        1 if row["open_escalation"].is_null() => admin.delete(path, "*").await.no_content(),
        _ => {
            // Earlier, at a time no other interaction has.
            let earlier: caredesk_domain::Timestamp = row["started_at"].as_str().unwrap().parse().unwrap();
            drop(admin.patch(path, "*", json!({"started_at": earlier.plus_seconds(-700).to_string()})).await.ok());
        }
    }
}

async fn escalation(desk: &TestServer, path: &str, row: &Value, chance: &mut TestRng) {
    let (agent, admin) = (desk.agent().await, desk.admin().await);
    match (row["status"].as_str().unwrap(), chance.below(3)) {
        ("pending", 0) => drop(desk.doctor().await.post(&format!("{path}/accept"), json!({})).await.ok()),
        ("pending" | "in_progress", 1) => {
            drop(admin.post(&format!("{path}/resolve"), json!({"outcome": "Stop the cream; it is an allergy."})).await.ok());
        }
        ("pending" | "in_progress", _) => drop(agent.post(&format!("{path}/withdraw"), json!({"reason": REASON})).await.ok()),
        ("resolved", 0) => drop(agent.post(&format!("{path}/close"), json!({})).await.ok()),
        _ => admin.delete(path, "*").await.no_content(),
    }
}
