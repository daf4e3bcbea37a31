//! The server: every part of the API put together on one port.

use std::{
    net::{SocketAddr, TcpListener},
    sync::{Arc, Mutex},
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
use utoipa_swagger_ui::{Config, SwaggerUi};

use crate::{
    device::DeviceCookies,
    handlers::{PublicOrigin, base, document, routes},
    http::{Cursors, DeskSpan, Guard, KeyDigests, Routes, TrustedProxies},
    keys::Keys,
    pages::{self, DeskZone},
    password::Passwords,
    refresh::RefreshTokens,
    services::throttle::{Throttle, ThrottleKeys},
    token::Tokens,
};

/// How long a request's head may take to arrive.
const HEAD_TIME: Duration = Duration::from_secs(5);
/// How long a connection may idle between two requests.
const KEEP_ALIVE: Duration = Duration::from_secs(75);
/// How long requests under way may take to finish when the server stops, in seconds.
const DRAIN_SECONDS: u64 = 30;

/// What the handlers work with.
#[derive(Debug, Clone)]
pub struct Parts {
    /// The open desk.
    pub store: Store,
    /// The desk's keys.
    pub keys: Keys,
    /// Whose dialling rules short phone numbers follow.
    pub region: Region,
    /// How the desk's days are cut.
    pub time_zone: chrono_tz::Tz,
    /// The origin browsers know the desk by, where it is behind a proxy.
    pub public_origin: Option<String>,
    /// The proxies whose word on forwarded addresses counts.
    pub trusted_proxies: TrustedProxies,
}

/// A server that could not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address is in use or not this machine's.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        source: std::io::Error,
    },
    /// The keys cannot be used.
    #[error("the signing keys cannot be used: {0}")]
    Keys(#[from] jsonwebtoken::errors::Error),
    /// The server could not be set up.
    #[error("the server could not be set up: {0}")]
    Setup(#[from] std::io::Error),
}

/// Starts serving on `listen` (port 0 takes a free one) and says where.
///
/// # Errors
/// When the address is in use or the keys are not usable.
pub fn start(parts: Parts, listen: SocketAddr) -> Result<(Server, SocketAddr), StartError> {
    let taken = |source| StartError::Listen { address: listen, source };
    let listener = TcpListener::bind(listen).map_err(taken)?;
    let address = listener.local_addr().map_err(taken)?;
    let Parts { store, keys, region, time_zone, public_origin, trusted_proxies } = parts;
    let origin = Data::new(PublicOrigin(public_origin));
    let zone = Data::new(DeskZone(time_zone));
    let described = document();
    let (ids, clock) = (store.ids().clone(), store.clone());
    let guard = Guard::new(move || ids.id(clock.now())).deadline_of("/api/v1/customers/import", None);
    let tokens = Data::new(Tokens::new(&keys)?);
    let sessions = Data::new(RefreshTokens::new(&keys.session));
    let throttle = Arc::new(Throttle::new(store.clone(), ThrottleKeys::new(&keys.session)));
    let reporter = Arc::new(Mutex::new(Some(throttle.clone())));
    let (throttle, devices) = (Data::from(throttle), Data::new(DeviceCookies::new(&keys.session)));
    let proxies = Data::new(trusted_proxies);
    let cursors = Data::new(Cursors::new(&keys.cursor.bytes));
    // The digests' purposes keep them apart from the cursors' signatures.
    let digests = Data::new(KeyDigests::new(&keys.cursor.bytes));
    let (passwords, region, store) = (Data::new(Passwords::default()), Data::new(region), Data::new(store));
    let (known, described) = (Data::new(Routes::of(&described)), Data::new(described));
    let server = HttpServer::new(move || {
        // By the first worker: what writes changes cannot move between threads.
        if let Some(throttle) = reporter.lock().ok().and_then(|mut once| once.take()) {
            actix_web::rt::spawn(throttle.run());
        }
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
            .into_utoipa_app()
            .openapi(base())
            .configure(routes)
            .split_for_parts();
        app.service(redirect("/docs", "/docs/"))
            .service(swagger())
            .default_service(actix_web::dev::fn_service(pages::answer))
            .wrap(TracingLogger::<DeskSpan>::new())
            .wrap(guard.clone())
    })
    .client_request_timeout(HEAD_TIME)
    .keep_alive(KEEP_ALIVE)
    .shutdown_timeout(DRAIN_SECONDS)
    .listen(listener)?
    .run();
    Ok((server, address))
}

fn swagger() -> SwaggerUi {
    let config = Config::from("/api/v1/openapi.json").try_it_out_enabled(true).persist_authorization(false).display_operation_id(true);
    SwaggerUi::new("/docs/{_:.*}").config(config)
}
