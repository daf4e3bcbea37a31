//! The load generator of the attackers: in its own thread, so that it does not delay the requests of honest people.

use std::{
    net::{IpAddr, SocketAddr},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use futures::future::join_all;
use reqwest::{Client, RequestBuilder, StatusCode};
use tokio::{
    io::AsyncWriteExt as _,
    net::{TcpSocket, TcpStream},
    sync::oneshot,
    time::{interval, sleep},
};

use crate::{Failure, people, server};

/// Builds the next request from a client, the API's base URL and the request's number.
pub(crate) type NextRequest = dyn Fn(&Client, &str, u64) -> RequestBuilder + Send + Sync;

/// What the attackers send.
pub(crate) enum Load {
    /// This many connections, each sends its next request when the last was answered.
    ClosedLoop { connections: u64, next: Box<NextRequest> },
    /// A request at each interval, whether or not the last was answered.
    AtInterval { interval: Duration, next: Box<NextRequest> },
    /// This many connections that send these bytes, then one byte a second if `drips`, and never read. A broken one is reopened.
    HeldOpen { connections: u64, bytes: Vec<u8>, drips: bool },
}

impl Load {
    pub(crate) fn closed_loop(connections: u64, next: Box<NextRequest>) -> Self {
        Self::ClosedLoop { connections, next }
    }

    pub(crate) fn at_interval(interval: Duration, next: Box<NextRequest>) -> Self {
        Self::AtInterval { interval, next }
    }
}

/// The results of the load.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    /// Requests sent, including those without a response at the end.
    pub(crate) sent: AtomicU64,
    /// Answered with success.
    pub(crate) done: AtomicU64,
    /// Answered with a 4xx other than 429.
    pub(crate) refused: AtomicU64,
    /// Answered with 429.
    pub(crate) throttled: AtomicU64,
    /// Answered with 5xx; only 503 is expected.
    pub(crate) unavailable: AtomicU64,
    /// Ended without a response.
    pub(crate) broken: AtomicU64,
    /// Connections that were held open.
    pub(crate) opened: AtomicU64,
}

/// A running load.
pub(crate) struct Attackers {
    stop: oneshot::Sender<()>,
    thread: JoinHandle<Result<(), Failure>>,
    counts: Arc<Counts>,
}

/// A bound port that does not listen: connections to it are refused, and no other process can take it.
pub(crate) fn bind_without_listening() -> Result<(TcpSocket, SocketAddr), Failure> {
    let socket = TcpSocket::new_v4()?;
    socket.bind(([127, 0, 0, 1], 0).into())?;
    let address = socket.local_addr()?;
    Ok((socket, address))
}

impl Attackers {
    pub(crate) fn start(load: Arc<Load>, to: SocketAddr, from: IpAddr) -> Self {
        let counts = Arc::new(Counts::default());
        let (stop, stopped) = oneshot::channel();
        let counted = counts.clone();
        let thread = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            let worked = runtime.block_on(async {
                tokio::select! {
                    worked = load.run(to, from, &counted) => worked,
                    _ = stopped => Ok(()),
                }
            });
            runtime.shutdown_background();
            worked
        });
        Self { stop, thread, counts }
    }

    /// Stops the load and closes all its connections.
    pub(crate) fn stop(self) -> Result<Arc<Counts>, Failure> {
        // If the thread has ended by itself, `join` below says why.
        let _ended = self.stop.send(());
        self.thread.join().map_err(|_| "the attackers' thread panicked")??;
        Ok(self.counts)
    }
}

