//! The OpenAPI document is built once, and every response shares its memory.

use std::{
    fs,
    time::{Duration, Instant},
};

use caredesk_tests::{document::document, on_both_engines};
use futures::future::join_all;
use reqwest::Method;
use tokio::{
    io::AsyncWriteExt as _,
    net::{TcpSocket, TcpStream},
};

use crate::executable::installation::{Installation, RunningServer};

#[tokio::test]
async fn get_openapi_with_matching_etag_is_304() {
    on_both_engines(async |desk| {
        let answer = desk.visitor().get("/openapi.json").await;
        assert_eq!(answer.header("content-type"), Some("application/json"));
        let tag = answer.header("etag").unwrap().to_owned();
        assert!(answer.json() == *document());
        for held in [tag.clone(), format!("\"other\", {tag}"), format!("W/{tag}"), "*".to_owned()] {
            let answer = desk.visitor().call(Method::GET, "/openapi.json").header("if-none-match", &held).send().await.expect_status(304);
            assert_eq!(answer.header("etag"), Some(tag.as_str()), "{held}");
            assert!(answer.body.is_empty());
        }
        desk.visitor().call(Method::GET, "/openapi.json").header("if-none-match", "\"other\"").send().await.expect_status(200);
    })
    .await;
}

/// Resident memory of a process, in KiB.
fn memory(pid: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.split_whitespace().next().unwrap().parse().unwrap()
}

/// A connection that requests a path several times and reads nothing, with a small receive buffer.
async fn never_reads(serving: &RunningServer, path: &str) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4096).unwrap();
    let mut stream = socket.connect(serving.url.strip_prefix("http://").unwrap().parse().unwrap()).await.unwrap();
    stream.write_all(format!("GET {path} HTTP/1.1\r\nhost: desk\r\n\r\n").repeat(8).as_bytes()).await.unwrap();
    stream
}

/// Caught: each such connection had copies of its own: 1,531 KiB of the second path.
#[tokio::test]
async fn connections_that_never_read_hold_less_than_200_kib_each() {
    // Enough that the server's own memory for its first requests is negligible.
    const READERS: u64 = 300;
    let serving = Installation::sqlite().serve().await;
    for path in ["/api/v1/openapi.json", "/docs/swagger-ui-bundle.js"] {
        let before = memory(serving.process());
        let readers = join_all((0..READERS).map(|_| never_reads(&serving, path))).await;
        tokio::time::sleep(Duration::from_millis(1500)).await;
        let each = memory(serving.process()).saturating_sub(before) / READERS;
        assert!(each < 200, "{path}: {each} KiB a reader");
        serving.visitor().get("/openapi.json").await.expect_status(200);
        drop(readers);
    }
}

/// Caught: the last slice of a large response waited 40 ms for the client's acknowledgement of the one before.
#[tokio::test]
async fn large_response_on_a_kept_connection_is_not_delayed() {
    on_both_engines(async |desk| {
        let client = desk.visitor();
        let mut fastest = Duration::MAX;
        for request in 0..40 {
            let begun = Instant::now();
            client.get("/openapi.json").await.expect_status(200);
            // The kernel acknowledges the first segments of a connection at once.
            if request >= 20 {
                fastest = fastest.min(begun.elapsed());
            }
        }
        assert!(fastest < Duration::from_millis(38), "{fastest:?}");
    })
    .await;
}
