//! The HTTP server: all parts of the API on one port.

use std::{
    net::{SocketAddr, TcpListener},
    num::NonZero,
    sync::Arc,
    time::Duration,
};

use actix_web::{
    App, HttpServer,
    dev::Server,
    web::{Data, redirect},
};
use caredesk_domain::phone::Region;
use caredesk_persistence::Store;
use tracing_actix_web::TracingLogger;
use utoipa_actix_web::AppExt as _;

use crate::{
    device::DeviceCookies,
    docs_ui,
    handlers::{InFlight, OpenApiFile, PublicOrigin, base, document, routes},
    http::{CursorCodec, DeskSpan, KeyHasher, RequestMiddleware, Routes, SLICE, TrustedProxies},
    jobs::{JobContext, JobRunner},
    keys::Keys,
    listener::{self, StartError},
    metrics::Metrics,
    metrics_listener,
    password::Passwords,
    refresh::RefreshTokens,
    services::throttle::{Throttle, ThrottleKeys},
    static_assets::{self, DeskZone},
    token::Tokens,
};

/// How long a request's head may take to arrive.
const HEAD_TIME: Duration = Duration::from_secs(5);
/// How long a connection may idle between two requests.
const KEEP_ALIVE: Duration = Duration::from_secs(75);
/// How long a client may read nothing of a response before its connection is closed.
const UNREAD_TIME: Duration = Duration::from_secs(30);
/// The most connections at once; further ones wait to be accepted.
const MAX_CONNECTIONS: usize = 8192;
/// How long in-flight requests may take to finish at shutdown, in seconds.
const DRAIN_SECONDS: u64 = 30;

/// What a server is built from.
#[derive(Debug, Clone)]
pub struct AppState {
    /// The database.
    pub store: Store,
    /// The desk's keys.
    pub keys: Keys,
    /// The region of phone numbers without a country code.
    pub region: Region,
    /// The time zone of the desk's days.
    pub time_zone: chrono_tz::Tz,
    /// The public origin, where the desk is behind a proxy.
    pub public_origin: Option<String>,
    /// Whether Swagger UI is served.
    pub docs: bool,
    /// The proxies whose forwarded addresses are trusted.
    pub trusted_proxies: TrustedProxies,
    /// Where metrics are served, if they are.
    pub metrics_listen: Option<SocketAddr>,
}

/// A started server.
#[expect(missing_debug_implementations, reason = "actix's server has none")]
pub struct StartedServer {
    /// Serves requests while it is polled.
    pub server: Server,
    /// The bound address.
    pub address: SocketAddr,
    /// The jobs; to be stopped after the server and before the store is closed.
    pub jobs: JobRunner,
    /// Serves metrics while it is polled, and its bound address.
    pub metrics: Option<(Server, SocketAddr)>,
}

