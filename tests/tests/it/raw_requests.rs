//! Requests that no client library sends. Errors of the framework are problem documents too, except for malformed request heads.

use caredesk_tests::{TestServer, on_both_engines};
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::{Duration, timeout},
};

/// On a kept-alive connection a response ends when nothing arrives for this long.
const SILENCE: Duration = Duration::from_millis(150);

/// Headers of every response of the desk.
const HEADERS: [&str; 8] = [
    "cache-control: no-store",
    "content-security-policy: default-src 'none'",
    "x-frame-options: DENY",
    "x-content-type-options: nosniff",
    "referrer-policy: no-referrer",
    "cross-origin-opener-policy: same-origin",
    "cross-origin-resource-policy: same-origin",
    "permissions-policy: ",
];

struct RawResponse {
    head: String,
    body: Vec<u8>,
}

impl RawResponse {
    fn status(&self) -> u16 {
        self.head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_else(|| panic!("{}", self.head))
    }

    #[track_caller]
    fn assert_headers(&self, sent: &str) {
        for header in HEADERS {
            assert!(self.head.contains(header), "{sent}: no {header} in\n{}", self.head);
        }
    }
}

async fn send(desk: &TestServer, bytes: &[u8]) -> RawResponse {
    let mut stream = TcpStream::connect(desk.address()).await.unwrap();
    stream.write_all(bytes).await.unwrap();
    let mut answer = Vec::new();
    let mut chunk = [0; 16 * 1024];
    loop {
        let wait = if answer.is_empty() { Duration::from_secs(10) } else { SILENCE };
        match timeout(wait, stream.read(&mut chunk)).await {
            Ok(Ok(read @ 1..)) => answer.extend_from_slice(&chunk[..read]),
            Ok(_) | Err(_) => break,
        }
    }
    // Skip the interim response.
    let answer = answer.strip_prefix(b"HTTP/1.1 100 Continue\r\n\r\n").unwrap_or(&answer);
    let end = answer.windows(4).position(|window| window == b"\r\n\r\n").unwrap_or_else(|| panic!("no answer to {bytes:?}"));
    RawResponse { head: String::from_utf8_lossy(&answer[..end]).into_owned(), body: answer[end + 4..].to_vec() }
}

#[tokio::test]
async fn framework_errors_are_problem_documents() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        let caller = format!("Host: desk\r\nAuthorization: Bearer {}\r\n", agent.token());
        let json = "Content-Type: application/json\r\n";
        let cases = [
            ("GET /api/v1/tickets/%zz HTTP/1.1", &*caller, "", 404, "not_found"),
            ("GET /api/v1/tickets/%ff%fe HTTP/1.1", &caller, "", 404, "not_found"),
            ("GET /api/v1/tickets/%00 HTTP/1.1", &caller, "", 404, "not_found"),
            ("GET /api/v1/tickets/a%2Fb HTTP/1.1", &caller, "", 404, "not_found"),
            ("GET /api/v1/tickets?limit=%ff HTTP/1.1", &caller, "", 400, "malformed_query"),
            ("GET /api/v1/tickets?% HTTP/1.1", &caller, "", 400, "unknown_parameter"),
            ("GET /../../etc/passwd HTTP/1.1", "Host: desk\r\n", "", 404, "not_found"),
            ("GET /docs/%zz HTTP/1.1", "Host: desk\r\n", "", 404, "not_found"),
            ("GET http://other.example/api/v1/nothing HTTP/1.1", "Host: desk\r\n", "", 404, "not_found"),
            ("OPTIONS /api/v1/tickets HTTP/1.1", "Host: desk\r\n", "", 405, "method_not_allowed"),
            ("OPTIONS * HTTP/1.1", "Host: desk\r\n", "", 404, "not_found"),
            ("TRACE /api/v1/tickets HTTP/1.1", "Host: desk\r\n", "", 405, "method_not_allowed"),
            ("CONNECT other.example:443 HTTP/1.1", "Host: other.example\r\n", "", 404, "not_found"),
            ("CONNECT /api/v1/tickets HTTP/1.1", "Host: desk\r\n", "", 405, "method_not_allowed"),
            ("FROB /api/v1/tickets HTTP/1.1", "Host: desk\r\n", "", 405, "method_not_allowed"),
            ("POST /docs/ HTTP/1.1", "Host: desk\r\nContent-Length: 0\r\n", "", 404, "not_found"),
            ("GET /api/v1/tickets HTTP/1.0", "", "", 401, "unauthenticated"),
            ("GET /api/v1/tickets HTTP/1.1", "Host: desk\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n", "", 401, "unauthenticated"),
            (
                "GET /api/v1/tickets HTTP/1.1",
                "Host: desk\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n",
                "",
                401,
                "unauthenticated",
            ),
            (
                "POST /api/v1/auth/login HTTP/1.1",
                &format!("Host: desk\r\n{json}Expect: 100-continue\r\nContent-Length: 2\r\n"),
                "{}",
                422,
                "invalid",
            ),
            (
                "POST /api/v1/nothing HTTP/1.1",
                &format!("Host: desk\r\n{json}Expect: 100-continue\r\nContent-Length: 2\r\n"),
                "{}",
                404,
                "not_found",
            ),
            (
                "POST /api/v1/auth/login HTTP/1.1",
                "Host: desk\r\nContent-Type: text/xml\r\nContent-Length: 2\r\n",
                "{}",
                415,
                "unsupported_media_type",
            ),
            ("POST /api/v1/auth/login HTTP/1.1", &format!("Host: desk\r\n{json}Content-Length: 99999999999\r\n"), "{}", 413, "too_large"),
            (
                "POST /api/v1/auth/login HTTP/1.1",
                &format!("Host: desk\r\n{json}Transfer-Encoding: chunked\r\n"),
                "zz\r\n{}\r\n0\r\n\r\n",
                400,
                "incomplete",
            ),
        ];
        for (line, headers, body, status, code) in cases {
            let answer = send(desk, format!("{line}\r\n{headers}\r\n{body}").as_bytes()).await;
            assert_eq!(answer.status(), status, "{line}\n{}", answer.head);
            answer.assert_headers(line);
            assert!(answer.head.contains("content-type: application/problem+json"), "{line}\n{}", answer.head);
            let problem: Value = serde_json::from_slice(&answer.body).unwrap_or_else(|error| panic!("{line}: {error}"));
            assert_eq!((problem["code"].as_str(), problem["status"].as_u64()), (Some(code), Some(status.into())), "{line}");
        }
    })
    .await;
}

