//! Import throughput; run on a release build: `cargo test --release -p caredesk-api import_speed -- --ignored --nocapture`.

use std::time::Instant;

use super::*;

const LINES: usize = 20_000;

/// The shared patients repeated as different people: identifiers get the round's number, and the family names of every tenth round an extra
/// letter, so that the vocabulary grows too.
fn many(file: &[u8]) -> Vec<u8> {
    let mut many = Vec::with_capacity(64 * 1024 * 1024);
    let patients: Vec<Value> =
        file.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).map(|line| serde_json::from_slice(line).unwrap()).collect();
    for (index, patient) in patients.iter().cycle().take(LINES).enumerate() {
        let round = index / patients.len();
        let mut patient = patient.clone();
        for identifier in patient["identifier"].as_array_mut().unwrap() {
            let value = format!("{round}-{}", identifier["value"].as_str().unwrap());
            identifier["value"] = json!(value);
        }
        if round.is_multiple_of(10) {
            let letter = char::from_u32(u32::try_from(round / 10).unwrap() + u32::from('a')).unwrap();
            let family = format!("{}{letter}", patient["name"][0]["family"].as_str().unwrap());
            patient["name"][0]["family"] = json!(family);
        }
        many.extend_from_slice(patient.to_string().as_bytes());
        many.push(b'\n');
    }
    many
}

#[tokio::test]
#[ignore = "a measurement: run it on a release build"]
async fn import_speed() {
    let Some(file) = shared_patients() else { return };
    let file = many(&file);
    let test = TestDatabase::sqlite().await;
    let desk = Desk::at(&test).await;
    let before = peak_memory();
    for (what, expected) in [("new", [20_000, 20_000, 0, 0, 0]), ("unchanged", [20_000, 0, 0, 20_000, 0])] {
        let start = Instant::now();
        let report = desk.import(&file).await;
        let took = start.elapsed();
        assert_eq!(counts(&report), expected);
        println!("{LINES} patients, {what}: {took:?}, {:.0} a second", 20_000.0 / took.as_secs_f64());
    }
    println!("peak memory before, with the {} MB of the file: {before}; after: {}", file.len() / 1_000_000, peak_memory());
}

fn peak_memory() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("not known").trim().to_owned()
}
