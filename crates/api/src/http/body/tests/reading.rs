//! Reading of bodies: content type, size and speed.

use actix_web::{
    App, HttpServer,
    http::{StatusCode, header::ContentType},
    test::{TestRequest, call_service, init_service, read_body_json},
};
use caredesk_domain::RequestId;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::*;
use crate::http::{Problem, RequestMiddleware};

#[actix_web::test]
async fn body_beyond_bounds_or_of_other_type_is_rejected() {
    let bounds = BodyBounds { limit: 200, anonymous_limit: 200, time: Duration::from_millis(50) };
    let app = init_service(App::new().app_data(bounds).service(open_ticket).service(claim)).await;
    let good = json!({"customer_id": ID, "subject": "Pain"}).to_string().replace("Pain", "Toothache");
    let post = || TestRequest::post().uri("/tickets");
    let cases = [
        (post().set_payload(good.clone()).insert_header(ContentType::json()), 200),
        (post().set_payload(good.clone()).insert_header(("content-type", "application/merge-patch+json; charset=utf-8")), 200),
        (post().set_payload(good.clone()).insert_header(("content-type", "application/json; charset=latin1")), 415),
        (post().set_payload(good.clone()).insert_header(ContentType::json()).insert_header(("content-encoding", "gzip")), 415),
        (post().set_payload(good.clone()).insert_header(ContentType::form_url_encoded()), 415),
        (post().set_payload(good.clone()), 415),
        (post().insert_header(ContentType::json()), 400),
        (post().set_payload(" ".repeat(201)).insert_header(ContentType::json()), 413),
        (post().insert_header(("content-length", "201")).insert_header(ContentType::json()), 413),
        (TestRequest::post().uri("/claim"), 204),
        (TestRequest::post().uri("/claim").set_payload("{}").insert_header(ContentType::json()), 204),
        (TestRequest::post().uri("/claim").set_payload("{}"), 415),
        (TestRequest::post().uri("/claim").set_payload("{\"to\": 1}").insert_header(ContentType::json()), 400),
        (TestRequest::post().uri("/claim").set_payload("[]").insert_header(ContentType::json()), 422),
    ];
    for (index, (request, status)) in cases.into_iter().enumerate() {
        let response = call_service(&app, request.to_request()).await;
        assert_eq!(response.status(), status, "case {index}");
        if status >= 400 {
            assert_eq!(response.headers().get("content-type").unwrap(), "application/problem+json");
            let problem: Problem = read_body_json(response).await;
            assert_eq!(problem.status, status);
        }
    }
}

#[actix_web::test]
async fn body_is_hashed_only_with_idempotency_key() {
    let body = json!({"customer_id": ID, "subject": "Toothache"}).to_string();
    for (name, hashed) in [("idempotency-key", true), ("x-key", false)] {
        let request = || TestRequest::post().uri("/tickets").insert_header(ContentType::json()).insert_header((name, "k"));
        let (sent, mut payload) = request().set_payload(body.clone()).to_http_parts();
        let read = Json::<OpenTicketBody>::from_request(&sent, &mut payload).await.unwrap();
        assert_eq!(read.fingerprint().is_some(), hashed, "{name}");
        let (sent, mut payload) = request().to_http_parts();
        let empty = EmptyBody::from_request(&sent, &mut payload).await.unwrap();
        assert_eq!(empty.fingerprint().is_some(), hashed, "{name}");
    }
}

#[actix_web::test]
async fn body_not_received_in_time_is_408() {
    let never = futures::stream::pending::<Result<Bytes, actix_web::error::PayloadError>>();
    let mut payload: Payload = Payload::Stream { payload: Box::pin(never) };
    let bounds = BodyBounds { limit: 200, anonymous_limit: 200, time: Duration::from_millis(20) };
    let request = TestRequest::post().app_data(bounds).insert_header(ContentType::json()).to_http_request();
    let error = Json::<OpenTicketBody>::from_request(&request, &mut payload).await.unwrap_err();
    assert_eq!(error.status_code(), StatusCode::REQUEST_TIMEOUT);
}

/// Sends the head and the first part of a body to a real server; returns everything received until the server closes the connection.
async fn half_sent(path: &str, head: &str, part: &str) -> String {
    let bounds = BodyBounds { limit: 200, anonymous_limit: 200, time: Duration::from_millis(50) };
    let server = HttpServer::new(move || {
        let guard = RequestMiddleware::new(|| RequestId::from_uuid(uuid::Uuid::nil())).deadline(Duration::from_millis(200));
        App::new().app_data(bounds).service(open_ticket).service(unread).service(upload).wrap(guard)
    })
    .workers(1)
    .disable_signals();
    let server = server.bind(("127.0.0.1", 0)).unwrap();
    let address = server.addrs()[0];
    let server = server.run();
    let handle = server.handle();
    actix_web::rt::spawn(server);
    let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
    stream
        .write_all(format!("POST {path} HTTP/1.1\r\nhost: desk\r\ncontent-type: application/json\r\n{head}\r\n\r\n{part}").as_bytes())
        .await
        .unwrap();
    let mut answer = Vec::new();
    tokio::time::timeout(Duration::from_secs(10), stream.read_to_end(&mut answer)).await.unwrap().unwrap();
    handle.stop(false).await;
    String::from_utf8(answer).unwrap()
}

#[actix_web::test]
async fn slow_or_oversized_body_gets_response_and_connection_is_closed() {
    let chunk = format!("fff\r\n{}", " ".repeat(4095));
    let cases = [
        ("/tickets", "content-length: 100", "{\"sub", 408),
        ("/tickets", "transfer-encoding: chunked", "6\r\n{\"subj\r\n", 408),
        ("/tickets", "content-length: 1000000", "{\"sub", 413),
        ("/tickets", "transfer-encoding: chunked", &chunk, 413),
        ("/unread", "transfer-encoding: chunked", &chunk, 200),
        ("/upload", "transfer-encoding: chunked", &chunk, 503),
    ];
    let answers = cases.map(async |(path, head, part, status)| {
        let answer = half_sent(path, head, part).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{path} {head}: {answer}");
    });
    futures::future::join_all(answers).await;
}

#[post("/unread")]
async fn unread() -> HttpResponse {
    HttpResponse::Ok().body("answered without a look at the body")
}

#[post("/upload")]
async fn upload(mut payload: actix_web::web::Payload) -> HttpResponse {
    while payload.next().await.is_some() {}
    HttpResponse::Ok().finish()
}
