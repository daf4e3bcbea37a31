//! Requests that are costly to answer.

use serde_json::json;

use crate::load::Load;

/// Ten years, to the end of the generated history.
const TEN_YEARS: &str = "from=2016-01-01&to=2025-12-31";
/// The reports over all staff.
const REPORTS: [&str; 3] = ["agent-performance", "summary", "frequent-issues"];

/// Reports over all staff, one kind after the other.
pub(super) fn oversight(connections: u64, token: String) -> Load {
    let kinds = REPORTS.iter().cycle();
    Load::closed_loop(
        connections,
        Box::new(move |client, api, number| {
            let kind = kinds.clone().nth(usize::try_from(number % 3).unwrap_or_default()).copied().unwrap_or_default();
            client.get(format!("{api}/oversight/{kind}?{TEN_YEARS}")).bearer_auth(&token)
        }),
    )
}

/// An agent's report on themselves.
pub(super) fn own(connections: u64, token: String, id: &str) -> Load {
    let path = format!("/oversight/agents/{id}?{TEN_YEARS}");
    Load::closed_loop(connections, Box::new(move |client, api, _| client.get(format!("{api}{path}")).bearer_auth(&token)))
}

/// Searches for a word that nearly every record holds.
pub(super) fn searches(connections: u64, token: String) -> Load {
    let query = json!({"query": "the"});
    Load::closed_loop(connections, Box::new(move |client, api, _| client.post(format!("{api}/search")).bearer_auth(&token).json(&query)))
}

/// The plain list of tickets.
pub(super) fn lists(connections: u64, token: String) -> Load {
    Load::closed_loop(connections, Box::new(move |client, api, _| client.get(format!("{api}/tickets")).bearer_auth(&token)))
}
