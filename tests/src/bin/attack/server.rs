//! The program under attack, and its memory and processor time.

use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    process::{Child, Command},
    time::timeout,
};

use crate::Failure;

/// The server's core.
pub(crate) const CORE: &str = "0";
/// The timeout of a start or a stop.
const START_TIMEOUT: Duration = Duration::from_secs(30);

/// An installation: its data directory, with the keys, and its database URL.
#[derive(Debug, Clone)]
pub(crate) struct Installation {
    pub(crate) directory: PathBuf,
    pub(crate) url: String,
}

impl Installation {
    /// A command of the program on this installation, pinned to the server's core.
    fn command(&self, arguments: &[&str]) -> Result<Command, Failure> {
        let program = std::env::current_exe()?.with_file_name("caredesk");
        if !program.exists() {
            return Err(format!("{} is not there: build it first, with --release", program.display()).into());
        }
        let mut command = Command::new("taskset");
        command.args(["-c", CORE]).arg(program).args(arguments);
        command.env("CAREDESK_DATABASE_URL", &self.url).env("CAREDESK_DATA_DIR", &self.directory).env("CAREDESK_LISTEN", "127.0.0.1:0");
        command.kill_on_drop(true).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        Ok(command)
    }

    /// Runs a command to its end, with this standard input.
    pub(crate) async fn run(&self, arguments: &[&str], input: &str) -> Result<(), Failure> {
        let mut command = self.command(arguments)?;
        let mut child = command.stdin(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        if let Some(mut stdin) = child.stdin.take() {
            stdin.write_all(input.as_bytes()).await?;
        }
        let output = child.wait_with_output().await?;
        if output.status.success() {
            return Ok(());
        }
        Err(format!("caredesk {}: {}", arguments.join(" "), String::from_utf8_lossy(&output.stderr)).into())
    }

    /// Starts the server and waits until it prints its address.
    pub(crate) async fn serve(&self) -> Result<Server, Failure> {
        let mut child = self.command(&["serve"])?.spawn()?;
        let mut lines = BufReader::new(child.stdout.take().ok_or("no standard output")?).lines();
        let line = timeout(START_TIMEOUT, lines.next_line()).await??.unwrap_or_default();
        let address = line.strip_prefix("CareDesk on http://").ok_or("the program did not start")?.parse()?;
        let process = PathBuf::from(format!("/proc/{}", child.id().ok_or("the program ended")?));
        Ok(Server { child, address, process })
    }
}

/// A running server.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: SocketAddr,
    process: PathBuf,
}

impl Server {
    /// The base URL of the API.
    pub(crate) fn api(&self) -> String {
        api(self.address)
    }

    /// Resident memory in KiB.
    pub(crate) fn memory(&self) -> u64 {
        resident(&self.process).unwrap_or_default()
    }

    /// Stops it with SIGTERM, as a service manager does, so that the database is closed.
    pub(crate) async fn stop(mut self) -> Result<(), Failure> {
        let id = self.child.id().ok_or("the program ended by itself")?;
        Command::new("kill").args(["-TERM", &id.to_string()]).status().await?;
        timeout(START_TIMEOUT, self.child.wait()).await??;
        Ok(())
    }

    /// Kills it; fails if it has ended already.
    pub(crate) async fn kill(mut self) -> Result<(), Failure> {
        if let Some(status) = self.child.try_wait()? {
            return Err(format!("the server ended during the attack: {status}").into());
        }
        Ok(self.child.kill().await?)
    }
}

/// The base URL of the API at this address.
pub(crate) fn api(address: SocketAddr) -> String {
    format!("http://{address}/api/v1")
}

fn resident(process: &Path) -> Option<u64> {
    let status = fs::read_to_string(process.join("status")).ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?.trim().strip_suffix(" kB")?.parse().ok()
}

/// Moves all threads of this process to one core.
pub(crate) fn pin_this_process(core: &str) -> Result<(), Failure> {
    let pinned = std::process::Command::new("taskset").args(["-acp", core, &std::process::id().to_string()]).stdout(Stdio::null()).status();
    match pinned {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(format!("two cores are needed: there is no core {core}").into()),
        Err(error) => Err(format!("taskset (util-linux) is needed: {error}").into()),
    }
}

/// The processor time that this process has used.
pub(crate) fn used_by_this_process() -> Duration {
    /// Linux counts in hundredths of a second (`USER_HZ`).
    const TICK: Duration = Duration::from_millis(10);
    let ticks = || {
        let stat = fs::read_to_string("/proc/self/stat").ok()?;
        // The name, in parentheses, may hold spaces; user and system time are the 12th and 13th field after it.
        let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
        Some(fields.get(11)?.parse::<u32>().ok()? + fields.get(12)?.parse::<u32>().ok()?)
    };
    TICK * ticks().unwrap_or_default()
}
