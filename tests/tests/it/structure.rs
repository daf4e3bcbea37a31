//! Architecture rules: which crate or module can depend on which.

mod modules;

use std::{collections::BTreeSet, fs, path::Path, process::Command};

use serde_json::Value;

/// Allowed dependencies of the domain: values and text, no I/O, no waiting, no clock.
const DOMAIN: [&str; 13] = [
    "chrono",
    "phonenumber",
    "serde",
    "serde_json",
    "sha2",
    "thiserror",
    "snowball_stemmers_rs",
    "stop-words",
    "strsim",
    "unicode-normalization",
    "unicode-segmentation",
    "utoipa",
    "uuid",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn packages() -> Vec<Value> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let told =
        Command::new(cargo).args(["metadata", "--no-deps", "--offline", "--format-version", "1"]).current_dir(root()).output().unwrap();
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let told: Value = serde_json::from_slice(&told.stdout).unwrap();
    told["packages"].as_array().unwrap().clone()
}

/// The dependencies of a crate without dev-dependencies.
fn dependencies(packages: &[Value], name: &str) -> BTreeSet<String> {
    let package = packages.iter().find(|package| package["name"] == name).unwrap_or_else(|| panic!("there is no {name}"));
    let built_with = package["dependencies"].as_array().unwrap().iter().filter(|dependency| dependency["kind"].is_null());
    built_with.map(|dependency| dependency["name"].as_str().unwrap().to_owned()).collect()
}

/// Every Rust file below a directory, with its text.
fn sources(directory: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push((path.strip_prefix(root()).unwrap().display().to_string(), fs::read_to_string(&path).unwrap()));
        }
    }
}

fn mentions(directory: &str, words: &[&str]) -> Vec<String> {
    let mut files = Vec::new();
    sources(&root().join(directory), &mut files);
    assert!(!files.is_empty(), "{directory} has no source");
    let found = |(path, text): &(String, String)| {
        words.iter().filter(|word| text.contains(**word)).map(|word| format!("{path} mentions {word}")).collect::<Vec<_>>()
    };
    files.iter().flat_map(found).collect()
}

#[test]
fn domain_dependencies_do_no_io() {
    let foreign: Vec<String> =
        dependencies(&packages(), "caredesk-domain").into_iter().filter(|name| !DOMAIN.contains(&name.as_str())).collect();
    assert!(foreign.is_empty(), "{foreign:?}: if one of them is pure, add it to DOMAIN");
}

#[test]
fn domain_source_uses_no_io_clock_or_async() {
    let words = [
        "std::fs",
        "std::net",
        "std::process",
        "std::env",
        "std::thread",
        "async fn",
        ".await;",
        ".await?",
        ".await)",
        ".await.",
        "::now(",
        "rand::",
    ];
    assert_eq!(mentions("crates/domain/src", &words), Vec::<String>::new());
}

#[test]
fn crates_depend_in_one_direction_only() {
    let packages = packages();
    let ours = |name: &str| -> Vec<String> {
        dependencies(&packages, name).into_iter().filter(|dependency| dependency.starts_with("caredesk-")).collect()
    };
    assert_eq!(ours("caredesk-domain"), Vec::<String>::new());
    assert_eq!(ours("caredesk-migrations"), Vec::<String>::new());
    assert_eq!(ours("caredesk-persistence"), ["caredesk-domain", "caredesk-migrations"]);
    assert_eq!(ours("caredesk-demo"), ["caredesk-domain", "caredesk-persistence"]);
    assert!(!dependencies(&packages, "caredesk-demo").contains("sea-orm"), "only the persistence crate accesses the database");
    assert!(dependencies(&packages, "caredesk-persistence").iter().all(|name| !name.starts_with("actix")));
    assert!(!dependencies(&packages, "caredesk-api").contains("sea-orm"), "only the persistence crate accesses the database");
}

#[test]
fn services_do_not_mention_http() {
    assert_eq!(mentions("crates/api/src/services", &["actix", "crate::http", "crate::handlers", "HttpRequest"]), Vec::<String>::new());
}
