//! Failures count across several servers and across restarts.

use caredesk_domain::actor::Role;
use caredesk_tests::{PASSWORD, on_both_engines, race_all};

use super::{WRONG, device_cookie, fail, login, login_with, retry_after};

#[tokio::test]
async fn login_failures_on_two_servers_count_together() {
    on_both_engines(async |desk| {
        let other = desk.open_another().await;
        let (ada, here, there) = (desk.add_staff(Role::Agent).await, desk.visitor(), other.visitor());
        let cookie = device_cookie(&here, &ada.email).await;
        fail(&here, &ada.email, 2).await;
        fail(&there, &ada.email, 2).await;
        fail(&here, &ada.email, 1).await;
        assert_eq!(retry_after(login(&there, &ada.email, PASSWORD).await), 30);
        assert_eq!(retry_after(login(&here, &ada.email, PASSWORD).await), 30);
        login_with(&there, &cookie, &ada.email, PASSWORD).await.ok();
        desk.advance(30);
        fail(&there, &ada.email, 1).await;
        assert_eq!(retry_after(login(&here, &ada.email, WRONG).await), 60);
        other.close().await;
    })
    .await;
}

#[tokio::test]
async fn login_failures_survive_restart() {
    on_both_engines(async |desk| {
        let ada = desk.add_staff(Role::Agent).await;
        let before = desk.open_another().await;
        fail(&before.visitor(), &ada.email, 5).await;
        before.close().await;
        let after = desk.open_another().await;
        assert_eq!(retry_after(login(&after.visitor(), &ada.email, PASSWORD).await), 30);
        after.close().await;
    })
    .await;
}

#[tokio::test]
async fn login_failures_on_two_servers_concurrently_count_all() {
    on_both_engines(async |desk| {
        let other = desk.open_another().await;
        let (ada, here, there) = (desk.add_staff(Role::Agent).await, desk.visitor(), other.visitor());
        let attempts = (0..4).map(|number| login(if number % 2 == 0 { &here } else { &there }, &ada.email, WRONG));
        assert!(race_all(attempts).await.iter().all(|answer| answer.status == 401));
        fail(&here, &ada.email, 1).await;
        retry_after(login(&there, &ada.email, PASSWORD).await);
        other.close().await;
    })
    .await;
}
