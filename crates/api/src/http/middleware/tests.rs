use std::sync::atomic::{AtomicU64, Ordering};

use actix_web::{
    App, HttpResponse, HttpServer, ResponseError, delete, get,
    http::StatusCode,
    post,
    test::{TestRequest, call_service, init_service, read_body_json, try_call_service},
    web,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tracing_actix_web::TracingLogger;
use uuid::Uuid;

use super::*;
use crate::captured_log::CapturedLog;
use crate::http::{CurrentRequestId, DeskSpan, IfMatch, log_panics};

fn ids() -> impl Fn() -> RequestId + Send + Sync + 'static {
    let count = AtomicU64::new(0);
    move || RequestId::from_uuid(Uuid::from_u128(u128::from(count.fetch_add(1, Ordering::Relaxed)) + 1))
}

#[get("/good/{id}")]
async fn good(request: CurrentRequestId) -> String {
    tracing::info!("inside");
    request.0.to_string()
}

#[get("/cached")]
async fn cached() -> HttpResponse {
    HttpResponse::Ok().insert_header(("cache-control", "max-age=60")).finish()
}

#[get("/number/{number}")]
async fn number(number: web::Path<u8>) -> String {
    number.to_string()
}

#[post("/framework")]
async fn framework(_: web::Json<u8>) -> HttpResponse {
    HttpResponse::Ok().finish()
}

#[get("/plain-text")]
async fn plain_text() -> HttpResponse {
    HttpResponse::TooManyRequests().insert_header(("retry-after", "7")).body("wait, Okonkwo")
}

#[get("/broken")]
async fn broken() -> Result<HttpResponse, ApiError> {
    Err(ApiError::internal("disk full"))
}

#[delete("/refused")]
async fn refused(if_match: IfMatch) -> Result<HttpResponse, ApiError> {
    if_match.check(2)?;
    Err(ApiError::conflict("open_escalation", "The ticket has an open escalation.", ["withdraw"]))
}

#[get("/panicking")]
async fn panicking() -> HttpResponse {
    panic!("Okonkwo");
}

#[get("/slow")]
async fn slow() -> HttpResponse {
    tokio::time::sleep(Duration::from_millis(300)).await;
    HttpResponse::Ok().finish()
}

#[get("/import")]
async fn import() -> HttpResponse {
    tokio::time::sleep(Duration::from_millis(300)).await;
    HttpResponse::Ok().finish()
}

#[derive(Debug)]
struct ForeignError;

impl std::fmt::Display for ForeignError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Okonkwo")
    }
}

impl ResponseError for ForeignError {
    fn status_code(&self) -> StatusCode {
        StatusCode::IM_A_TEAPOT
    }
}

#[get("/foreign")]
async fn foreign() -> Result<HttpResponse, ForeignError> {
    Err(ForeignError)
}

fn desk()
-> App<impl actix_web::dev::ServiceFactory<ServiceRequest, Config = (), Response = ServiceResponse<BoxBody>, Error = Error, InitError = ()>>
{
    let guard = RequestMiddleware::new(ids()).deadline(Duration::from_millis(50)).route_deadline("/api/import", None);
    let api = web::scope("/api")
        .service(good)
        .service(cached)
        .service(number)
        .service(framework)
        .service(plain_text)
        .service(broken)
        .service(refused)
        .service(panicking)
        .service(slow)
        .service(import)
        .service(foreign);
    App::new().service(api).wrap(TracingLogger::<DeskSpan>::new()).wrap(guard)
}

#[actix_web::test]
async fn response_has_request_id_and_no_store() {
    let app = init_service(desk()).await;
    let request = TestRequest::get().uri("/api/good/1").insert_header(("x-request-id", "0192f3c4-7a1b-7c2d-8e3f-405162738495"));
    let response = call_service(&app, request.to_request()).await;
    let header = |name: &str| response.headers().get(name).unwrap().to_str().unwrap().to_owned();
    assert_eq!(header("x-request-id"), "00000000-0000-0000-0000-000000000001");
    assert_eq!(header("cache-control"), "no-store");
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(header("referrer-policy"), "no-referrer");
    assert_eq!(actix_web::test::read_body(response).await, "00000000-0000-0000-0000-000000000001");
    let kept = call_service(&app, TestRequest::get().uri("/api/cached").to_request()).await;
    assert_eq!(kept.headers().get("cache-control").unwrap(), "max-age=60");
    assert_eq!(kept.headers().get("x-request-id").unwrap(), "00000000-0000-0000-0000-000000000002");
}

