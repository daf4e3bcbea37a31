//! Who may do what: the lists of `allowed` against what then happens.

use caredesk_domain::actor::Role;
use caredesk_tests::{Answer, Client, Desk, Record, on_both_engines};
use serde_json::json;

/// Every action on a ticket that a list of `allowed` may name.
const ON_TICKETS: [&str; 8] = ["edit_ticket", "set_status", "undo_status", "claim", "assign", "reply", "record_customer_message", "note"];
/// Every action on a customer that a list of `allowed` may name.
const ON_CUSTOMERS: [&str; 4] = ["edit_customer", "delete_customer", "restore_customer", "open_ticket"];

/// How a ticket came to be as it is when the actions are tried.
const STATES: [&str; 7] = ["queued", "mine", "theirs", "pending", "resolved", "resolved by another", "resolved long ago"];

async fn ticket(desk: &Desk, caller: &Client, other: &Client, state: &str) -> Record {
    let theirs = desk.ticket().with("assignee_id", other.id());
    let ticket = match state {
        "queued" => desk.ticket().queued().await,
        // Of a role that has no tickets, it is a colleague's.
        "mine" if matches!(caller.person().role, Role::Agent | Role::Admin) => desk.ticket().by(caller).await,
        _ => theirs.await,
    };
    let path = format!("/tickets/{}/status", ticket.id());
    let mover = if state == "resolved by another" || !matches!(caller.person().role, Role::Agent | Role::Admin) { other } else { caller };
    match state {
        "pending" => drop(mover.post(&path, json!({"status": "pending"})).await.ok()),
        "resolved" | "resolved by another" => drop(mover.post(&path, json!({"status": "resolved"})).await.ok()),
        "resolved long ago" => {
            mover.post(&path, json!({"status": "resolved"})).await.ok();
            desk.advance(60);
        }
        _ => {}
    }
    ticket
}

async fn act(action: &str, client: &Client, ticket: &Record, state: &str) -> Answer {
    let path = |tail: &str| format!("/tickets/{}{tail}", ticket.id());
    let resolved = state.starts_with("resolved");
    match action {
        "edit_ticket" => client.patch(&path(""), "*", json!({"priority": "urgent"})).await,
        "set_status" => client.post(&path("/status"), json!({"status": if resolved { "open" } else { "resolved" }})).await,
        "undo_status" => client.post(&path("/status"), json!({"status": "open", "undo": true})).await,
        "claim" => client.post_empty(&path("/claim")).await,
        "assign" => client.post(&path("/assignment"), json!({"assignee_id": null})).await,
        "reply" => client.post(&path("/messages"), json!({"kind": "reply", "body": "Hello."})).await,
        "record_customer_message" => {
            client.post(&path("/messages"), json!({"kind": "reply", "author": "customer", "body": "Hello."})).await
        }
        "note" => client.post(&path("/messages"), json!({"kind": "note", "body": "Hello."})).await,
        other => panic!("how is {other} done?"),
    }
}

#[tokio::test]
async fn every_action_a_ticket_allows_succeeds_and_every_other_is_refused() {
    on_both_engines(async |desk| {
        for role in [Role::Agent, Role::Admin] {
            // The clock moves more than ten minutes in all, so that nobody's token lasts for all states.
            for state in STATES {
                let (caller, other) = (desk.another(role).await, desk.another(Role::Agent).await);
                for action in ON_TICKETS {
                    let ticket = ticket(desk, &caller, &other, state).await;
                    let shown = caller.get(&format!("/tickets/{}", ticket.id())).await.ok();
                    let mut unknown = shown.allowed();
                    unknown.retain(|action| !ON_TICKETS.contains(action) && *action != "read_notes");
                    assert!(unknown.is_empty(), "{unknown:?} are not tried here yet");
                    let answer = act(action, &caller, &ticket, state).await;
                    // Claiming what one has already changes nothing, so it is neither offered nor refused.
                    if shown.allowed().contains(&action) {
                        assert!(matches!(answer.status, 200 | 201), "{role} {state}: {action} is allowed, but {answer}");
                    } else if action == "claim" && shown["assignee"]["id"] == caller.id() {
                        assert_eq!(answer.ok()["version"], shown["version"]);
                    } else {
                        assert!(matches!(answer.status, 403 | 409), "{role} {state}: {action} is not allowed, but {answer}");
                    }
                }
            }
        }
    })
    .await;
}

