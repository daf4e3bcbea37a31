//! Anonymous requests cannot fill the log: rejected ones are logged up to a limit and counted beyond it. Requests of signed-in callers are always logged.

use std::fs;

use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use super::installation::{Installation, RunningServer, stdout_of};

/// The number of lines a minute that one log statement may write.
const LIMIT: usize = 60;
const REQUESTS: usize = 150;

/// Starts a server whose log goes into a file, and signs an admin in; returns the token.
async fn serve_with_log(place: &Installation, filter: Option<&str>) -> (RunningServer, String) {
    stdout_of(&place.add_admin("ada@desk.example", "correct horse battery").await);
    let mut command = place.command(&["serve"]);
    command.envs(filter.map(|filter| ("RUST_LOG", filter)));
    let serving = RunningServer::start_with_log(command, fs::File::create(place.directory.join("log")).unwrap()).await;
    let credentials = json!({"email": "ada@desk.example", "password": "correct horse battery"});
    let session = serving.visitor().post("/auth/login", credentials).await.ok();
    let token = session["access_token"].as_str().unwrap().to_owned();
    (serving, token)
}

/// Stops the server and returns its log.
async fn log(place: &Installation, serving: RunningServer) -> Vec<Value> {
    assert_eq!(serving.stop().await, Some(0));
    let text = fs::read_to_string(place.directory.join("log")).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

async fn send_raw(address: &str, bytes: &[u8]) {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(bytes).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    assert!(answer.starts_with(b"HTTP/1.1 400 "), "{}", String::from_utf8_lossy(&answer));
}

async fn attack(serving: &RunningServer) {
    let address = serving.url.strip_prefix("http://").unwrap();
    let stranger = serving.visitor();
    for count in 0..REQUESTS {
        send_raw(address, b"no request at all\r\n\r\n").await;
        let answer = if count % 2 == 0 { stranger.get("/tickets").await } else { stranger.get("//nothing.here").await };
        assert!([401, 404].contains(&answer.status), "{answer}");
    }
}

fn suppressed(log: &[Value]) -> u64 {
    let told = log.iter().filter(|line| line["fields"]["message"].as_str().is_some_and(|text| text.starts_with("log lines suppressed")));
    told.map(|line| line["fields"]["lines"].as_u64().unwrap()).sum()
}

#[tokio::test]
async fn rejected_requests_are_logged_up_to_the_limit_and_then_counted() {
    let place = Installation::sqlite();
    let (serving, token) = serve_with_log(&place, None).await;
    attack(&serving).await;
    // Requests of a signed-in caller: 70 successes and 70 errors.
    for path in ["/auth/me", "/tickets/0192f3c4-7a1b-7c2d-8e3f-405162738495"].repeat(LIMIT + 10) {
        serving.visitor().call(reqwest::Method::GET, path).header("authorization", &format!("Bearer {token}")).send().await;
    }
    let log = log(&place, serving).await;
    let strangers = log.iter().filter(|line| line["fields"]["signed_in"] != json!(true)).count();
    let signed_in = log.iter().filter(|line| line["fields"]["signed_in"] == json!(true)).count();
    assert_eq!(signed_in, 2 * (LIMIT + 10));
    // Two log statements are over the limit, malformed heads and rejections; a minute may end in between.
    assert!(strangers < 4 * LIMIT + 20, "{strangers} lines");
    let refused = log.iter().filter(|line| line["fields"]["signed_in"] == json!(false) && line["fields"]["status"].as_u64() >= Some(400));
    let malformed = log.iter().filter(|line| line["target"].as_str().is_some_and(|target| target.starts_with("actix_http")));
    let logged = u64::try_from(refused.count() + malformed.count()).unwrap();
    assert_eq!(logged + suppressed(&log), u64::try_from(2 * REQUESTS).unwrap(), "every request is logged or counted");
}

#[tokio::test]
async fn malformed_heads_at_debug_level_are_limited_too() {
    let place = Installation::sqlite();
    let (serving, _) = serve_with_log(&place, Some("debug")).await;
    attack(&serving).await;
    let log = log(&place, serving).await;
    // The limit is per log statement, and a request passes several at this level.
    let most = log.iter().map(|line| line["target"].as_str().unwrap()).filter(|target| target.starts_with("actix_http")).count();
    assert!(most < 10 * LIMIT && suppressed(&log) > 0, "{most} lines of the framework");
    assert!(log.len() < REQUESTS * 3, "{} lines", log.len());
}
