//! A raw connection: the test decides when each byte is sent.

use std::time::Duration;

use caredesk_tests::TestServer;
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::timeout,
};

/// Size of the pieces in which bodies are sent.
pub(crate) const PIECE: usize = 16 * 1024;
/// Timeout of a response that needs no more bytes from the client; shorter than the server's body timeout.
const RESPONSE_TIMEOUT: Duration = Duration::from_secs(8);

pub(crate) struct RawConnection(TcpStream);

/// The status, the head in lower case and the body of an answer.
pub(crate) struct RawResponse {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

/// How the end of a body is marked.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Framing {
    ContentLength,
    Chunked,
}

impl RawResponse {
    #[track_caller]
    pub(crate) fn problem(&self, status: u16, code: &str, what: &str) {
        let text = String::from_utf8_lossy(&self.body);
        assert_eq!(self.status, status, "{what}: {text}");
        let problem: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{what}: {error}: {text}"));
        assert_eq!(problem["code"], code, "{what}");
    }
}

impl RawConnection {
    pub(crate) async fn connect(desk: &TestServer) -> Self {
        Self(TcpStream::connect(desk.address()).await.unwrap())
    }

    /// Sends a head without anything after it; `headers` are whole lines.
    pub(crate) async fn head(&mut self, request: &str, token: Option<&str>, headers: &str) {
        let token = token.map(|token| format!("authorization: Bearer {token}\r\n")).unwrap_or_default();
        let head = format!("{request} HTTP/1.1\r\nhost: desk\r\n{token}{headers}\r\n");
        self.0.write_all(head.as_bytes()).await.unwrap();
    }

    /// Sends a whole request, its body in pieces. A server that has answered may close before it has read all.
    pub(crate) async fn send(&mut self, request: &str, token: Option<&str>, kind: &str, body: &[u8], framing: Framing) {
        let length = match framing {
            Framing::ContentLength => format!("content-length: {}\r\n", body.len()),
            Framing::Chunked => "transfer-encoding: chunked\r\n".to_owned(),
        };
        self.head(request, token, &format!("content-type: {kind}\r\n{length}")).await;
        for piece in body.chunks(PIECE) {
            let sent = match framing {
                Framing::ContentLength => self.0.write_all(piece).await,
                Framing::Chunked => {
                    let chunk = [format!("{:x}\r\n", piece.len()).as_bytes(), piece, b"\r\n"].concat();
                    self.0.write_all(&chunk).await
                }
            };
            if sent.is_err() {
                return;
            }
            // Sends each piece as a packet of its own and lets the server read it.
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        if matches!(framing, Framing::Chunked) {
            drop(self.0.write_all(b"0\r\n\r\n").await);
        }
    }

    /// Reads one answer.
    pub(crate) async fn answer(&mut self) -> RawResponse {
        timeout(RESPONSE_TIMEOUT, self.read()).await.expect("an answer in time")
    }

    async fn read(&mut self) -> RawResponse {
        let mut bytes = Vec::new();
        loop {
            if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
                let head = String::from_utf8(bytes[..end].to_vec()).unwrap().to_lowercase();
                let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).map_or(0, |n| n.parse().unwrap());
                if bytes.len() >= end + 4 + length {
                    let status = head[9..12].parse().unwrap();
                    return RawResponse { status, head, body: bytes[end + 4..end + 4 + length].to_vec() };
                }
            }
            let read = self.0.read_buf(&mut bytes).await.expect("the rest of an answer");
            assert!(read > 0, "the server closed the connection after {:?}", String::from_utf8_lossy(&bytes));
        }
    }
}
