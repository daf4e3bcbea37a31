//! Tests `docs/api.md`, the guide for integrators: its commands are run in order, in one shell, against the real program, and each block
//! prints what the guide shows below it. Each section also runs alone after the first.
//!
//! A `json` fence after a block is a part of the printed JSON value: fields may be left out, `"…"` matches anything but null, and a text
//! that ends in `…` matches by prefix. A `text` fence is the complete output. A block without either prints nothing.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use caredesk_persistence::{Engine, testing::scaled};
use serde_json::Value;
use tokio::{process::Command, time::timeout};

use crate::executable::installation::{Installation, stdout_of};

/// The timeout of the whole guide, also at full scale.
const TIMEOUT: Duration = Duration::from_secs(600);
/// The programs that the guide needs.
const PROGRAMS: [&str; 3] = ["bash", "curl", "jq"];
/// The number of patients of the nightly sync and of one of its pieces in the guide; scaled down in this test.
const PATIENTS: [u32; 2] = [50_000, 10_000];

const EMAIL: &str = "tunde@desk.example";
const PASSWORD: &str = "correct horse battery";

#[derive(Debug, Clone)]
struct Block {
    /// The number of its section.
    section: usize,
    /// Its line in the guide.
    line: usize,
    commands: String,
    printed: Printed,
}

#[derive(Debug, Clone)]
enum Printed {
    Nothing,
    Json(Value),
    Text(String),
}

fn guide() -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/api.md");
    let text = std::fs::read_to_string(file).unwrap();
    PATIENTS.iter().fold(text, |text, count| {
        assert!(text.contains(&count.to_string()), "the guide no longer contains {count} patients");
        text.replace(&count.to_string(), &scaled(*count).to_string())
    })
}

fn blocks(guide: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut lines = guide.lines().enumerate();
    let mut section = 0;
    while let Some((number, line)) = lines.next() {
        section += usize::from(line.starts_with("## "));
        let Some(kind) = line.strip_prefix("```") else { continue };
        let text: Vec<&str> = lines.by_ref().map(|(_, line)| line).take_while(|line| *line != "```").collect();
        let text = text.join("\n");
        let at = number + 1;
        if kind == "sh" {
            blocks.push(Block { section, line: at, commands: text, printed: Printed::Nothing });
            continue;
        }
        let block = blocks.last_mut().unwrap_or_else(|| panic!("docs/api.md:{at}: output without a block before it"));
        assert!(matches!(block.printed, Printed::Nothing), "docs/api.md:{at}: second output of one block");
        block.printed = match kind {
            "json" => Printed::Json(serde_json::from_str(&text).unwrap_or_else(|error| panic!("docs/api.md:{at}: {error}"))),
            "text" => Printed::Text(format!("{text}\n")),
            other => panic!("docs/api.md:{at}: a fence of {other:?}: this test knows sh, json and text"),
        };
    }
    blocks
}

/// Whether a value matches what the guide shows.
fn matches_shown(shown: &Value, value: &Value) -> bool {
    match (shown, value) {
        (Value::Object(shown), Value::Object(value)) => {
            shown.iter().all(|(name, shown)| value.get(name).is_some_and(|value| matches_shown(shown, value)))
        }
        (Value::Array(shown), Value::Array(value)) => {
            shown.len() == value.len() && shown.iter().zip(value).all(|(shown, value)| matches_shown(shown, value))
        }
        (Value::String(shown), value) if shown == "…" => !value.is_null(),
        (Value::String(shown), Value::String(value)) => match shown.strip_suffix('…') {
            Some(beginning) => value.starts_with(beginning),
            None => shown == value,
        },
        (shown, value) => shown == value,
    }
}

/// One script of all blocks: each writes its number into `.block` and its output into its own file.
fn script(blocks: &[Block]) -> String {
    let of = |(number, block): (usize, &Block)| format!("echo {number} >.block\nexec >.printed-{number}\n{}\n", block.commands);
    blocks.iter().enumerate().map(of).collect()
}

async fn assert_installed() {
    for program in PROGRAMS {
        let found = Command::new("sh").args(["-c", &format!("command -v {program}")]).stdout(Stdio::null()).status().await.unwrap();
        assert!(found.success(), "the guide needs {program}: apt-get install {program}");
    }
}

