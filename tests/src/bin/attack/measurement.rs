//! One attack on one copy of the database: honest people alone, then during the attack.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::Arc,
    time::{Duration, Instant},
};

use futures::future::{Either, select};
use tokio::time::{interval, sleep};

use crate::{
    Failure,
    attacks::{Addresses, Attack},
    database::{DeskCopy, Size, Template},
    figures::{Figures, MIN_RATIO},
    load::{Attackers, Counts, Load, bind_without_listening},
    people::{HONEST, Honest},
    server::{Server, used_by_this_process},
};

/// How long the load runs before the measurement starts.
const WARM_UP: Duration = Duration::from_secs(1);
/// How often memory is sampled.
const MEMORY_INTERVAL: Duration = Duration::from_millis(100);

/// The result of one attack.
pub(crate) struct Measurement {
    pub(crate) attack: &'static Attack,
    pub(crate) addresses: Addresses,
    pub(crate) alone: Phase,
    pub(crate) beside: Phase,
    /// How much the database grew during the attack.
    pub(crate) grew: Size,
}

/// Honest people during one load.
pub(crate) struct Phase {
    pub(crate) figures: Figures,
    /// The results of the attackers' requests.
    pub(crate) counts: Arc<Counts>,
    /// The server's memory in KiB when the load began, and its maximum during the load.
    pub(crate) memory: (u64, u64),
    /// The share of their core that the generators used.
    pub(crate) generators: f64,
}

impl Measurement {
    pub(crate) fn reader(&self) -> f64 {
        self.beside.figures.reader.ratio_to(&self.alone.figures.reader)
    }

    pub(crate) fn writer(&self) -> f64 {
        self.beside.figures.writer.ratio_to(&self.alone.figures.writer)
    }

    /// Whether honest people kept half of their reads and writes, and every sign-in within five seconds.
    pub(crate) fn passed(&self) -> bool {
        self.reader() >= MIN_RATIO && self.writer() >= MIN_RATIO && self.beside.figures.sign_in.failed == 0
    }

    /// Audit events caused by the attackers: all but one for each note and each sign-in of honest people.
    pub(crate) fn events_of_attackers(&self) -> i64 {
        let Figures { writer, sign_in, .. } = &self.beside.figures;
        self.grew.events - i64::from(writer.done) - i64::from(sign_in.done)
    }
}

/// Measures one attack; `number` must be unique, it selects the attackers' address.
pub(crate) async fn measure(
    template: &Template,
    attack: &'static Attack,
    addresses: Addresses,
    window: Duration,
    number: u8,
) -> Result<Measurement, Failure> {
    // Connections of an earlier attack still hold ports of its source address.
    let from = match addresses {
        Addresses::Different => IpAddr::V4(Ipv4Addr::new(127, 0, 3, number)),
        Addresses::Same => HONEST,
    };
    let copy = template.copy().await?;
    let measured = measure_on(template, &copy, from, attack, window).await;
    copy.remove().await?;
    let (alone, beside, grew) = measured?;
    Ok(Measurement { attack, addresses, alone, beside, grew })
}

/// Measures one attack from one address on one copy of the database. The server has ended when this returns, also on an error.
async fn measure_on(
    template: &Template,
    copy: &DeskCopy,
    from: IpAddr,
    attack: &Attack,
    window: Duration,
) -> Result<(Phase, Phase, Size), Failure> {
    let server = copy.place.serve().await?;
    // On the attackers' address a new browser is limited like them.
    let mut honest = template.accounts.honest(&server, from != HONEST).await?;
    let load = Arc::new((attack.load)(&template.accounts.attacker_access(&server, from).await?, template.kind));
    honest.warm_up().await;
    let (held, nobody) = bind_without_listening()?;
    let alone = measure_phase(&load, nobody, from, &mut honest, &server, (window, "alone")).await?;
    drop(held);
    if alone.figures.reader.done == 0 || alone.figures.writer.done == 0 || alone.figures.sign_in.done == 0 {
        return Err("no request of honest people succeeded without the attack".into());
    }
    let before = copy.size().await;
    let beside = measure_phase(&load, server.address, from, &mut honest, &server, (window, "beside")).await?;
    let after = copy.size().await;
    if !beside.counts.reached_server() {
        return Err("the attack did not reach the server".into());
    }
    server.kill().await?;
    Ok((alone, beside, Size { bytes: after.bytes - before.bytes, events: after.events - before.events }))
}

async fn measure_phase(
    load: &Arc<Load>,
    to: SocketAddr,
    from: IpAddr,
    honest: &mut Honest,
    server: &Server,
    (window, name): (Duration, &str),
) -> Result<Phase, Failure> {
    let mut memory = (server.memory(), server.memory());
    let attackers = Attackers::start(load.clone(), to, from);
    let (began, used) = (Instant::now(), used_by_this_process());
    let watch = async {
        let mut ticks = interval(MEMORY_INTERVAL);
        loop {
            ticks.tick().await;
            memory.1 = memory.1.max(server.memory());
        }
    };
    let honest_work = async {
        sleep(WARM_UP).await;
        honest.figures(window, name).await
    };
    let figures = match select(Box::pin(watch), Box::pin(honest_work)).await {
        Either::Left((never, _)) => never,
        Either::Right((figures, _)) => figures,
    };
    let generators = (used_by_this_process().saturating_sub(used)).as_secs_f64() / began.elapsed().as_secs_f64();
    Ok(Phase { figures, counts: attackers.stop()?, memory, generators })
}
