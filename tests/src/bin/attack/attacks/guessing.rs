//! Guessing passwords of staff and secrets of service accounts.

use std::time::Duration;

use crate::{
    load::Load,
    people::{KNOWN, credentials},
};

/// The interval between two steady guesses: 40 a second.
const GUESS_INTERVAL: Duration = Duration::from_millis(25);

/// The account of the honest person who signs in during the attack.
pub(super) fn one_account(_: u64) -> String {
    KNOWN.to_owned()
}

/// An unknown account, a different one each time.
pub(super) fn another_account(number: u64) -> String {
    format!("somebody-{number}@attack.example")
}

/// Guesses at a fixed rate, whether or not the last guess was answered.
pub(super) fn steadily(account: fn(u64) -> String) -> Load {
    Load::at_interval(
        GUESS_INTERVAL,
        Box::new(move |client, api, number| client.post(format!("{api}/auth/login")).json(&guess(account, number))),
    )
}

/// This many concurrent guesses, each followed by the next when it was answered.
pub(super) fn at_once(connections: u64, account: fn(u64) -> String) -> Load {
    Load::closed_loop(
        connections,
        Box::new(move |client, api, number| client.post(format!("{api}/auth/login")).json(&guess(account, number))),
    )
}

fn guess(account: fn(u64) -> String, number: u64) -> serde_json::Value {
    credentials(&account(number), &format!("a guess of a password {number}"))
}

/// Wrong secrets of an existing service account.
pub(super) fn secrets(connections: u64, service_account: &str) -> Load {
    let form = format!("grant_type=client_credentials&client_id={service_account}&client_secret=guess-");
    Load::closed_loop(
        connections,
        Box::new(move |client, api, number| {
            let request = client.post(format!("{api}/auth/token"));
            request.header("content-type", "application/x-www-form-urlencoded").body(format!("{form}{number}"))
        }),
    )
}
