//! Accounts: those of honest people, and those that attackers have or aim at.

use std::net::{IpAddr, Ipv4Addr};

use reqwest::Client;
use serde_json::{Value, json};

use crate::{
    Failure,
    honest::{Browser, Person},
    server::{Installation, Server},
};

/// The password of all accounts.
pub(crate) const PASSWORD: &str = "seven staples in a harness";
const ADMIN: &str = "admin@attack.example";
/// The address of honest people.
pub(crate) const HONEST: IpAddr = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2));

/// Accounts that every copy of the database has.
#[derive(Debug)]
pub(crate) struct Accounts {
    /// The emails of those who read and write.
    honest: Vec<String>,
    /// An agent of the generated data with years of work.
    veteran: Account,
    service_account: String,
    tickets: Vec<String>,
}

#[derive(Debug)]
struct Account {
    id: String,
    email: String,
}

/// The person who signs in from a known browser; attackers guess their password.
pub(crate) const KNOWN: &str = "known@attack.example";
/// A person who signs in from a new browser each time.
const NEW: &str = "new@attack.example";
/// An agent who attacks.
const ATTACKER: &str = "attacker@attack.example";

/// Honest people, signed in at a running server.
pub(crate) struct Honest {
    pub(crate) people: Vec<Person>,
    pub(crate) browsers: Vec<Browser>,
}

/// The tokens and ids that attackers have.
pub(crate) struct AttackerAccess {
    pub(crate) admin: String,
    pub(crate) attacker: String,
    pub(crate) veteran: String,
    pub(crate) veteran_id: String,
    pub(crate) service_account: String,
}

/// A client from this address with its own connections.
pub(crate) fn client(from: IpAddr) -> Result<Client, Failure> {
    // The environment may name a proxy; the server is on this machine.
    Ok(Client::builder().no_proxy().local_address(from).redirect(reqwest::redirect::Policy::none()).build()?)
}

/// Creates the accounts in a generated database.
pub(crate) async fn create(place: &Installation, people: u8) -> Result<Accounts, Failure> {
    place.run(&["admin", "create", "--email", ADMIN, "--name", "Ada Obi", "--password-stdin"], PASSWORD).await?;
    let server = place.serve().await?;
    let accounts = create_at(&server, people).await?;
    server.stop().await?;
    Ok(accounts)
}

async fn create_at(server: &Server, people: u8) -> Result<Accounts, Failure> {
    let (client, api) = (client(HONEST)?, server.api());
    let admin = sign_in(&client, &api, ADMIN).await?;
    let post = async |path: &str, body: Value| success_body(client.post(format!("{api}{path}")).bearer_auth(&admin).json(&body)).await;
    let list = async |path: &str| success_body(client.get(format!("{api}{path}")).bearer_auth(&admin)).await;
    let made_up = list("/staff?role=agent&active=true&limit=1").await?;
    let veteran = Account { id: text(&made_up["data"][0]["id"])?, email: text(&made_up["data"][0]["email"])? };
    let link = post(&format!("/staff/{}/password-link", veteran.id), json!({})).await?;
    let token = link["path"].as_str().and_then(|path| path.split_once("token=")).ok_or("no link")?.1;
    post("/auth/password-link", json!({"token": token, "password": PASSWORD})).await?;
    let honest: Vec<String> = (1..=people).map(|number| format!("honest-{number}@attack.example")).collect();
    for email in honest.iter().map(String::as_str).chain([KNOWN, NEW, ATTACKER]) {
        post("/staff", json!({"email": email, "name": "Ben Okoro", "role": "agent", "password": PASSWORD})).await?;
    }
    let account = json!({"name": "Telehealth app", "scopes": ["tickets:read"], "expires_at": "2099-01-01T00:00:00Z"});
    let service_account = text(&post("/service-accounts", account).await?["id"])?;
    let tickets = list("/tickets?limit=200").await?;
    let tickets = tickets["data"].as_array().ok_or("no tickets")?.iter().map(|ticket| text(&ticket["id"])).collect::<Result<_, _>>()?;
    Ok(Accounts { honest, veteran, service_account, tickets })
}

impl Accounts {
    /// Signs the honest people in. Known browsers keep their cookies.
    pub(crate) async fn honest(&self, server: &Server, new_browsers: bool) -> Result<Honest, Failure> {
        let mut people = Vec::new();
        for (email, tickets) in self.honest.iter().zip(self.tickets.chunks(self.tickets.len().div_ceil(self.honest.len()))) {
            let client = client(HONEST)?;
            let token = sign_in(&client, &server.api(), email).await?;
            people.push(Person { client, api: server.api(), token, tickets: tickets.to_vec() });
        }
        let mut browsers = vec![Browser::known(KNOWN, HONEST)?];
        if new_browsers {
            browsers.push(Browser::new(NEW, HONEST)?);
        }
        for browser in &mut browsers {
            browser.sign_in(&server.api()).await.ok_or("an honest person could not sign in before the attack")?;
        }
        Ok(Honest { people, browsers })
    }

    /// Signs in the attackers who have an account.
    pub(crate) async fn attacker_access(&self, server: &Server, from: IpAddr) -> Result<AttackerAccess, Failure> {
        let (client, api) = (client(from)?, server.api());
        Ok(AttackerAccess {
            admin: sign_in(&client, &api, ADMIN).await?,
            attacker: sign_in(&client, &api, ATTACKER).await?,
            veteran: sign_in(&client, &api, &self.veteran.email).await?,
            veteran_id: self.veteran.id.clone(),
            service_account: self.service_account.clone(),
        })
    }
}

async fn sign_in(client: &Client, api: &str, email: &str) -> Result<String, Failure> {
    text(&success_body(client.post(format!("{api}/auth/login")).json(&credentials(email, PASSWORD))).await?["access_token"])
}

/// The body of `POST /auth/login`.
pub(crate) fn credentials(email: &str, password: &str) -> Value {
    json!({"email": email, "password": password})
}

/// The body of the response; fails unless it is a success.
async fn success_body(request: reqwest::RequestBuilder) -> Result<Value, Failure> {
    let answer = request.send().await?;
    let (url, status, body) = (answer.url().clone(), answer.status(), answer.bytes().await?);
    if !status.is_success() {
        return Err(format!("{url}: {status}: {}", String::from_utf8_lossy(&body)).into());
    }
    Ok(if body.is_empty() { Value::Null } else { serde_json::from_slice(&body)? })
}

fn text(value: &Value) -> Result<String, Failure> {
    Ok(value.as_str().ok_or("a field is missing in a response")?.to_owned())
}
