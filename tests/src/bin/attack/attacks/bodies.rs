//! Requests that are costly to parse: bodies and query strings.

use std::{fmt::Write as _, io, time::Duration};

use actix_web::web::Bytes;
use futures::{StreamExt as _, stream};
use reqwest::{Body, Client, RequestBuilder, header::CONTENT_TYPE};
use tokio::time::sleep;

use crate::load::Load;

/// The largest body the server reads.
const MIB: usize = 1024 * 1024;
const PIECE: usize = 16 * 1024;

/// A sign-in whose email is an array of 125,000 objects.
pub(super) fn objects() -> Bytes {
    full("{\"email\":[", "]}", |_| "{\"a\":1}".to_owned())
}

/// A sign-in whose email is an array of arrays, each nested as deep as a parser allows.
pub(super) fn nested() -> Bytes {
    let (open, close) = ("[".repeat(100), "]".repeat(100));
    full("{\"email\":[", "]}", |_| format!("{open}{close}"))
}

/// A sign-in with 70,000 unknown fields.
pub(super) fn keys() -> Bytes {
    full("{", "}", |number| format!("\"field-{number}\":0"))
}

/// As many elements, separated by commas, as fit into the largest body.
fn full(open: &str, close: &str, element: impl Fn(usize) -> String) -> Bytes {
    let mut text = format!("{open}{}", element(0));
    for number in 1.. {
        let next = element(number);
        if text.len() + 1 + next.len() + close.len() > MIB {
            break;
        }
        text.push(',');
        text.push_str(&next);
    }
    text.push_str(close);
    text.into()
}

/// Posts the body to `/auth/login`.
pub(super) fn login(connections: u64, body: &Bytes) -> Load {
    let body = body.clone();
    Load::closed_loop(connections, Box::new(move |client, api, _| json(client, api, "/auth/login", body.clone())))
}

/// Posts the body to `/auth/login` in pieces, as it arrives over a network.
pub(super) fn login_in_pieces(connections: u64, body: &Bytes) -> Load {
    let body = body.clone();
    Load::closed_loop(connections, Box::new(move |client, api, _| json(client, api, "/auth/login", Body::wrap_stream(pieces(&body)))))
}

/// Posts the body to `/tickets`, with or without a token.
pub(super) fn tickets(connections: u64, body: &Bytes, token: Option<String>) -> Load {
    let body = body.clone();
    Load::closed_loop(
        connections,
        Box::new(move |client, api, _| with_token(json(client, api, "/tickets", body.clone()), token.as_deref())),
    )
}

/// Lists tickets with thousands of query parameters, as many as fit into a URL.
pub(super) fn parameters(connections: u64, token: Option<String>) -> Load {
    let mut query = String::new();
    for number in 0..6_000 {
        let _infallible = write!(query, "&p{number}=1");
    }
    Load::closed_loop(
        connections,
        Box::new(move |client, api, _| with_token(client.get(format!("{api}/tickets?limit=25{query}")), token.as_deref())),
    )
}

fn json(client: &Client, api: &str, path: &str, body: impl Into<Body>) -> RequestBuilder {
    client.post(format!("{api}{path}")).header(CONTENT_TYPE, "application/json").body(body)
}

fn with_token(request: RequestBuilder, token: Option<&str>) -> RequestBuilder {
    match token {
        Some(token) => request.bearer_auth(token),
        None => request,
    }
}

/// The body in pieces, one each millisecond.
fn pieces(body: &Bytes) -> impl stream::Stream<Item = io::Result<Bytes>> + Send + use<> {
    let pieces: Vec<Bytes> = body.chunks(PIECE).map(|piece| body.slice_ref(piece)).collect();
    stream::iter(pieces).then(async |piece| {
        sleep(Duration::from_millis(1)).await;
        Ok(piece)
    })
}