#[tokio::test]
async fn head_of_unknown_path_or_method_has_problem_headers_and_no_body() {
    on_both_engines(async |desk| {
        for (path, status) in [("/api/v1/nothing", 404), ("/livez", 405), ("/", 200), ("/docs/nothing.js", 404)] {
            let answer = send(desk, format!("HEAD {path} HTTP/1.1\r\nHost: desk\r\n\r\n").as_bytes()).await;
            assert_eq!((answer.status(), answer.body.len()), (status, 0), "{path}");
            assert_eq!(answer.head.contains("content-type: application/problem+json"), status != 200, "{path}");
        }
    })
    .await;
}

/// `docs/api.md` lists these: the framework rejects them before there is a request.
#[tokio::test]
async fn malformed_request_head_is_4xx_without_body() {
    on_both_engines(async |desk| {
        let long = "a".repeat(140_000);
        let many: String = (0..200).map(|number| format!("X-{number}: 1\r\n")).collect();
        let cases = [
            ("no request at all\r\n\r\n".to_owned(), 400),
            ("GET /livez HTTP/1.1\r\n\r\n".to_owned(), 400),
            ("GET /livez HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n".to_owned(), 400),
            ("GET /livez HTTP/3.7\r\nHost: desk\r\n\r\n".to_owned(), 400),
            ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_owned(), 400),
            ("GET /tické HTTP/1.1\r\nHost: desk\r\n\r\n".to_owned(), 400),
            ("GET / HTTP/1.1\r\nHost: desk\r\nno header\r\n\r\n".to_owned(), 400),
            ("POST / HTTP/1.1\r\nHost: desk\r\nContent-Length: -2\r\n\r\n".to_owned(), 400),
            ("POST / HTTP/1.1\r\nHost: desk\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n".to_owned(), 400),
            (format!("GET /livez HTTP/1.1\r\nHost: desk\r\n{many}\r\n"), 431),
            (format!("GET /livez HTTP/1.1\r\nHost: desk\r\nX: {long}\r\n\r\n"), 431),
        ];
        for (sent, status) in cases {
            let answer = send(desk, sent.as_bytes()).await;
            assert_eq!((answer.status(), answer.body.len()), (status, 0), "{}", &sent[..40.min(sent.len())]);
        }
    })
    .await;
}

#[tokio::test]
async fn pages_and_docs_content_security_policy_allows_only_self() {
    on_both_engines(async |desk| {
        for path in ["/", "/docs", "/docs/", "/docs/index.html", "/docs/swagger-ui-bundle.js", "/docs/swagger-ui.css"] {
            let answer = send(desk, format!("GET {path} HTTP/1.1\r\nHost: desk\r\nConnection: close\r\n\r\n").as_bytes()).await;
            answer.assert_headers(path);
            let policy = answer.head.lines().find(|line| line.starts_with("content-security-policy: ")).unwrap();
            assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe") && !policy.contains('*'), "{path}: {policy}");
            assert!(!path.starts_with("/docs") || policy.contains("script-src 'self';"), "{path}: {policy}");
        }
    })
    .await;
}
