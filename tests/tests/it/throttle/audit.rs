//! The audit log has the first failure of a window and a summary, not each failure.

use std::time::Duration;

use caredesk_domain::actor::Role;
use caredesk_persistence::{Database, testing::query_number};
use caredesk_tests::{PASSWORD, TestServer, on_both_engines};
use serde_json::json;

use super::{WRONG, device_cookie, fail, login, login_with};

/// Waits until the audit log has this number of refusals of a staff member or service account.
async fn expect_refusals(desk: &TestServer, subject: &str, expected: i64, condition: &str) {
    let database = Database::open(desk.engine()).await.unwrap();
    let id = format!("x'{}'", subject.replace('-', ""));
    let id = if desk.engine().to_string().starts_with("sqlite") { id } else { format!("'{subject}'") };
    let sql = format!("SELECT count(*) FROM event WHERE action = 'refuse_sign_in' AND subject_id = {id} {condition}");
    let mut found = 0;
    for _ in 0..100 {
        found = query_number(&database, &sql).await;
        if found >= expected {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    database.close().await.unwrap();
    assert_eq!(found, expected, "{condition}");
}

#[tokio::test]
async fn wrong_passwords_are_audited_as_first_and_summary() {
    on_both_engines(async |desk| {
        let (ada, visitor) = (desk.add_staff(Role::Agent).await, desk.visitor());
        fail(&visitor, &ada.email, 5).await;
        for _ in 0..40 {
            login(&visitor, &ada.email, WRONG).await.problem(429, "too_many_attempts");
        }
        expect_refusals(desk, &ada.id, 1, "").await;
        desk.advance(15 * 60);
        expect_refusals(desk, &ada.id, 2, "").await;
        expect_refusals(desk, &ada.id, 1, "AND changes LIKE '%\"attempts\":45%'").await;
        // A new window starts with a first failure again.
        fail(&visitor, &ada.email, 1).await;
        expect_refusals(desk, &ada.id, 3, "").await;
        desk.advance(15 * 60);
        tokio::time::sleep(Duration::from_millis(1500)).await;
        expect_refusals(desk, &ada.id, 3, "").await;
    })
    .await;
}

// Caught: 440 wrong secrets a second wrote an event each into an append-only log.
#[tokio::test]
async fn wrong_client_secrets_are_audited_as_first_and_summary() {
    on_both_engines(async |desk| {
        let program = desk.create_service_account(&["tickets:read"]).await;
        let form = format!("grant_type=client_credentials&client_id={}&client_secret=wrong", program.id);
        for _ in 0..200 {
            let answer = program.request_token(desk, &form).await;
            assert!(matches!(answer.status, 401 | 429), "{answer}");
        }
        expect_refusals(desk, &program.id, 1, "").await;
        desk.advance(15 * 60);
        expect_refusals(desk, &program.id, 2, "").await;
        expect_refusals(desk, &program.id, 1, "AND changes LIKE '%\"attempts\":200%'").await;
    })
    .await;
}

#[tokio::test]
async fn wrong_passwords_in_known_browser_or_session_are_audited() {
    on_both_engines(async |desk| {
        let (ada, ben) = (desk.add_staff(Role::Agent).await, desk.new_client(Role::Agent).await);
        let cookie = device_cookie(&desk.visitor(), &ada.email).await;
        login_with(&desk.visitor(), &cookie, &ada.email, WRONG).await.problem(401, "sign_in_refused");
        expect_refusals(desk, &ada.id, 1, "").await;
        let body = json!({"current_password": WRONG, "new_password": PASSWORD});
        ben.post("/auth/password", body).await.field_errors(&[("#/current_password", "wrong")]);
        expect_refusals(desk, ben.id(), 1, "").await;
    })
    .await;
}