impl Load {
    async fn run(self: &Arc<Self>, to: SocketAddr, from: IpAddr, counts: &Arc<Counts>) -> Result<(), Failure> {
        let api = server::api(to);
        match self.as_ref() {
            Self::ClosedLoop { connections, next } => {
                let pause = pause(*connections);
                let clients = (0..*connections).map(|_| people::client(from)).collect::<Result<Vec<_>, _>>()?;
                let repeat = async |first: u64, client: Client| {
                    for number in (first..).step_by(usize::try_from(*connections).unwrap_or(1)) {
                        counts.send(next(&client, &api, number), pause).await;
                    }
                };
                join_all((0..).zip(clients).map(|(first, client)| repeat(first, client))).await;
            }
            Self::AtInterval { interval: every, .. } => {
                let client = people::client(from)?;
                let mut ticks = interval(*every);
                for number in 0.. {
                    ticks.tick().await;
                    let (load, client, api, counts) = (self.clone(), client.clone(), api.clone(), counts.clone());
                    drop(tokio::spawn(async move {
                        if let Self::AtInterval { next, .. } = load.as_ref() {
                            counts.send(next(&client, &api, number), Duration::ZERO).await;
                        }
                    }));
                }
            }
            Self::HeldOpen { connections, bytes, drips } => {
                let pause = pause(*connections);
                let keep_open = async |_| {
                    loop {
                        let broken = hold(to, from, bytes, *drips, counts).await;
                        if broken.is_err() {
                            counts.broken.fetch_add(1, Relaxed);
                        }
                        sleep(pause).await;
                    }
                };
                join_all((0..*connections).map(keep_open)).await;
            }
        }
        Ok(())
    }
}

/// The delay before a retry after a refused connection: all connections together retry at most a thousand times a second. Otherwise the refused
/// load would use up the generators' core and make the figures of honest people without the attack too small.
fn pause(connections: u64) -> Duration {
    Duration::from_millis(connections.max(10))
}

async fn hold(to: SocketAddr, from: IpAddr, bytes: &[u8], drips: bool, counts: &Counts) -> Result<(), std::io::Error> {
    let socket = TcpSocket::new_v4()?;
    socket.set_recv_buffer_size(4096)?;
    socket.bind((from, 0).into())?;
    let mut stream: TcpStream = socket.connect(to).await?;
    stream.write_all(bytes).await?;
    counts.opened.fetch_add(1, Relaxed);
    loop {
        sleep(Duration::from_secs(1)).await;
        if drips {
            stream.write_all(b"a").await?;
        }
        if let Some(error) = stream.take_error()? {
            return Err(error);
        }
    }
}

impl Counts {
    async fn send(&self, request: RequestBuilder, pause: Duration) {
        self.sent.fetch_add(1, Relaxed);
        match request.send().await {
            Ok(answer) => {
                self.counter_for(answer.status()).fetch_add(1, Relaxed);
                // The body is read to the end, its content does not matter.
                let _rest = answer.bytes().await;
            }
            Err(error) if error.is_connect() => {
                self.sent.fetch_sub(1, Relaxed);
                sleep(pause).await;
            }
            Err(_) => {
                self.broken.fetch_add(1, Relaxed);
            }
        }
    }

    fn counter_for(&self, status: StatusCode) -> &AtomicU64 {
        match status {
            StatusCode::TOO_MANY_REQUESTS => &self.throttled,
            _ if status.is_server_error() => &self.unavailable,
            _ if status.is_client_error() => &self.refused,
            _ => &self.done,
        }
    }

    /// Whether anything reached the server: otherwise the measurement means nothing.
    pub(crate) fn reached_server(&self) -> bool {
        self.sent.load(Relaxed) + self.opened.load(Relaxed) > 0
    }
}

impl std::fmt::Display for Counts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let answered =
            [(&self.done, "2xx"), (&self.refused, "4xx"), (&self.throttled, "429"), (&self.unavailable, "5xx"), (&self.broken, "broken")];
        let told: Vec<String> = [(&self.sent, "sent"), (&self.opened, "held")]
            .into_iter()
            .chain(answered)
            .map(|(count, name)| (count.load(Relaxed), name))
            .filter(|(count, _)| *count > 0)
            .map(|(count, name)| format!("{count} {name}"))
            .collect();
        f.write_str(&told.join(", "))
    }
}
