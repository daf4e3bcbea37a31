//! Thresholds and delays of throttling.

use caredesk_domain::actor::Role;
use caredesk_tests::{PASSWORD, on_both_engines};

use super::{WRONG, fail, login, retry_after};

#[tokio::test]
async fn login_after_five_failures_is_429_even_with_the_right_password() {
    on_both_engines(async |desk| {
        let (ada, visitor) = (desk.add_staff(Role::Agent).await, desk.visitor());
        fail(&visitor, &ada.email, 5).await;
        assert_eq!(retry_after(login(&visitor, &ada.email, WRONG).await), 30);
        assert_eq!(retry_after(login(&visitor, &ada.email.to_uppercase(), PASSWORD).await), 30);
        desk.advance(29);
        assert_eq!(retry_after(login(&visitor, &ada.email, PASSWORD).await), 1);
        desk.advance(1);
        login(&visitor, &ada.email, PASSWORD).await.ok();
    })
    .await;
}

#[tokio::test]
async fn login_with_unknown_account_has_same_responses_as_known_one() {
    on_both_engines(async |desk| {
        let (ada, visitor) = (desk.add_staff(Role::Agent).await, desk.visitor());
        let mut seen = Vec::new();
        for email in [ada.email.as_str(), "nobody@desk.example", "no address at all"] {
            let mut answers = Vec::new();
            for _ in 0..7 {
                let answer = login(&visitor, email, WRONG).await;
                let mut names: Vec<String> = answer.headers.keys().map(ToString::to_string).collect();
                names.sort_unstable();
                let (status, retry, mut problem) = (answer.status, answer.header("retry-after").map(str::to_owned), answer.json());
                problem["request_id"].take();
                answers.push((status, retry, names, problem));
            }
            seen.push(answers);
        }
        assert_eq!(seen[0].iter().map(|answer| answer.0).collect::<Vec<_>>(), [401, 401, 401, 401, 401, 429, 429]);
        assert!(seen.iter().all(|answers| *answers == seen[0]), "{seen:#?}");
    })
    .await;
}

#[tokio::test]
async fn login_failures_of_any_15_minutes_count_and_older_ones_do_not() {
    on_both_engines(async |desk| {
        let (ada, ben, visitor) = (desk.add_staff(Role::Agent).await, desk.add_staff(Role::Agent).await, desk.visitor());
        fail(&visitor, &ada.email, 4).await;
        desk.advance(14 * 60 + 59);
        fail(&visitor, &ben.email, 4).await;
        desk.advance(1);
        fail(&visitor, &ada.email, 4).await;
        login(&visitor, &ada.email, PASSWORD).await.ok();
        fail(&visitor, &ben.email, 1).await;
        retry_after(login(&visitor, &ben.email, PASSWORD).await);
    })
    .await;
}

#[tokio::test]
async fn login_delay_doubles_per_failure_and_not_per_rejected_attempt() {
    on_both_engines(async |desk| {
        let (ada, visitor) = (desk.add_staff(Role::Agent).await, desk.visitor());
        fail(&visitor, &ada.email, 5).await;
        for expected in [30, 60, 120, 240, 480, 900, 900] {
            desk.advance(expected - 1);
            for _ in 0..20 {
                assert_eq!(retry_after(login(&visitor, &ada.email, WRONG).await), 1);
            }
            desk.advance(1);
            fail(&visitor, &ada.email, 1).await;
        }
        desk.advance(900);
        login(&visitor, &ada.email, PASSWORD).await.ok();
    })
    .await;
}

#[tokio::test]
async fn login_of_40_staff_concurrently_from_one_address_is_never_429() {
    on_both_engines(async |desk| {
        let mut team = Vec::new();
        for _ in 0..40 {
            team.push(desk.add_staff(Role::Agent).await);
        }
        let visitor = desk.visitor();
        // Each mistypes once.
        for password in [WRONG, PASSWORD] {
            let answers = futures::future::join_all(team.iter().map(|one| login(&visitor, &one.email, password))).await;
            let expected = if password == PASSWORD { 200 } else { 401 };
            assert!(answers.iter().all(|answer| answer.status == expected), "{:?}", answers.iter().map(|it| it.status).collect::<Vec<_>>());
        }
    })
    .await;
}

#[tokio::test]
async fn login_in_parallel_checks_at_most_8_passwords() {
    on_both_engines(async |desk| {
        let (ada, visitor) = (desk.add_staff(Role::Agent).await, desk.visitor());
        let answers = futures::future::join_all((0..60).map(|_| login(&visitor, &ada.email, WRONG))).await;
        let checked = answers.iter().filter(|answer| answer.status == 401).count();
        // Attempts already being checked when the fifth fails are answered 401; at most as many as are checked in parallel.
        assert!((5..=8).contains(&checked), "{checked} of 60 were checked");
        assert!(answers.iter().all(|answer| matches!(answer.status, 401 | 429)));
    })
    .await;
}

// A delay stored before the clock was set back must not last until the clock has caught up.
#[tokio::test]
async fn login_after_clock_set_back_keeps_30_s_delay() {
    on_both_engines(async |desk| {
        let (ada, visitor) = (desk.add_staff(Role::Agent).await, desk.visitor());
        fail(&visitor, &ada.email, 5).await;
        desk.advance(-24 * 60 * 60);
        assert_eq!(retry_after(login(&visitor, &ada.email, PASSWORD).await), 30);
        desk.advance(30);
        login(&visitor, &ada.email, PASSWORD).await.ok();
        let other = desk.open_another().await;
        login(&other.visitor(), &ada.email, PASSWORD).await.ok();
        other.close().await;
    })
    .await;
}
