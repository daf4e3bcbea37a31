//! `make bench`: prints the medians of several rounds.
//!
//! Everything runs on SQLite files in a temporary directory, removed at the end, and the reports on PostgreSQL too; build it with `--release`.
//! An argument such as `reports` or `import` measures that alone.

mod reports;

use std::{
    fmt::Write as _,
    fs,
    os::unix::fs::DirBuilderExt as _,
    path::Path,
    process::{Command, ExitCode, Stdio},
    time::{Duration, Instant},
};

use caredesk_api::services::import::{Options, import};
use caredesk_domain::actor::{Actor, SystemJob};
use caredesk_persistence::{Clock, Engine, Ids, Store, schema};

type Failure = Box<dyn std::error::Error>;

const PATIENTS: u32 = 20_000;
const ROUNDS: usize = 3;

fn main() -> ExitCode {
    let directory = std::env::temp_dir().join(format!("caredesk-bench-{}", std::process::id()));
    let measured = fs::DirBuilder::new().mode(0o700).create(&directory).map_err(Failure::from).and_then(|()| measure(&directory));
    let _absent = fs::remove_dir_all(&directory);
    match measured {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            print(&format!("the benchmark failed: {error}"));
            ExitCode::from(1)
        }
    }
}

fn measure(directory: &Path) -> Result<(), Failure> {
    if cfg!(debug_assertions) {
        print("built without --release: these figures mean nothing");
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let asked: Vec<String> = std::env::args().skip(1).collect();
    let measures = |word: &str| asked.is_empty() || asked.iter().any(|asked| asked == word);
    if measures("import") {
        bench_import(&runtime, directory)?;
    }
    if measures("reports") {
        runtime.block_on(reports::measure(directory))?;
    }
    Ok(())
}

fn bench_import(runtime: &tokio::runtime::Runtime, directory: &Path) -> Result<(), Failure> {
    let file = patients(usize::try_from(PATIENTS)?);
    let (mut first, mut again) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let (new, known) = runtime.block_on(imports(&directory.join(format!("import-{round}.db")), &file))?;
        first.push(new);
        again.push(known);
    }
    print(&format!("import, {PATIENTS} new patients:   {:>8.0} patients/s (median of {ROUNDS})", rate(&mut first)));
    print(&format!("import, the same once more: {:>8.0} patients/s (median of {ROUNDS})", rate(&mut again)));
    let program = std::env::current_exe()?.with_file_name("caredesk");
    if program.exists() {
        print(&format!("the program: {:.1} MiB", mebibytes(fs::metadata(&program)?.len())));
        let mut starts = (0..5).map(|_| start(&program, directory)).collect::<Result<Vec<_>, _>>()?;
        print(&format!("start until it serves, on an existing file: {} ms (median of 5)", median(&mut starts).as_millis()));
    }
    Ok(())
}

/// Imports the file into an empty database and once more, and returns how long each took.
async fn imports(path: &Path, file: &str) -> Result<(Duration, Duration), Failure> {
    let engine = Engine::Sqlite { path: path.to_owned() };
    let clock = Clock::system();
    schema::migrate_all(&engine, clock.now()).await?;
    let store = Store::open(&engine, clock, Ids::random()).await?;
    let mut took = [Duration::ZERO; 2];
    for (round, took) in took.iter_mut().enumerate() {
        let chunks = file.as_bytes().chunks(64 * 1024).map(Ok::<_, std::io::Error>);
        let began = Instant::now();
        let report = import(&store, &importer(), "NG".parse()?, Options::default(), futures::stream::iter(chunks), |_| {}).await;
        *took = began.elapsed();
        let report = report.map_err(|stopped| stopped.to_string())?;
        let counted = if round == 0 { report.created } else { report.unchanged };
        if counted != PATIENTS {
            return Err(format!("not all patients were imported: {report:?}").into());
        }
    }
    store.close().await?;
    Ok((took[0], took[1]))
}

#[expect(clippy::disallowed_methods, reason = "the benchmark does what the command line does")]
const fn importer() -> Actor {
    Actor::system(SystemJob::Import)
}

/// Generated FHIR patients: every family name some hundred times, as in a real file, each with phone, birth date and two identifiers.
fn patients(count: usize) -> String {
    let starts = ["Ade", "Oko", "Nwa", "Bal", "Eze", "Chi", "Mus", "Ola", "Fas", "Ogu"];
    let middles = ["ba", "ri", "lo", "ku", "ne"];
    let ends = ["yo", "wu", "ma", "dele"];
    let part = |list: &[&'static str], number: usize| list[number % list.len()];
    let mut file = String::new();
    for number in 0..count {
        let name = |salt: usize| {
            let seed = number / salt.max(1);
            format!("{}{}{}", part(&starts, seed), part(&middles, seed / 10), part(&ends, seed / 50))
        };
        let _infallible = writeln!(
            file,
            "{{\"resourceType\":\"Patient\",\"identifier\":[{{\"system\":\"https://hospital.example/mrn\",\"value\":\"{number}\"}},\
             {{\"system\":\"https://app.example/patients\",\"value\":\"p-{number}\"}}],\"name\":[{{\"use\":\"official\",\"family\":\"{}\",\"given\":[\"{}\"]}}],\
             \"telecom\":[{{\"system\":\"phone\",\"value\":\"080{:08}\"}}],\"gender\":\"female\",\"birthDate\":\"19{:02}-0{}-1{}\",\
             \"communication\":[{{\"language\":{{\"coding\":[{{\"code\":\"en\"}}]}}}}]}}",
            name(7),
            name(1),
            number * 37 % 100_000_000,
            number % 100,
            number % 9 + 1,
            number % 10,
        );
    }
    file
}

/// The time from the start of the process until its first line, which it prints when it listens.
fn start(program: &Path, directory: &Path) -> Result<Duration, Failure> {
    use std::io::{BufRead as _, BufReader};
    let began = Instant::now();
    let mut desk = Command::new(program)
        .args(["serve", "--listen", "127.0.0.1:0", "--data-dir"])
        .arg(directory)
        .arg("--database-url")
        .arg(format!("sqlite://{}", directory.join("import-0.db").display()))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let mut line = String::new();
    if let Some(out) = desk.stdout.take() {
        BufReader::new(out).read_line(&mut line)?;
    }
    let took = began.elapsed();
    desk.kill()?;
    desk.wait()?;
    if line.is_empty() { Err("the program did not start".into()) } else { Ok(took) }
}

fn median(rounds: &mut [Duration]) -> Duration {
    rounds.sort_unstable();
    rounds.get(rounds.len() / 2).copied().unwrap_or_default()
}

fn rate(rounds: &mut [Duration]) -> f64 {
    f64::from(PATIENTS) / median(rounds).as_secs_f64()
}

fn mebibytes(bytes: u64) -> f64 {
    f64::from(u32::try_from(bytes / 1024).unwrap_or(u32::MAX)) / 1024.0
}

#[expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
fn print(line: &str) {
    println!("{line}");
}
