//! `caredesk serve`: the HTTP server.

mod demo;

use std::{io::IsTerminal as _, path::Path};

use caredesk_persistence::{Engine, Store};
use clap::Args;

use super::{
    database::{check_permissions, migrate_sqlite, open},
    error::CommandError,
    output::print,
};
use crate::{
    http::log_panics,
    keys::Keys,
    lock::FileLock,
    log_limit::LogLimit,
    server::{self, AppState, StartedServer},
    settings::{Settings, SettingsArgs},
};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Serve demo data from a file of its own, on loopback only; prints the sign-ins
    #[arg(long)]
    demo: bool,
}

pub(super) async fn run(given: &SettingsArgs, arguments: Arguments) -> Result<(), CommandError> {
    let settings = check_permissions(if arguments.demo { demo_settings(given)? } else { given.parse()? })?;
    let log_limit = log_to_stderr();
    log_panics();
    let _lock = match &settings.engine {
        Engine::Sqlite { path } => {
            let lock = FileLock::acquire(path).map_err(CommandError::Usage)?;
            let current = migrate_sqlite(&settings.engine).await;
            if arguments.demo {
                current.map_err(|failed| demo::explain_version_mismatch(failed, path))?
            } else {
                current?
            }
            Some(lock)
        }
        Engine::Postgres { .. } => None,
    };
    let store = open(&settings).await?;
    let sign_ins = match &settings.engine {
        Engine::Sqlite { path } if arguments.demo => demo::sign_ins(&store, path, settings.time_zone).await?,
        Engine::Sqlite { .. } | Engine::Postgres { .. } => String::new(),
    };
    drop(actix_web::rt::spawn(log_limit.clone().report_each_period()));
    let outcome = serve(settings, store, &sign_ins).await;
    log_limit.report(true);
    outcome
}

async fn serve(settings: Settings, store: Store, sign_ins: &str) -> Result<(), CommandError> {
    let keys = Keys::load(&settings.data_dir.join("keys"), store.ids())?;
    let Settings { engine, listen, time_zone, region, public_origin, docs, trusted_proxies, metrics_listen, data_dir: _ } = settings;
    let parts = AppState { store: store.clone(), keys, region, time_zone, public_origin, docs, trusted_proxies, metrics_listen };
    let StartedServer { server, address, mut jobs, metrics } = server::start(parts, listen)?;
    // The server's first poll installs its signal handlers: poll it before printing the address, so that no stop signal is lost.
    let running = actix_web::rt::spawn(server);
    tokio::task::yield_now().await;
    let reference = if docs { format!("http://{address}/docs/") } else { "off (CAREDESK_DOCS=on serves it)".to_owned() };
    print(&format!("CareDesk on http://{address}\nAPI reference   {reference}\nKept in         {engine}\n"))?;
    if !sign_ins.is_empty() {
        print(&format!("Sign in as\n{sign_ins}"))?;
    } else if !store.has_staff().await? {
        print("Nobody can sign in yet: add an admin with `caredesk admin create --help`.\n")?;
    }
    let metrics = metrics.map(|(server, address)| {
        tracing::info!(%address, "metrics are served");
        let handle = server.handle();
        drop(actix_web::rt::spawn(server));
        handle
    });
    running.await.map_err(std::io::Error::from)??;
    if let Some(metrics) = metrics {
        metrics.stop(false).await;
    }
    jobs.stop().await;
    store.close().await?;
    tracing::info!("stopped");
    Ok(())
}

/// Settings for `--demo`: a database file of its own, loopback only.
fn demo_settings(given: &SettingsArgs) -> Result<Settings, CommandError> {
    if given.database_url.is_some() {
        return Err(CommandError::Usage(
            "--demo keeps its data in demo.db of the data directory: leave CAREDESK_DATABASE_URL unset".to_owned(),
        ));
    }
    let directory = given.data_dir.as_deref().unwrap_or("data");
    let file = Path::new(directory).join("demo.db");
    let settings = SettingsArgs { database_url: Some(format!("sqlite://{}", file.display())), ..given.clone() }.parse()?;
    if !settings.listen.ip().is_loopback() {
        return Err(CommandError::Usage("--demo serves on loopback only: set CAREDESK_LISTEN to 127.0.0.1 and a port".to_owned()));
    }
    Ok(settings)
}

/// Logs to standard error: text on a terminal, else JSON. `RUST_LOG` sets the levels; SQL statements and bodies are never logged.
fn log_to_stderr() -> LogLimit {
    use tracing_subscriber::{EnvFilter, Layer as _, fmt, layer::SubscriberExt as _, util::SubscriberInitExt as _};
    let limit = LogLimit::default();
    let filter =
        EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn,actix_server=warn,sea_orm_migration=warn"));
    let format = fmt::layer().with_writer(std::io::stderr);
    let format = if std::io::stderr().is_terminal() { format.boxed() } else { format.json().boxed() };
    let set = tracing_subscriber::registry().with(filter).with(limit.clone()).with(format).try_init();
    if let Err(error) = set {
        tracing::debug!(%error, "logging is already initialised");
    }
    limit
}
