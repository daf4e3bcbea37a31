//! Serves the metrics on an address of their own, which is for operators only.

use std::{net::SocketAddr, sync::Arc};

use actix_web::{App, HttpResponse, HttpServer, dev::Server, get, http::header, web::Data};
use caredesk_persistence::Store;

use crate::{
    jobs::JobMonitor,
    listener::{self, StartError},
    metrics::{Metrics, OPEN_METRICS},
};

/// How long in-flight requests may take to finish at shutdown, in seconds.
const DRAIN_SECONDS: u64 = 1;

/// Starts to serve `/metrics` on `listen` (port 0 takes a free port), and returns the bound address.
///
/// # Errors
/// When the address is in use or not this machine's.
pub(crate) fn start(listen: SocketAddr, metrics: Arc<Metrics>, store: Store, jobs: JobMonitor) -> Result<(Server, SocketAddr), StartError> {
    let (listener, address) = listener::bind(listen)?;
    let (metrics, store, jobs) = (Data::from(metrics), Data::new(store), Data::new(jobs));
    let app = move || {
        let app = App::new().app_data(metrics.clone()).app_data(store.clone()).app_data(jobs.clone());
        app.service(get_metrics)
    };
    // The server of the API handles signals.
    let server = HttpServer::new(app).workers(1).disable_signals().shutdown_timeout(DRAIN_SECONDS).listen(listener)?.run();
    Ok((server, address))
}

#[get("/metrics")]
async fn get_metrics(metrics: Data<Metrics>, store: Data<Store>, jobs: Data<JobMonitor>) -> HttpResponse {
    match metrics.text(&store, &jobs).await {
        Ok(text) => HttpResponse::Ok().insert_header((header::CONTENT_TYPE, OPEN_METRICS)).body(text),
        Err(error) => {
            tracing::warn!(%error, "cannot read the figures of the database");
            HttpResponse::ServiceUnavailable().finish()
        }
    }
}