/// Starts the server on `listen` (port 0 takes a free port), its jobs and its metrics.
///
/// # Errors
/// When an address is in use or the keys are not usable.
pub fn start(parts: AppState, listen: SocketAddr) -> Result<StartedServer, StartError> {
    let (listener, address) = listener::bind(listen)?;
    bound_unread_answers(&listener, UNREAD_TIME)?;
    let workers = std::thread::available_parallelism().map_or(1, NonZero::get);
    let AppState { store, keys, region, time_zone, public_origin, docs, trusted_proxies, metrics_listen } = parts;
    let is_behind_tls = public_origin.as_deref().is_some_and(|origin| origin.starts_with("https://"));
    let origin = Data::new(PublicOrigin(public_origin));
    let zone = Data::new(DeskZone(time_zone));
    let described = document();
    let (ids, clock) = (store.ids().clone(), store.clone());
    let figures = Arc::new(Metrics::default());
    let guard = RequestMiddleware::new(move || ids.id(clock.now()))
        .route_deadline("/api/v1/customers/import", None)
        .behind_tls(is_behind_tls)
        .metrics(figures.clone());
    let tokens = Data::new(Tokens::new(&keys)?);
    let sessions = Data::new(RefreshTokens::new(&keys.session));
    let throttle = Arc::new(Throttle::new(store.clone(), ThrottleKeys::new(&keys.session)));
    let jobs = JobRunner::start(JobContext { store: store.clone(), throttle: throttle.clone() }, figures.clone())?;
    let monitor = jobs.monitor();
    let metrics = metrics_listen.map(|listen| metrics_listener::start(listen, figures, store.clone(), monitor.clone())).transpose()?;
    let monitor = Data::new(monitor);
    let (throttle, devices) = (Data::from(throttle), Data::new(DeviceCookies::new(&keys.session)));
    let proxies = Data::new(trusted_proxies);
    let cursors = Data::new(CursorCodec::new(&keys.cursor.bytes));
    // The same key as for cursors: each digest includes its purpose, so that it cannot pass for a cursor's signature.
    let digests = Data::new(KeyHasher::new(&keys.cursor.bytes));
    let (passwords, region, store) = (Data::new(Passwords::default()), Data::new(region), Data::new(store));
    let (known, described) = (Data::new(Routes::of(&described)), Data::new(OpenApiFile::new(&described).map_err(std::io::Error::other)?));
    let swagger = Data::new(docs_ui::config());
    let in_flight = Data::new(InFlight::default());
    let server = HttpServer::new(move || {
        let (app, _) = App::new()
            .app_data(store.clone())
            .app_data(tokens.clone())
            .app_data(sessions.clone())
            .app_data(cursors.clone())
            .app_data(digests.clone())
            .app_data(passwords.clone())
            .app_data(throttle.clone())
            .app_data(devices.clone())
            .app_data(proxies.clone())
            .app_data(region.clone())
            .app_data(zone.clone())
            .app_data(origin.clone())
            .app_data(known.clone())
            .app_data(described.clone())
            .app_data(in_flight.clone())
            .app_data(monitor.clone())
            .into_utoipa_app()
            .openapi(base())
            .configure(routes)
            .split_for_parts();
        app.configure(|services| {
            if docs {
                services.service(redirect("/docs", "/docs/")).app_data(swagger.clone()).service(docs_ui::file);
            }
        })
        .default_service(actix_web::dev::fn_service(static_assets::serve))
        .wrap(TracingLogger::<DeskSpan>::new())
        .wrap(guard.clone())
    })
    .workers(workers)
    .max_connections((max_connections() / workers).max(1))
    .client_request_timeout(HEAD_TIME)
    .h1_write_buffer_size(SLICE)
    // Otherwise the last slice of an answer waits 40 ms for the client to acknowledge the one before.
    .tcp_nodelay(true)
    .keep_alive(KEEP_ALIVE)
    .shutdown_timeout(DRAIN_SECONDS)
    .listen(listener)?
    .run();
    Ok(StartedServer { server, address, jobs, metrics })
}

/// Sets `TCP_USER_TIMEOUT`: the kernel closes a connection whose client reads nothing for `time`; actix would wait forever. Accepted connections
/// inherit it.
#[cfg(target_os = "linux")]
fn bound_unread_answers(listener: &TcpListener, time: Duration) -> std::io::Result<()> {
    socket2::SockRef::from(listener).set_tcp_user_timeout(Some(time))
}

/// On other systems only a proxy can limit it.
#[cfg(not(target_os = "linux"))]
#[expect(clippy::unnecessary_wraps, reason = "the same signature as on Linux")]
fn bound_unread_answers(_: &TcpListener, _: Duration) -> std::io::Result<()> {
    Ok(())
}

/// [`MAX_CONNECTIONS`], but at most three quarters of the limit on open files, so that the database can open its own.
fn max_connections() -> usize {
    let open_files = std::fs::read_to_string("/proc/self/limits").ok().and_then(|limits| {
        let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"))?;
        line.split_whitespace().next()?.parse::<usize>().ok()
    });
    open_files.map_or(MAX_CONNECTIONS, |files| MAX_CONNECTIONS.min(files / 4 * 3))
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::{
        io::{ErrorKind, Write as _},
        net::TcpStream,
    };

    use super::*;

    #[test]
    fn connection_whose_answer_is_not_read_is_ended_by_the_system() {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        bound_unread_answers(&listener, Duration::from_millis(500)).unwrap();
        let reader = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let (mut answering, _) = listener.accept().unwrap();
        // Without the kernel's timeout this ends the write, as `WouldBlock`.
        answering.set_write_timeout(Some(Duration::from_secs(20))).unwrap();
        let ended = loop {
            if let Err(error) = answering.write_all(&[0; 64 * 1024]) {
                break error;
            }
        };
        assert_eq!(ended.kind(), ErrorKind::TimedOut);
        drop(reader);
    }

    #[test]
    fn connections_leave_descriptors_for_the_database() {
        let most = max_connections();
        assert!((1..=MAX_CONNECTIONS).contains(&most), "{most}");
    }
}