/// Runs all blocks in a new directory and returns it; panics with the block that failed.
async fn run(blocks: &[Block], desk: &str, place: &Path) -> PathBuf {
    let here = place.join("guide");
    std::fs::create_dir(&here).unwrap();
    std::fs::write(here.join(".script"), script(blocks)).unwrap();
    let mut bash = Command::new("bash");
    bash.args(["-euo", "pipefail", ".script"]).current_dir(&here).kill_on_drop(true).stdin(Stdio::null());
    // Without the proxies of the environment; the server is on this machine.
    bash.env_clear().envs(std::env::var("PATH").map(|path| ("PATH", path))).env("HOME", &here).env("LC_ALL", "C.UTF-8");
    bash.env("DESK", format!("{desk}/api/v1")).env("ADMIN_EMAIL", EMAIL).env("ADMIN_PASSWORD", PASSWORD);
    let ended = timeout(TIMEOUT, bash.output()).await.expect("the guide ends in time").unwrap();
    if !ended.status.success() {
        let number: usize = std::fs::read_to_string(here.join(".block")).unwrap().trim().parse().unwrap();
        let printed = std::fs::read_to_string(here.join(format!(".printed-{number}"))).unwrap();
        let (line, told) = (blocks[number].line, String::from_utf8_lossy(&ended.stderr));
        panic!("docs/api.md:{line}: this block failed ({}):\n{}\nIt printed:\n{printed}\n{told}", ended.status, blocks[number].commands);
    }
    here
}

#[tokio::test]
async fn guide_run_from_top_to_bottom_prints_what_it_shows() {
    assert_installed().await;
    let blocks = blocks(&guide());
    assert!(blocks.len() > 10, "the guide's blocks were not found");
    for place in [Installation::sqlite(), Installation::postgres().await] {
        if matches!(place.database.engine(), Engine::Postgres { .. }) {
            stdout_of(&place.run(&["migrate"]).await);
        }
        assert_true(&place, &blocks).await;
    }
}

#[tokio::test]
async fn guide_section_run_after_only_the_first_succeeds() {
    assert_installed().await;
    let blocks = blocks(&guide());
    let sections: BTreeSet<usize> = blocks.iter().map(|block| block.section).filter(|section| *section > 1).collect();
    assert!(sections.len() > 5, "the guide's sections were not found");
    for section in sections {
        let alone: Vec<Block> = blocks.iter().filter(|block| [1, section].contains(&block.section)).cloned().collect();
        assert_true(&Installation::sqlite(), &alone).await;
    }
}

/// Runs the blocks against a new installation and asserts that they print what the guide shows.
async fn assert_true(place: &Installation, blocks: &[Block]) {
    stdout_of(&place.add_admin(EMAIL, PASSWORD).await);
    let serving = place.serve().await;
    let here = run(blocks, &serving.url, &place.directory).await;
    for (number, block) in blocks.iter().enumerate() {
        let printed = std::fs::read_to_string(here.join(format!(".printed-{number}"))).unwrap();
        let at = format!("docs/api.md:{}: {} printed\n{printed}\nbut the guide shows", block.line, block.commands);
        match &block.printed {
            Printed::Nothing => assert_eq!(printed, "", "{at} nothing"),
            Printed::Text(shown) => assert_eq!(printed, *shown, "{at} something else"),
            Printed::Json(shown) => {
                let printed: Value = serde_json::from_str(&printed).unwrap_or_else(|error| panic!("{at} JSON ({error})"));
                assert!(matches_shown(shown, &printed), "{at}\n{shown:#}");
            }
        }
    }
    assert_eq!(serving.stop().await, Some(0));
}

#[test]
fn guide_output_comparison_rejects_any_difference() {
    let value = serde_json::json!({"id": "0192f3c4", "status": "open", "assignee": null, "rows": [1, 2]});
    for shown in ["{}", r#"{"id": "…"}"#, r#"{"id": "0192…", "rows": [1, 2]}"#, r#"{"assignee": null}"#] {
        assert!(matches_shown(&serde_json::from_str(shown).unwrap(), &value), "{shown}");
    }
    for shown in [r#"{"id": "0193…"}"#, r#"{"assignee": "…"}"#, r#"{"rows": [1]}"#, r#"{"rows": [2, 1]}"#, r#"{"version": 1}"#, "[]"] {
        assert!(!matches_shown(&serde_json::from_str(shown).unwrap(), &value), "{shown}");
    }
}
