//! Known browsers: failures elsewhere never delay them.

use caredesk_domain::actor::Role;
use caredesk_tests::{PASSWORD, on_both_engines};
use reqwest::Method;
use serde_json::json;

use super::{WRONG, device_cookie, fail, login, login_with, retry_after};

#[tokio::test]
async fn login_in_known_browser_is_not_delayed_by_failures_elsewhere() {
    on_both_engines(async |desk| {
        let (ada, visitor) = (desk.add_staff(Role::Agent).await, desk.visitor());
        let cookie = device_cookie(&visitor, &ada.email).await;
        fail(&visitor, &ada.email, 5).await;
        retry_after(login(&visitor, &ada.email, PASSWORD).await);
        login_with(&visitor, &cookie, &ada.email, WRONG).await.problem(401, "sign_in_refused");
        login_with(&visitor, &cookie, &ada.email, PASSWORD).await.ok();
        retry_after(login(&visitor, &ada.email, PASSWORD).await);
    })
    .await;
}

#[tokio::test]
async fn login_failures_in_known_browser_are_counted_separately() {
    on_both_engines(async |desk| {
        let (ada, visitor) = (desk.add_staff(Role::Agent).await, desk.visitor());
        let cookie = device_cookie(&visitor, &ada.email).await;
        for _ in 0..5 {
            login_with(&visitor, &cookie, &ada.email, WRONG).await.problem(401, "sign_in_refused");
        }
        retry_after(login_with(&visitor, &cookie, &ada.email, PASSWORD).await);
        login(&visitor, &ada.email, PASSWORD).await.ok();
    })
    .await;
}

#[tokio::test]
async fn device_cookie_of_another_person_or_desk_or_forged_has_no_effect() {
    on_both_engines(async |desk| {
        let (ada, ben, visitor) = (desk.add_staff(Role::Agent).await, desk.add_staff(Role::Agent).await, desk.visitor());
        let (own, other) = (device_cookie(&visitor, &ada.email).await, device_cookie(&visitor, &ben.email).await);
        fail(&visitor, &ada.email, 5).await;
        let (id, rest) = own.split_once('.').unwrap();
        let forged = [
            other.clone(),
            format!("{}.{rest}", &other[..id.len()]),
            format!("{id}.9999999999.{}", rest.split_once('.').unwrap().1),
            format!("{own}0"),
            "x".to_owned(),
            "~".repeat(3000),
        ];
        for cookie in &forged {
            retry_after(login_with(&visitor, cookie, &ada.email, PASSWORD).await);
        }
        login_with(&visitor, &own, &ada.email, PASSWORD).await.ok();
        // The device cookie is no credential.
        login_with(&visitor, &own, &ada.email, WRONG).await.problem(401, "sign_in_refused");
        let refresh = visitor.call(Method::POST, "/auth/refresh").header("cookie", &format!("caredesk_device={own}"));
        refresh.send().await.problem(401, "sign_in_refused");
    })
    .await;
}

#[tokio::test]
async fn device_cookie_of_deactivated_staff_has_no_effect() {
    on_both_engines(async |desk| {
        let (ada, visitor) = (desk.add_staff(Role::Agent).await, desk.visitor());
        let cookie = device_cookie(&visitor, &ada.email).await;
        desk.admin().await.patch(&format!("/staff/{}", ada.id), "*", json!({"active": false})).await.ok();
        fail(&visitor, &ada.email, 5).await;
        retry_after(login_with(&visitor, &cookie, &ada.email, PASSWORD).await);
    })
    .await;
}

#[tokio::test]
async fn device_cookie_is_valid_for_30_days_and_after_password_change() {
    on_both_engines(async |desk| {
        let (ada, visitor) = (desk.add_staff(Role::Agent).await, desk.visitor());
        let cookie = device_cookie(&visitor, &ada.email).await;
        let here = desk.sign_in(&ada).await;
        let body = json!({"current_password": PASSWORD, "new_password": "a staple for the battery"});
        here.post("/auth/password", body).await.no_content();
        desk.advance(30 * 24 * 60 * 60 - 60);
        fail(&visitor, &ada.email, 5).await;
        login_with(&visitor, &cookie, &ada.email, "a staple for the battery").await.ok();
        desk.advance(60);
        fail(&visitor, &ada.email, 1).await;
        retry_after(login_with(&visitor, &cookie, &ada.email, "a staple for the battery").await);
    })
    .await;
}

#[tokio::test]
async fn device_cookie_of_shared_browser_is_valid_for_all_its_users() {
    on_both_engines(async |desk| {
        let (ada, ben, visitor) = (desk.add_staff(Role::Agent).await, desk.add_staff(Role::Agent).await, desk.visitor());
        let first = device_cookie(&visitor, &ada.email).await;
        let both = login_with(&visitor, &first, &ben.email, PASSWORD).await.device_cookie().unwrap();
        for person in [&ada, &ben] {
            fail(&visitor, &person.email, 5).await;
            login_with(&visitor, &both, &person.email, PASSWORD).await.ok();
        }
    })
    .await;
}

#[tokio::test]
async fn device_cookie_is_secure_http_only_and_path_bound() {
    on_both_engines(async |desk| {
        let ada = desk.add_staff(Role::Agent).await;
        let answer = login(&desk.visitor(), &ada.email, PASSWORD).await;
        let cookies: Vec<&str> = answer.headers.get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap()).collect();
        let [_, device] = cookies[..] else { panic!("{cookies:?}") };
        let (value, attributes) = device.strip_prefix("caredesk_device=").unwrap().split_once("; ").unwrap();
        assert_eq!(value.split('.').map(str::len).collect::<Vec<_>>(), [32, 10, 64], "id, end, seal");
        assert!(!value.contains(&ada.id.replace('-', "")) && !value.contains(&ada.email));
        let mut attributes: Vec<&str> = attributes.split("; ").collect();
        attributes.sort_unstable();
        assert_eq!(attributes, ["HttpOnly", "Max-Age=2592000", "Path=/api/v1/auth", "SameSite=Strict", "Secure"]);
    })
    .await;
}

// Staff under attack without a known browser get a password link from an admin.
#[tokio::test]
async fn password_link_makes_the_browser_known() {
    on_both_engines(async |desk| {
        let (ada, visitor) = (desk.add_staff(Role::Agent).await, desk.visitor());
        fail(&visitor, &ada.email, 5).await;
        let link = desk.admin().await.post(&format!("/staff/{}/password-link", ada.id), json!({})).await.ok();
        let token = link["path"].as_str().unwrap().split_once("#token=").unwrap().1.to_owned();
        let set = visitor.post("/auth/password-link", json!({"token": token, "password": "a staple for the battery"})).await;
        let cookie = set.device_cookie().unwrap();
        set.no_content();
        retry_after(login(&visitor, &ada.email, "a staple for the battery").await);
        login_with(&visitor, &cookie, &ada.email, "a staple for the battery").await.ok();
    })
    .await;
}
