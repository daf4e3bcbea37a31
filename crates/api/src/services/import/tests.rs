//! Imports of whole files, on both engines.

mod broken;
mod repeated;
mod shared;
mod speed;

use std::{convert::Infallible, fs, path::PathBuf};

use caredesk_domain::{
    StaffId,
    actor::{Actor, Role, SystemJob},
    customer::Customer,
    search::SearchQuery,
};
use caredesk_persistence::{Clock, CustomerFilter, CustomerSort, Ids, PageRequest, testing::TestDatabase};
use serde_json::{Value, json};
use uuid::Uuid;

use super::*;
use crate::services::customers;

pub(super) fn region() -> Region {
    "NG".parse().unwrap()
}

#[expect(clippy::disallowed_methods, reason = "a test chooses its actor")]
fn actor(role: Role) -> Actor {
    Actor::staff(StaffId::from_uuid(Uuid::from_u128(1)), role)
}

#[expect(clippy::disallowed_methods, reason = "a test chooses its actor")]
fn task() -> Actor {
    Actor::system(SystemJob::Import)
}

/// A store with a manual clock.
struct Desk {
    store: Store,
    clock: Clock,
}

impl Desk {
    async fn at(test: &TestDatabase) -> Self {
        let clock = Clock::manual("2026-03-01T09:00:00Z".parse().unwrap());
        let store = Store::open(test.engine(), clock.clone(), Ids::seeded(7)).await.unwrap();
        Self { store, clock }
    }

    async fn import(&self, file: &[u8]) -> ImportReport {
        self.import_in_chunks(file, 64 * 1024).await
    }

    async fn import_in_chunks(&self, file: &[u8], size: usize) -> ImportReport {
        let chunks = futures::stream::iter(file.chunks(size).map(Ok::<_, Infallible>));
        import(&self.store, &task(), region(), Options::default(), chunks, |_| {}).await.unwrap()
    }

    async fn import_lines(&self, lines: &[Value]) -> ImportReport {
        self.import(ndjson(lines).as_bytes()).await
    }

    /// All customers, by when they were added.
    async fn customers(&self) -> Vec<Customer> {
        let filter =
            CustomerFilter { deleted: false, updated_from: None, updated_before: None, sort: CustomerSort::CreatedAt, descending: false };
        let mut all = Vec::new();
        let mut request = PageRequest { limit: 200, after: None, with_total: false };
        loop {
            let page = customers::list(&self.store, &actor(Role::Admin), &filter, request).await.unwrap();
            all.extend(page.rows);
            if page.next.is_none() {
                return all;
            }
            request.after = page.next;
        }
    }

    async fn named(&self, name: &str) -> Customer {
        self.customers().await.into_iter().find(|customer| customer.full_name() == name).unwrap()
    }

    /// Full names of the customers found, the best first.
    async fn found(&self, query: &str) -> Vec<String> {
        let (query, request) = (SearchQuery::parse(query, region()).unwrap(), PageRequest { limit: 50, after: None, with_total: false });
        let found = customers::search(&self.store, &actor(Role::Agent), &query, request).await.unwrap();
        found.page.rows.iter().map(|customer| customer.full_name()).collect()
    }

    /// The number of events of a customer.
    async fn events(&self, customer: &Customer) -> usize {
        use caredesk_domain::event::Auditable as _;
        let request = PageRequest { limit: 200, after: None, with_total: false };
        let seen = self.store.timeline(customer.subject(), &[], Some(customer.id), &[], request).await.unwrap();
        seen.disclose(self.store.read_log(), &actor(Role::Admin)).await.unwrap().rows.len()
    }
}

fn ndjson(lines: &[Value]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}

/// A patient with a record number, named `Family<number>`.
fn patient(number: u32) -> Value {
    json!({
        "resourceType": "Patient",
        "identifier": [{ "system": "https://hospital.example/mrn", "value": format!("MRN-{number}") }],
        "name": [{ "use": "official", "family": format!("Family{number}"), "given": ["Ada"] }],
    })
}

fn patient_with(number: u32, fields: Value) -> Value {
    let mut patient = patient(number);
    let Value::Object(fields) = fields else { panic!("fields must be an object") };
    patient.as_object_mut().unwrap().extend(fields);
    patient
}

/// `lines, created, updated, unchanged, refused`.
fn counts(report: &ImportReport) -> [u32; 5] {
    [report.lines, report.created, report.updated, report.unchanged, report.refused]
}

/// Refused lines as `line code path`.
fn refusals(report: &ImportReport) -> Vec<String> {
    let short = |refused: &RefusedLine| format!("{} {} {}", refused.line, refused.code, refused.path.as_deref().unwrap_or("-"));
    report.refusals.iter().map(short).collect()
}

/// The shared file of patients; `None`, with a printed reason, if it is missing.
fn shared_patients() -> Option<Vec<u8>> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/fhir-r4-patients.ndjson");
    match fs::read(&path) {
        Ok(file) => Some(file),
        Err(error) => {
            println!("skipped: {} cannot be read: {error}", path.display());
            None
        }
    }
}
