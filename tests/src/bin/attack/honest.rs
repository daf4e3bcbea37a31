//! Honest people: they read tickets, write notes and sign in.

use std::{
    collections::BTreeMap,
    net::IpAddr,
    time::{Duration, Instant},
};

use futures::future::join_all;
use reqwest::{Client, RequestBuilder, StatusCode, header};
use serde_json::json;
use tokio::time::{sleep, timeout, timeout_at};

use crate::{
    Failure,
    figures::{Figures, Goodput},
    people::{self, Honest, PASSWORD},
};

/// The delay before a retry after a rejected request.
const RETRY_DELAY: Duration = Duration::from_millis(100);
/// The longest a sign-in may take, with its retries.
const SIGN_IN: Duration = Duration::from_secs(5);

/// An agent who sends one request at a time.
pub(crate) struct Person {
    pub(crate) client: Client,
    pub(crate) api: String,
    pub(crate) token: String,
    /// The tickets that only this agent reads and writes notes on, so that none waits for another's row lock.
    pub(crate) tickets: Vec<String>,
}

impl Honest {
    /// Measures reading, writing and signing in, one after the other. `run` must be unique: it is part of the idempotency keys.
    pub(crate) async fn figures(&mut self, window: Duration, run: &str) -> Figures {
        let reader = closed_loop(&self.people, window, StatusCode::OK, |person, _, turn| person.read(turn)).await;
        let key = |number, turn| format!("{run}-{number}-{turn}");
        let writer = closed_loop(&self.people, window, StatusCode::CREATED, |person, number, turn| person.write(turn, &key(number, turn)));
        let writer = writer.await;
        let sign_in = self.sign_ins(window).await;
        Figures { reader, writer, sign_in }
    }

    /// Reads for half a second, so that connections are open and caches are warm.
    pub(crate) async fn warm_up(&self) {
        closed_loop(&self.people, Duration::from_millis(500), StatusCode::OK, |person, _, turn| person.read(turn)).await;
    }

    async fn sign_ins(&mut self, window: Duration) -> Goodput {
        let api = self.people.first().map(|person| person.api.clone()).unwrap_or_default();
        let began = Instant::now();
        let mut waits = Vec::new();
        // Round robin, each browser at least once.
        for turn in 0.. {
            if turn >= self.browsers.len() && began.elapsed() >= window {
                break;
            }
            let browser = turn % self.browsers.len();
            if let Some(browser) = self.browsers.get_mut(browser) {
                waits.push(browser.sign_in(&api).await);
            }
        }
        let mut goodput = Goodput::over(began.elapsed());
        for wait in waits {
            match wait {
                Some(waited) => goodput.done(waited),
                None => {
                    goodput.failed();
                    goodput.cut_off(SIGN_IN);
                }
            }
        }
        goodput
    }
}

impl Person {
    fn ticket(&self, turn: usize) -> &str {
        self.tickets.get(turn % self.tickets.len().max(1)).map_or("", String::as_str)
    }

    fn read(&self, turn: usize) -> RequestBuilder {
        let api = &self.api;
        let url = match turn % 3 {
            0 => format!("{api}/auth/me"),
            1 => format!("{api}/tickets/{}", self.ticket(turn)),
            _ => format!("{api}/tickets"),
        };
        self.client.get(url).bearer_auth(&self.token)
    }

    fn write(&self, turn: usize, key: &str) -> RequestBuilder {
        let url = format!("{}/tickets/{}/messages", self.api, self.ticket(turn));
        let note = json!({"kind": "note", "body": "Called back, nobody answered; will try again tomorrow morning."});
        self.client.post(url).bearer_auth(&self.token).header("idempotency-key", key).json(&note)
    }
}

/// A closed loop: each person sends the next request when the last was answered, until the window ends.
async fn closed_loop(
    people: &[Person],
    window: Duration,
    expected: StatusCode,
    request: impl Fn(&Person, usize, usize) -> RequestBuilder,
) -> Goodput {
    let end = Instant::now() + window;
    let one_person = async |number: usize, person: &Person| {
        let mut goodput = Goodput::over(window);
        for turn in 0.. {
            let began = Instant::now();
            if began >= end {
                break;
            }
            match timeout_at(end.into(), is_answered(request(person, number, turn), expected)).await {
                Ok(true) => goodput.done(began.elapsed()),
                Ok(false) => {
                    goodput.failed();
                    sleep(RETRY_DELAY).await;
                }
                Err(_) => goodput.cut_off(began.elapsed()),
            }
        }
        goodput
    };
    let mut all = Goodput::over(window);
    for goodput in join_all(people.iter().enumerate().map(|(number, person)| one_person(number, person))).await {
        all.add(goodput);
    }
    all
}

/// Whether a complete response with this status came.
async fn is_answered(request: RequestBuilder, expected: StatusCode) -> bool {
    match request.send().await {
        Ok(answer) => answer.status() == expected && answer.bytes().await.is_ok(),
        Err(_) => false,
    }
}

/// The browser of a sign-in. A known browser keeps its cookies by hand: they are `Secure`, so the client would not send them over HTTP.
pub(crate) struct Browser {
    client: Client,
    email: &'static str,
    cookies: Option<BTreeMap<String, String>>,
}

impl Browser {
    /// A browser that keeps its cookies.
    pub(crate) fn known(email: &'static str, from: IpAddr) -> Result<Self, Failure> {
        Ok(Self { client: people::client(from)?, email, cookies: Some(BTreeMap::new()) })
    }

    /// A browser without cookies, new in each sign-in.
    pub(crate) fn new(email: &'static str, from: IpAddr) -> Result<Self, Failure> {
        Ok(Self { client: people::client(from)?, email, cookies: None })
    }

    /// Signs in, with retries after 429 and 503. Returns how long it took, or `None` if it failed or took longer than [`SIGN_IN`].
    pub(crate) async fn sign_in(&mut self, api: &str) -> Option<Duration> {
        let began = Instant::now();
        let signed_in = timeout(SIGN_IN, async {
            loop {
                match self.try_once(api).await {
                    Ok(()) => return true,
                    Err(Some(later)) => sleep(later).await,
                    Err(None) => return false,
                }
            }
        });
        signed_in.await.ok().filter(|signed_in| *signed_in).map(|_| began.elapsed())
    }

    /// One attempt. A failure holds the time until a retry, or `None` if a retry cannot help.
    async fn try_once(&mut self, api: &str) -> Result<(), Option<Duration>> {
        let mut request = self.client.post(format!("{api}/auth/login")).json(&people::credentials(self.email, PASSWORD));
        if let Some(cookies) = self.cookies.as_ref().filter(|cookies| !cookies.is_empty()) {
            let pairs: Vec<String> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header(header::COOKIE, pairs.join("; "));
        }
        // A broken connection is reopened in the retry.
        let answer = request.send().await.map_err(|_| Some(RETRY_DELAY))?;
        match answer.status() {
            StatusCode::OK => {
                self.keep(answer.headers());
                answer.bytes().await.map(drop).map_err(|_| Some(RETRY_DELAY))
            }
            StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => Err(Some(retry_after(answer.headers()))),
            _ => Err(None),
        }
    }

    fn keep(&mut self, headers: &header::HeaderMap) {
        let Some(cookies) = &mut self.cookies else { return };
        let set = headers.get_all(header::SET_COOKIE).iter().filter_map(|value| value.to_str().ok()?.split(';').next()?.split_once('='));
        cookies.extend(set.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }
}

fn retry_after(headers: &header::HeaderMap) -> Duration {
    let seconds = headers.get(header::RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
    seconds.map_or(RETRY_DELAY, Duration::from_secs)
}
