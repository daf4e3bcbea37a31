//! `make attack`: the goodput of honest people during an attack, on the real program.
//!
//! For each attack the program starts on a fresh copy of one generated database, pinned to its own core. Reading, writing and signing in
//! are measured twice: alone, while the same load goes to a port that refuses connections, and during the attack. Linux only: it uses `taskset`,
//! `/proc` and several addresses of 127.0.0.0/8. It measures loopback only and ends by itself.

mod attacks;
mod database;
mod figures;
mod honest;
mod load;
mod measurement;
mod people;
mod server;
mod table;

use std::{fs, os::unix::fs::DirBuilderExt as _, path::Path, process::ExitCode, time::Duration};

use caredesk_persistence::testing::POSTGRES;
use clap::{Parser, ValueEnum, value_parser};

use crate::{
    attacks::{ATTACKS, Addresses, Attack},
    database::{EngineKind, Template},
    measurement::Measurement,
};

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// The core of the load generators, attackers and honest people. The server has [`server::CORE`].
const CORE: &str = "1";

/// Measures what an honest reader, writer and sign-in get done beside attacks. Exit code 1 when an attack takes more than half of it.
#[derive(Debug, Parser)]
#[command(name = "attack", after_help = "Example:\n  make attack ATTACK='--seconds 1 --engine sqlite login reports'")]
struct Arguments {
    /// Only the attacks whose names begin like one of these
    names: Vec<String>,
    /// Length of each measurement
    #[arg(long, default_value_t = 2, value_parser = value_parser!(u64).range(1..=60))]
    seconds: u64,
    /// Only this database engine
    #[arg(long, value_enum)]
    engine: Option<EngineKind>,
    /// Attackers on the addresses of honest people or on others [default: others, and both where the server counts by address]
    #[arg(long, value_enum)]
    addresses: Option<Addresses>,
    /// How many honest people read and write, each with one request at a time
    #[arg(long, default_value_t = 8, value_parser = value_parser!(u8).range(1..=64))]
    people: u8,
    /// How many tickets the database has, at three a day
    #[arg(long, default_value_t = 12_000, value_parser = value_parser!(u32).range(200..=20_000))]
    tickets: u32,
    /// Name the attacks and do nothing
    #[arg(long)]
    list: bool,
}

/// Creates a directory with mode 0700, as the server requires.
fn private_directory(path: &Path) -> std::io::Result<()> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if arguments.list {
        ATTACKS.iter().for_each(|attack| print(&format!("{:<28} {}", attack.name, attack.about)));
        return ExitCode::SUCCESS;
    }
    let directory = std::env::temp_dir().join(format!("caredesk-attack-{}", std::process::id()));
    let held = private_directory(&directory).map_err(Failure::from).and_then(|()| run(&arguments, &directory));
    let _absent = fs::remove_dir_all(&directory);
    match held {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            print(&format!("the measurement failed: {error}"));
            ExitCode::from(1)
        }
    }
}

/// Whether every attack was passed.
fn run(arguments: &Arguments, directory: &Path) -> Result<bool, Failure> {
    if cfg!(debug_assertions) {
        print("built without --release: these figures mean nothing");
    }
    let selected = selected(arguments)?;
    server::pin_this_process(CORE)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut held = true;
    for kind in EngineKind::value_variants() {
        if arguments.engine.is_some_and(|engine| engine != *kind) {
            continue;
        }
        if *kind == EngineKind::Postgresql && std::env::var_os(POSTGRES).is_none() {
            print(&format!("PostgreSQL was not measured: {POSTGRES} names no server (scripts/with-postgres.sh does)"));
            continue;
        }
        let measured = runtime.block_on(measure(*kind, arguments, &selected, &directory.join(kind.name())));
        runtime.block_on(Template::remove(*kind))?;
        held &= measured?;
    }
    Ok(held)
}

fn selected(arguments: &Arguments) -> Result<Vec<(&'static Attack, Addresses)>, Failure> {
    let is_selected =
        |attack: &&Attack| arguments.names.is_empty() || arguments.names.iter().any(|name| attack.name.starts_with(name.as_str()));
    let selected: Vec<_> = ATTACKS
        .iter()
        .filter(is_selected)
        .flat_map(|attack| attack.addresses.iter().map(move |addresses| (attack, *addresses)))
        .filter(|(_, addresses)| arguments.addresses.is_none_or(|asked| asked == *addresses))
        .collect();
    if selected.is_empty() { Err("no attack has such a name: see --list".into()) } else { Ok(selected) }
}

async fn measure(
    kind: EngineKind,
    arguments: &Arguments,
    selected: &[(&'static Attack, Addresses)],
    directory: &Path,
) -> Result<bool, Failure> {
    print(&format!("{}: making a desk of {} tickets", kind.name(), arguments.tickets));
    let template = Template::create(kind, directory, arguments.tickets, arguments.people).await?;
    let window = Duration::from_secs(arguments.seconds);
    let mut measured: Vec<Measurement> = Vec::new();
    for (number, (attack, addresses)) in (1..).zip(selected) {
        match measurement::measure(&template, attack, *addresses, window, number).await {
            Ok(measurement) => {
                print(&table::verdict(kind, &measurement));
                measured.push(measurement);
            }
            Err(error) => print(&format!("{}, {}: NOT MEASURED: {error}", kind.name(), attack.name)),
        }
    }
    print(&table::goodput(kind, &measured));
    print(&table::costs(kind, &measured));
    Ok(measured.len() == selected.len() && measured.iter().all(Measurement::passed))
}

#[expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
fn print(line: &str) {
    println!("{line}");
}