#[actix_web::test]
async fn error_response_is_problem_including_framework_errors() {
    let app = init_service(desk()).await;
    let cases = [
        (TestRequest::get().uri("/nothing"), 404, "not_found"),
        (TestRequest::get().uri("/api/number/Okonkwo"), 404, "not_found"),
        (TestRequest::post().uri("/api/framework").set_payload("Okonkwo"), 400, "bad_request"),
        (
            TestRequest::post().uri("/api/framework").insert_header(("content-type", "application/json")).set_payload("{"),
            400,
            "bad_request",
        ),
        (TestRequest::get().uri("/api/plain-text"), 429, "too_many_requests"),
        (TestRequest::get().uri("/api/foreign"), 418, "bad_request"),
        (TestRequest::get().uri("/api/broken"), 500, "internal"),
        (TestRequest::delete().uri("/api/refused"), 428, "if_match_required"),
        (TestRequest::delete().uri("/api/refused").insert_header(("if-match", "*")), 409, "open_escalation"),
    ];
    for (index, (request, status, code)) in cases.into_iter().enumerate() {
        let response = call_service(&app, request.to_request()).await;
        assert_eq!(response.status(), status, "case {index}");
        assert_eq!(response.headers().get("content-type").unwrap(), PROBLEM_JSON);
        if status == 429 {
            assert_eq!(response.headers().get("retry-after").unwrap(), "7");
        }
        let id = response.headers().get("x-request-id").unwrap().to_str().unwrap().to_owned();
        let problem: Problem = read_body_json(response).await;
        assert_eq!((problem.status, &*problem.code), (status, code), "case {index}");
        assert_eq!(problem.request_id.to_string(), id);
        assert_eq!(problem.r#type, format!("/problems/{code}"));
        assert!(!serde_json::to_string(&problem).unwrap().contains("Okonkwo"));
        assert_eq!(problem.allowed.is_empty(), status != 409);
    }
}

/// Sends one request to a real server and returns the whole response as text.
async fn over_tcp(path: &str) -> String {
    let server = HttpServer::new(desk).workers(1).disable_signals().bind(("127.0.0.1", 0)).unwrap();
    let address = server.addrs()[0];
    let server = server.run();
    let handle = server.handle();
    actix_web::rt::spawn(server);
    let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
    stream.write_all(format!("GET {path} HTTP/1.1\r\nhost: desk\r\nconnection: close\r\n\r\n").as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    handle.stop(false).await;
    answer
}

fn problem_in(answer: &str) -> Problem {
    serde_json::from_str(answer.split_once("\r\n\r\n").unwrap().1).unwrap()
}

#[actix_web::test]
async fn panic_in_handler_is_500_over_tcp() {
    let answer = over_tcp("/api/panicking").await;
    assert!(answer.starts_with("HTTP/1.1 500 "), "{answer}");
    assert!(answer.contains("content-type: application/problem+json\r\n"));
    assert!(answer.contains("cache-control: no-store\r\n"));
    let problem = problem_in(&answer);
    assert_eq!(problem.code, "internal");
    assert!(answer.contains(&format!("x-request-id: {}\r\n", problem.request_id)));
    assert!(!answer.contains("Okonkwo"));
}

#[actix_web::test]
async fn request_past_deadline_is_503_except_on_exempt_route() {
    let answer = over_tcp("/api/slow").await;
    assert!(answer.starts_with("HTTP/1.1 503 "), "{answer}");
    assert!(answer.contains("retry-after: 2\r\n"));
    assert_eq!(problem_in(&answer).code, "unavailable");
    assert!(over_tcp("/api/import").await.starts_with("HTTP/1.1 200 "));
}

#[actix_web::test]
async fn request_is_logged_once_without_client_input() {
    let log = CapturedLog::default();
    let _listening = log.start();
    let app = init_service(desk()).await;
    let requests = [
        TestRequest::get().uri("/api/good/Okonkwo?name=Okonkwo"),
        TestRequest::get().uri("/Okonkwo"),
        TestRequest::get().uri("/api/number/Okonkwo"),
        TestRequest::post().uri("/api/framework").insert_header(("content-type", "application/json")).set_payload("\"Okonkwo\""),
        TestRequest::get().uri("/api/foreign"),
        TestRequest::with_uri("/api/slow").method("OKONKWO".parse().unwrap()),
        TestRequest::get().uri("/api/broken"),
    ];
    for request in requests {
        let request = request.insert_header(("x-forwarded-for", "Okonkwo")).insert_header(("forwarded", "for=Okonkwo"));
        call_service(&app, request.to_request()).await;
    }
    let lines = log.lines();
    let told: Vec<_> = lines.iter().map(|line| &line["fields"]).map(|f| (&f["message"], &f["route"], &f["method"], &f["status"])).collect();
    assert_eq!(
        serde_json::json!(told),
        serde_json::json!([
            ["inside", null, null, null],
            ["request answered", "/api/good/{id}", "GET", 200],
            ["request answered", "none", "GET", 404],
            ["request answered", "/api/number/{number}", "GET", 404],
            ["request answered", "/api/framework", "POST", 400],
            ["request answered", "/api/foreign", "GET", 418],
            ["request answered", "/api/slow", "other", 404],
            ["request failed", "/api/broken", "GET", 500],
        ])
    );
    assert_eq!(lines[0]["span"]["request_id"], "00000000-0000-0000-0000-000000000001");
    assert_eq!(lines[0]["span"]["route"], "/api/good/{id}");
    assert_eq!(lines[1]["fields"]["request_id"], "00000000-0000-0000-0000-000000000001");
    assert_eq!(lines[7]["fields"]["cause"], "disk full");
    assert!(!serde_json::to_string(&lines).unwrap().to_lowercase().contains("okonkwo"));
}

#[actix_web::test]
async fn panic_is_logged_with_location_without_message() {
    let log = CapturedLog::default();
    let _listening = log.start();
    let app = init_service(desk()).await;
    let before = std::panic::take_hook();
    log_panics();
    let outcome = try_call_service(&app, TestRequest::get().uri("/api/panicking").to_request()).await;
    std::panic::set_hook(before);
    assert_eq!(outcome.unwrap_err().error_response().status(), 500);
    let lines = log.lines();
    assert!(lines[0]["fields"]["place"].as_str().unwrap().contains("middleware/tests.rs"));
    assert_eq!(lines[0]["span"]["route"], "/api/panicking");
    assert_eq!(lines[1]["fields"]["cause"], "the handler panicked");
    assert_eq!(lines.len(), 2);
    assert!(!serde_json::to_string(&lines).unwrap().contains("Okonkwo"));
}