#[tokio::test]
async fn rows_of_a_list_allow_what_the_ticket_itself_allows() {
    on_both_engines(async |desk| {
        let (agent, other) = (desk.agent().await, desk.another(Role::Agent).await);
        for state in &STATES[..6] {
            ticket(desk, &agent, &other, state).await;
        }
        let list = agent.get("/tickets").await.ok();
        assert_eq!(list.rows().len(), 6);
        for row in list.rows() {
            assert_eq!(agent.get(&format!("/tickets/{}", row["id"].as_str().unwrap())).await.ok().body, *row);
        }
    })
    .await;
}

#[tokio::test]
async fn every_action_a_customer_allows_succeeds_and_every_other_is_refused() {
    on_both_engines(async |desk| {
        let admin = desk.admin().await;
        for role in [Role::Agent, Role::Admin] {
            let caller = desk.one(role).await;
            for hidden in [false, true] {
                for action in ON_CUSTOMERS {
                    let customer = desk.customer().await;
                    let path = format!("/customers/{}", customer.id());
                    if hidden {
                        admin.delete(&path, "*").await.nothing();
                    }
                    let shown = caller.get(&path).await;
                    let allowed = match shown.status {
                        404 => Vec::new(),
                        _ => shown.ok().allowed().into_iter().map(str::to_owned).collect(),
                    };
                    assert!(allowed.iter().all(|action| ON_CUSTOMERS.contains(&action.as_str())), "{allowed:?}");
                    let ticket =
                        json!({"customer_id": customer.id(), "category": "billing", "subject": "Charged", "description": "Charged twice."});
                    let answer = match action {
                        "edit_customer" => caller.patch(&path, "*", json!({"given_name": "Ada"})).await,
                        "delete_customer" => caller.delete(&path, "*").await,
                        "restore_customer" => caller.post_empty(&format!("{path}/restore")).await,
                        _ => caller.post("/tickets", ticket).await,
                    };
                    let may = allowed.iter().any(|allowed| allowed == action);
                    let fits = if may { matches!(answer.status, 200 | 201 | 204) } else { matches!(answer.status, 403 | 404 | 409 | 422) };
                    assert!(fits, "{role}, hidden {hidden}: {action} is in {allowed:?}: {may}, but {answer}");
                }
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_doctor_sees_no_ticket_and_no_customer_that_was_not_escalated_to_them() {
    on_both_engines(async |desk| {
        let doctor = desk.doctor().await;
        let open = desk.ticket().await;
        let number = open["number"].as_str().unwrap();
        let customer = format!("/customers/{}", open["customer"]["id"].as_str().unwrap());
        for key in [open.id(), number] {
            for tail in ["", "/messages", "/timeline"] {
                doctor.get(&format!("/tickets/{key}{tail}")).await.problem(404, "not_found");
            }
        }
        doctor.get(&customer).await.problem(404, "not_found");
        for list in ["/tickets?include_total=true", "/customers?include_total=true"] {
            let list = doctor.get(list).await.ok();
            assert_eq!((list.rows().len(), &list["page"]["total"]), (0, &json!(0)));
        }
        assert!(doctor.post("/customers/search", json!({"query": "Adebayo"})).await.ok().rows().is_empty());
        for action in ON_TICKETS {
            act(action, &doctor, &open, "open").await.problem(403, "forbidden");
        }
        doctor.patch(&customer, "*", json!({"given_name": "Ada"})).await.problem(403, "forbidden");
        doctor.post("/customers", json!({"family_name": "Eze"})).await.problem(403, "forbidden");
        doctor.delete(&customer, "*").await.problem(403, "forbidden");
    })
    .await;
}

#[tokio::test]
async fn an_auditor_has_no_part_in_the_work() {
    on_both_engines(async |desk| {
        let auditor = desk.auditor().await;
        let ticket = desk.ticket().await;
        let customer = format!("/customers/{}", ticket["customer"]["id"].as_str().unwrap());
        let path = format!("/tickets/{}", ticket.id());
        for read in ["/tickets", "/customers", "/staff", &path, &customer, &format!("{path}/messages"), &format!("{path}/timeline")] {
            auditor.get(read).await.problem(403, "forbidden");
        }
        auditor.post("/customers/search", json!({"query": "Adebayo"})).await.problem(403, "forbidden");
        for action in ON_TICKETS {
            act(action, &auditor, &ticket, "open").await.problem(403, "forbidden");
        }
        auditor.patch(&customer, "*", json!({"given_name": "Ada"})).await.problem(403, "forbidden");
        auditor.delete(&customer, "*").await.problem(403, "forbidden");
        auditor.post_empty(&format!("{customer}/restore")).await.problem(403, "forbidden");
        assert_eq!(auditor.get("/auth/me").await.ok()["role"], "auditor");
    })
    .await;
}
